"""The judge: the only place that decides an outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.compare import compare
from grader.fields import KINDS
from grader.fields.contract import Subject, Unknown
from grader.judge.causes import causes
from grader.judge.finding import find
from grader.judge.near import near_names
from grader.judge.objects import Missing
from grader.judge.observing import observe
from grader.judge.selecting import members, select
from grader.judge.standins import standin_notes
from grader.message import Message, message
from grader.result import CheckResult, LabFacts, Observation, Outcome, Result, Target
from grader.snapshot import Recorder
from grader.spec.checks import SET_FIELD
from grader.spec.lab import Named, Selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.snapshot import Snapshot, View
    from grader.spec.lab import Check, Lab

PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at one target gave: observations, and what to say besides."""

    observations: tuple[Observation, ...]
    notes: tuple[Message, ...] = ()


def judge(lab: Lab, snapshot: Snapshot) -> Result:
    """Judge every check of a lab on a snapshot; the same two give the same result."""
    view = Recorder(snapshot.answers, snapshot.observed_at)
    results: dict[str, CheckResult] = {}
    for check in lab.checks:
        results[check.id] = judge_check(check, view, results)
    checks = tuple(_timed(result, snapshot) for result in results.values())
    return Result(
        lab=LabFacts(lab.id, lab.title, lab.sha256, lab.description),
        checks=checks,
        observed_at=snapshot.observed_at,
        seconds=snapshot.seconds,
        engine=snapshot.engine,
        student=snapshot.student,
        notes=_lab_notes(checks, snapshot) + standin_notes(view.touched, snapshot),
    )


def wanted(lab: Lab, snapshot: Snapshot, *, skipped: bool = False) -> dict[str, Recorder]:
    """Find what each check looks up, by judging it: what was never asked is what to ask next.

    A check is looked at once its `requires` have passed, or in any case with `skipped`.
    """
    results: dict[str, CheckResult] = {}
    looked: dict[str, Recorder] = {}
    for check in lab.checks:
        recorder = Recorder(snapshot.answers, snapshot.observed_at)
        results[check.id] = judge_check(check, recorder, {} if skipped else results)
        looked[check.id] = recorder
    return looked


def judge_check(check: Check, view: View, earlier: Mapping[str, CheckResult]) -> CheckResult:
    """Judge one check on a view, with the results of those it requires."""
    result = CheckResult(
        id=check.id,
        target=Target(check.target.kind, check.target.name, isinstance(check.target, Named)),
        outcome=Outcome.SKIPPED,
        points=check.points,
        title=check.title,
        section=check.section,
        partial=check.partial,
        hint=check.hint,
        reveal=check.reveal,
        visibility=check.visibility,
    )
    blocking = [
        r for i in check.requires if (r := earlier.get(i)) and r.outcome is not Outcome.PASSED
    ]
    if blocking:
        return _skipped(result, blocking)
    seen = _look(check, view)
    outcome = _outcome(seen.observations, partial=check.partial)
    return replace(
        result,
        outcome=outcome,
        observations=seen.observations,
        notes=seen.notes,
        open=outcome is Outcome.ERROR,
        reason=_reason(seen.observations, outcome),
    )


def _skipped(result: CheckResult, blocking: list[CheckResult]) -> CheckResult:
    """A failure before it decides the skip; without one it is as open as what came before."""
    failed = [r for r in blocking if not r.open]
    because = failed or blocking
    reason = message("skipped-open" if not failed else "skipped", checks=[r.id for r in because])
    return replace(result, reason=reason, open=not failed)


def _outcome(observations: tuple[Observation, ...], *, partial: bool) -> Outcome:
    """Decide a check: a field surely wrong fails it; what could not be observed leaves it open."""
    outcomes = {o.outcome for o in observations}
    first = (Outcome.ERROR, Outcome.FAILED) if partial else (Outcome.FAILED, Outcome.ERROR)
    for outcome in first:
        if outcome in outcomes:
            return outcome
    return Outcome.PASSED if outcomes else Outcome.ERROR


def _reason(observations: tuple[Observation, ...], outcome: Outcome) -> Message | None:
    if outcome is not Outcome.ERROR:
        return None
    open_ones = [o.message for o in observations if o.outcome is Outcome.ERROR]
    return open_ones[0] if open_ones else message("nothing-observed")


def _look(check: Check, view: View) -> Seen:
    if isinstance(check.target, Selected):
        return _look_at_set(check, check.target, view)
    found = find(check.target, view)
    if check.present is False:
        return _look_for_absence(found)
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


def _look_for_absence(found: Subject | Missing | Unknown) -> Seen:
    """Something ambiguous is there, so it is not absent."""
    if isinstance(found, Unknown):
        outcome, said = Outcome.ERROR, found.reason
    elif isinstance(found, Missing) and found.absent:
        outcome, said = Outcome.PASSED, None
    else:
        outcome, said = Outcome.FAILED, message("still-there")
    actual = None if outcome is Outcome.PASSED else PRESENT
    return Seen((Observation("absent", outcome, "absent", actual, message=said),))


def _look_at_one(check: Check, subject: Subject, first: tuple[Observation, ...]) -> Seen:
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
    found = select(target, view)
    if isinstance(found, Unknown):
        return Seen((_sight(Outcome.ERROR, None, found.reason),))
    observations: list[Observation] = []
    if "count" in check.expect:
        expected = check.expect["count"]
        wrong = compare(expected, len(found))
        outcome = Outcome.PASSED if wrong is None else Outcome.FAILED
        observations.append(
            Observation(
                SET_FIELD.name,
                outcome,
                expected.written,
                len(found),
                message=None if wrong is None else _counted(wrong, found),
            )
        )
    if not found and (check.each or "count" not in check.expect):
        none = message("set-empty", kind=target.kind)
        observations.append(Observation("each", Outcome.FAILED, None, None, message=none))
        return Seen(tuple(observations))
    for name, expected in check.each.items():
        field = KINDS[target.kind].fields[name]
        per_member = {
            n: observe(field, expected, s)[0] for n, s in zip(members(found), found, strict=True)
        }
        observations += _over_all(name, per_member)
    return Seen(tuple(observations))


def _counted(wrong: Message, found: list[Subject]) -> Message:
    return Message(f"count-{wrong.code}", {**wrong.params, "names": list(members(found))})


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


def _timed(result: CheckResult, snapshot: Snapshot) -> CheckResult:
    return replace(result, seconds=snapshot.waited.get(result.id, 0.0))


def _lab_notes(checks: tuple[CheckResult, ...], snapshot: Snapshot) -> tuple[Message, ...]:
    """Nothing of a lab on an engine: the likely cause is that it was done on another one."""
    looked = [c for c in checks if c.outcome is not Outcome.SKIPPED]
    absent = [
        c
        for c in looked
        if any(
            o.message and o.message.code in ("target-absent", "service-absent")
            for o in c.observations
        )
    ]
    several = 2
    if len(absent) >= several and len(absent) == len(looked) and snapshot.engine:
        return (message("note.other-engine", endpoint=snapshot.engine.endpoint),)
    return ()
