"""When to ask again without an event.

Three reasons: an event may come a moment before its effect is visible; logs, files, ports
and commands change without a word; and an engine may keep an event to itself (a build with
BuildKit tells nothing on Docker 20.10).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model.snapshot import Question

SETTLE = 0.6
FIRST, LONGEST = 0.2, 4.0
LONGEST_EXEC = 15.0  # it runs something in the student's container each time
SPARING = 10  # no more than a tenth of the time is spent on asking so
EVERYTHING = 60.0


@dataclass(slots=True)
class Restless:
    """Holds what is due when; all moments are of one clock."""

    settling: dict[Question, float] = field(default_factory=dict)
    pauses: dict[Question, float] = field(default_factory=dict)
    due: dict[Question, float] = field(default_factory=dict)
    everything_at: float = 0.0

    def seen_all(self, now: float) -> None:
        self.settling.clear()
        self.everything_at = now + EVERYTHING

    def touched(self, questions: Iterable[Question], now: float) -> None:
        """An event touched them: look once more soon, and at the restless ones often at first."""
        for question in questions:
            self.settling[question] = now + SETTLE
            self.pauses.pop(question, None)
            self.due.pop(question, None)

    def keep(self, questions: Iterable[Question], now: float, took: float) -> None:
        """Take in which questions change without events, and how long the last look took."""
        kept = set(questions)
        for gone in self.due.keys() - kept:
            self.due.pop(gone)
            self.pauses.pop(gone, None)
        for question in kept - self.due.keys():
            longest = LONGEST_EXEC if question.kind == "exec" else LONGEST
            pause = min(self.pauses.get(question, FIRST / 2) * 2, longest)
            self.pauses[question] = pause
            self.due[question] = now + max(pause, took * SPARING)

    def take(self, now: float) -> set[Question]:
        """Take out what is due."""
        ready = {q for due in (self.settling, self.due) for q, at in due.items() if at <= now}
        for question in ready:
            self.settling.pop(question, None)
            self.due.pop(question, None)
        return ready

    def next_at(self) -> float:
        return min([self.everything_at, *self.settling.values(), *self.due.values()])
