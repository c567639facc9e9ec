"""What a check sees of its target: observations, and what to say besides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.comparison.compare import compare
from grader.fields import KINDS, SET_FIELD
from grader.fields.types import Subject, Unknown
from grader.judge.causes import causes
from grader.judge.objects import REMOVE, Missing
from grader.judge.observations import observe
from grader.judge.sets import near_members, select
from grader.judge.suggestions import near_names
from grader.judge.targets import find
from grader.model.lab import Named, Selected
from grader.model.message import Message, message
from grader.model.result import Observation, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.judge.objects import Sought
    from grader.judge.sets import Selection
    from grader.model.lab import Check, Target
    from grader.model.snapshot import View

PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at one target gave: observations, and what to say besides."""

    observations: tuple[Observation, ...]
    notes: tuple[Message, ...] = ()


def look(check: Check, view: View) -> Seen:
    """Look at the target of a check."""
    if isinstance(check.target, Selected):
        return _look_at_set(check, check.target, view)
    found = find(check.target, view)
    if check.present is False:
        return _look_for_absence(check.target, found)
    if isinstance(found, Missing):
        notes = near_names(check.target, view) if found.absent else ()
        return Seen((_sight(Outcome.FAILED, None, found.reason),), notes)
    if isinstance(found, Unknown):
        return Seen((_sight(Outcome.ERROR, None, found.reason),))
    first = (_sight(Outcome.PASSED, found, None),) if check.present else ()
    return _look_at_one(check, found, first)


def _sight(outcome: Outcome, found: Subject | None, said: Message | None) -> Observation:
    actual = PRESENT if found else None
    return Observation(PRESENT, outcome, expected=PRESENT, actual=actual, message=said)


def _look_for_absence(target: Target, found: Sought) -> Seen:
    """Something ambiguous is there, so it is not absent."""
    if isinstance(found, Unknown):
        outcome, said = Outcome.ERROR, found.reason
    elif isinstance(found, Missing) and found.absent:
        return Seen((Observation(ABSENT, Outcome.PASSED, ABSENT, None),))
    else:
        outcome, said = Outcome.FAILED, _still_there(target)
    return Seen((Observation(ABSENT, outcome, ABSENT, PRESENT, message=said),))


def _still_there(target: Target) -> Message:
    if isinstance(target, Named):
        return message("still-there", command=f"{REMOVE[target.kind]} {target.name}")
    return message("still-there.some")


def _look_at_one(check: Check, subject: Subject, first: tuple[Observation, ...]) -> Seen:
    subject = replace(subject, lasting=bool(check.within))
    observations = list(first)
    notes: list[Message] = []
    fields = KINDS[subject.kind].fields
    for name, expected in check.expect.items():
        found, noted = observe(fields[name], expected, subject)
        observations += found
        notes += noted
    notes += causes(check, subject, observations)
    return Seen(tuple(observations), tuple(notes))


def _look_at_set(check: Check, target: Selected, view: View) -> Seen:
    """Judge a set: its count, and one observation a field over all members."""
    found = select(target, view, lasting=bool(check.within))
    if isinstance(found, Unknown):
        return Seen((_sight(Outcome.ERROR, None, found.reason),))
    observations = _count(check, found)
    if not found.members and (check.each or not observations):
        none = message("set-empty", kind=target.kind)
        observations.append(Observation("each", Outcome.FAILED, None, None, message=none))
    notes = near_members(found) if _too_few(observations, found) else ()
    if found.members:
        observations += [o for name in check.each for o in _each(check, name, found)]
    return Seen(tuple(observations), notes)


def _count(check: Check, found: Selection) -> list[Observation]:
    expected = check.expect.get("count")
    if expected is None:
        return []
    wrong, there = compare(expected, len(found.members)), len(found.members)
    outcome, said = Outcome.PASSED, None
    if wrong is not None:
        outcome = Outcome.FAILED
        said = Message(f"count-{wrong.code}", {**wrong.params, "names": found.names})
    return [Observation(SET_FIELD.name, outcome, expected.written, there, message=said)]


def _too_few(observations: Iterable[Observation], found: Selection) -> bool:
    """Say whether a set failed for want of members."""
    for said in (o.message for o in observations if o.message is not None):
        wanted = said.params.get("expected")
        if said.code in ("set-empty", "count-too-small"):
            return True
        if isinstance(wanted, int) and wanted > len(found.members):
            return True
    return False


def _each(check: Check, name: str, found: Selection) -> list[Observation]:
    field = KINDS[check.target.kind].fields[name]
    pairs = zip(found.names, found.members, strict=True)
    return _over_all(name, {n: observe(field, check.each[name], s)[0] for n, s in pairs})


def _over_all(name: str, per_member: Mapping[str, Iterable[Observation]]) -> list[Observation]:
    """Fold a field's observations over all members into one: the worst speaks for all."""
    flat = [(member, o) for member, found in per_member.items() for o in found]
    worst = next((p for p in flat if p[1].outcome is Outcome.FAILED), None)
    worst = worst or next((p for p in flat if p[1].outcome is Outcome.ERROR), None)
    member, seen = worst or flat[0]
    said = seen.message
    if worst and said is not None:
        said = Message(said.code, {**said.params, "member": member})
    actual = seen.actual if worst is None or len(per_member) == 1 else {member: seen.actual}
    return [replace(seen, field=f"each.{seen.field or name}", actual=actual, message=said)]
