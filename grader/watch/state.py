"""What is shown at a moment: frozen, so that the terminal and every tab show the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.labspec.problem import Problem
    from grader.model.message import Message
    from grader.model.result import CheckResult, Result


@dataclass(frozen=True, slots=True)
class State:
    """`result` is cut for its reader already; None before the first look.

    `trouble` says why nothing new is seen; then `result` is what was seen last. `problems` are
    those of the spec as it is now; then the last good one is judged. `changed` are the checks
    that the last change changed, `hints` how many are unfolded, by check.
    """

    spec: str
    result: Result | None = None
    trouble: Message | None = None
    problems: tuple[Problem, ...] = ()
    changed: frozenset[str] = frozenset()
    hints: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def step(self) -> CheckResult | None:
        """The one check to do next: the first that failed, of those that count if one does.

        What is skipped waits for another; what could not be checked comes last.
        """
        if self.result is None:
            return None
        checks = (*self.result.counting, *self.result.checks)
        for outcome in (Outcome.FAILED, Outcome.ERROR):
            for check in checks:
                if check.outcome is outcome:
                    return check
        return None

    @property
    def done(self) -> bool:
        return (
            self.result is not None and self.result.outcome is Outcome.PASSED and not self.trouble
        )


class View(Protocol):
    """Where states are shown."""

    def show(self, state: State) -> None: ...


def face(check: CheckResult) -> tuple[object, ...]:
    """What of a check its reader sees change: of one that passed, only that it did."""
    if check.outcome is Outcome.PASSED:
        return (check.outcome, check.points)
    seen = tuple((o.field, o.outcome, o.message) for o in check.observations)
    return (check.outcome, check.points, check.score, check.reason, check.notes, seen)


def changes(before: Result | None, after: Result) -> frozenset[str]:
    """Name the checks that a reader sees change; at first nothing has changed."""
    if before is None:
        return frozenset()
    faces = {check.id: face(check) for check in before.checks}
    return frozenset(c.id for c in after.checks if faces.get(c.id) != face(c))
