"""Hints that unfold, from vague to plain.

The first shows when a check has failed for a while, each next one on request or after as long
again; all are folded once it passes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.model.result import Outcome

if TYPE_CHECKING:
    from grader.model.result import Result

AFTER = 30.0


@dataclass(slots=True)
class Hints:
    """Counts the unfolded hints of each check."""

    after: float = AFTER
    unfolded: dict[str, int] = field(default_factory=dict)
    _since: dict[str, float] = field(default_factory=dict)

    def follow(self, result: Result, now: float) -> None:
        """Begin to count for what fails, forget what does not."""
        failing = {c.id for c in result.checks if c.outcome is Outcome.FAILED and c.hint}
        for name in self._since.keys() - failing:
            del self._since[name]
            self.unfolded.pop(name, None)
        for name in failing:
            self._since.setdefault(name, now)

    def ripen(self, result: Result, name: str | None, now: float) -> bool:
        """Unfold the next hint of the check to do next when its time has come."""
        if name is None or now - self._since.get(name, now) < self.after:
            return False
        return self.ask(result, name, now)

    def ask(self, result: Result, name: str | None, now: float) -> bool:
        """Unfold the next hint of a check; False when there is none left."""
        hints = next((c.hint for c in result.checks if c.id == name and name in self._since), ())
        shown = self.unfolded.get(name or "", 0)
        if name is None or shown >= len(hints):
            return False
        self.unfolded[name] = shown + 1
        self._since[name] = now
        return True
