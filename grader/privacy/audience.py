"""A result cut for its reader: what `reveal` and `visibility` hide is taken out. Pure.

Everything that is rendered is rendered from what this leaves, so no format can tell more. Names
are not values: a check's title, its target and the names of fields and variables are shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Protocol

from grader.messages import without_values
from grader.model.message import Message, message
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection

    from grader.model.result import CheckResult, Observation, Result


class HasVisibility(Protocol):
    """A check, judged or not yet."""

    @property
    def visibility(self) -> str: ...


Reader = Literal["student", "staff"]
Phase = Literal["before_due", "after_due", "published"]

READERS: tuple[Reader, ...] = ("student", "staff")
PHASES: tuple[Phase, ...] = ("before_due", "after_due", "published")

# From which phase on a student sees a check, by its visibility; `staff` is never shown.
SHOWN_FROM: dict[str, Phase] = {
    "always": "before_due",
    "after_due": "after_due",
    "after_published": "published",
}


def cut(result: Result, reader: Reader, phase: Phase) -> Result:
    """Return what a reader may see of a result at a moment; staff see all of it."""
    if reader == "staff":
        return result
    hidden = {check.id for check in result.checks if not visible(check, phase)}
    checks = tuple(_cut_check(c, hidden) for c in result.checks if c.id not in hidden)
    return replace(result, checks=checks, provisional=result.provisional or bool(hidden))


def told(result: Result) -> Result:
    """Return what a student may ever read of every check, hidden ones included.

    For gradebooks that hide checks by themselves: no check tells what `reveal` keeps back, and
    none names one that is hidden from the start.
    """
    hidden = {check.id for check in result.checks if check.visibility != "always"}
    return replace(result, checks=tuple(_cut_check(c, hidden) for c in result.checks))


def visible(check: HasVisibility, phase: Phase) -> bool:
    """Say whether a student sees a check at all."""
    start = SHOWN_FROM.get(check.visibility)
    return start is not None and PHASES.index(phase) >= PHASES.index(start)


def _cut_check(check: CheckResult, hidden: Collection[str]) -> CheckResult:
    check = replace(check, reason=_cut_skip(check.reason, hidden))
    if check.reveal == "full":
        return check
    kept = replace(
        check,
        kept_score=check.score,
        shown=check.reveal,
        reason=_bare_reason(check),
        notes=_bare_notes(check.notes),
        observations=tuple(_cut_observation(o, check.reveal) for o in check.observations),
    )
    return replace(kept, observations=(), notes=()) if check.reveal == "none" else kept


def _cut_skip(reason: Message | None, hidden: Collection[str]) -> Message | None:
    """Take hidden checks out of why a check was skipped; they are never named."""
    if reason is None or reason.code not in ("skipped", "skipped-open"):
        return reason
    named = reason.params["checks"]
    left = [name for name in named if name not in hidden] if isinstance(named, list) else []
    return Message(reason.code, {"checks": left}) if left else message("skipped-hidden")


def _bare_reason(check: CheckResult) -> Message | None:
    """Leave why a check could not be checked, without values; why it was skipped tells none."""
    if check.reason is None or check.outcome is Outcome.SKIPPED:
        return check.reason
    return _bare(check.reason, check.outcome)


def _bare_notes(notes: tuple[Message, ...]) -> tuple[Message, ...]:
    """Keep the notes that can be said without values."""
    return tuple(Message(n.code, bare=True) for n in notes if without_values(n.code) is not None)


def _cut_observation(seen: Observation, reveal: str) -> Observation:
    said = None if seen.message is None else _bare(seen.message, seen.outcome)
    kept = replace(seen, expected=None, inherited=None, message=said)
    return kept if reveal == "actual" else replace(kept, actual=None, source=None)


def _bare(said: Message, outcome: Outcome) -> Message:
    """Drop a message's values; what was not observed is never said to be wrong."""
    if outcome is Outcome.ERROR and without_values(said.code) is None:
        return message("not-observed")
    return Message(said.code, bare=True)
