"""What only shows over a whole lab."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model.message import Message, message
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model.result import CheckResult
    from grader.model.snapshot import Snapshot

NEAR_NAMES = "note.near-names"
MOST_NEAR = 3
GONE = ("target-absent", "service-absent", "set-empty")


def other_engine(checks: Iterable[CheckResult], snapshot: Snapshot) -> tuple[Message, ...]:
    """Nothing of a lab on an engine: the likely cause is that it was done on another one.

    Images count only where a lab is of nothing else: they may be there from another time. A name
    that is nearly right is a likelier cause.
    """
    looked = [c for c in checks if c.outcome is not Outcome.SKIPPED]
    looked = [c for c in looked if c.target.kind != "image"] or looked
    if not looked or snapshot.engine is None:
        return ()
    if all(map(_found_nothing, looked)):
        return (message("note.other-engine", endpoint=snapshot.engine.endpoint),)
    return ()


def _found_nothing(check: CheckResult) -> bool:
    near = any(note.code in (NEAR_NAMES, "note.near-member") for note in check.notes)
    return not near and any(
        o.message is not None and (o.message.code in GONE or (o.field == "count" and o.actual == 0))
        for o in check.observations
    )


def without_known_names(checks: Iterable[CheckResult]) -> tuple[CheckResult, ...]:
    """Take what the lab itself looks for out of the names that are nearly right."""
    checks = tuple(checks)
    known = {(c.target.kind, c.target.name) for c in checks if c.target.exact}
    return tuple(
        replace(c, notes=tuple(n for note in c.notes for n in _unknown(note, c, known)))
        if any(note.code == NEAR_NAMES for note in c.notes)
        else c
        for c in checks
    )


def _unknown(note: Message, check: CheckResult, known: set[tuple[str, str]]) -> tuple[Message, ...]:
    names = note.params.get("names")
    if note.code != NEAR_NAMES or not isinstance(names, list):
        return (note,)
    kind = "container" if check.target.kind in ("http", "exec") else check.target.kind
    left = [name for name in names if (kind, name) not in known][:MOST_NEAR]
    return (Message(note.code, {**note.params, "names": left}),) if left else ()
