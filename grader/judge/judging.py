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
from grader.judge.objects import REMOVE, Missing
from grader.judge.observing import observe
from grader.judge.overall import other_engine, without_known_names
from grader.judge.selecting import near_members, select
from grader.judge.standins import standin_notes
from grader.message import Message, message
from grader.result import CheckResult, LabFacts, Observation, Outcome, Result
from grader.result import Target as LookedAt
from grader.snapshot import Recorder, waited_key
from grader.spec.checks import SET_FIELD
from grader.spec.lab import Named, Selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.judge.objects import Sought
    from grader.judge.selecting import Selection
    from grader.snapshot import Snapshot, View
    from grader.spec.lab import Check, Lab, Target

    Judged = tuple[dict[str, CheckResult], dict[str, Recorder]]

PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at one target gave: observations, and what to say besides."""

    observations: tuple[Observation, ...]
    notes: tuple[Message, ...] = ()


def judge(lab: Lab, snapshot: Snapshot) -> Result:
    """Judge every check of a lab on a snapshot; the same two give the same result."""
    return judge_noting(lab, snapshot)[0]


def judge_noting(lab: Lab, snapshot: Snapshot) -> tuple[Result, dict[str, Recorder]]:
    """Judge, and note what each check looked up; the result is final once nothing was missing."""
    results, looked = _judge_all(lab, snapshot)
    checks = without_known_names(
        replace(r, seconds=waited)
        if (waited := snapshot.waited.get(waited_key(lab.id, r.id), 0.0))
        else r
        for r in results.values()
    )
    touched = {question for recorder in looked.values() for question in recorder.touched}
    result = Result(
        lab=LabFacts(lab.id, lab.title, lab.sha256, lab.description),
        checks=checks,
        observed_at=snapshot.observed_at,
        seconds=snapshot.seconds,
        engine=snapshot.engine,
        student=snapshot.student,
        notes=other_engine(checks, snapshot) + standin_notes(touched, snapshot),
    )
    return result, looked


def wanted(lab: Lab, snapshot: Snapshot, *, skipped: bool = False) -> dict[str, Recorder]:
    """Find what each check looks up, by judging it: what was never asked is what to ask next.

    A check is looked at once its `requires` have passed, or in any case with `skipped`.
    """
    return _judge_all(lab, snapshot, skipped=skipped)[1]


def _judge_all(lab: Lab, snapshot: Snapshot, *, skipped: bool = False) -> Judged:
    results: dict[str, CheckResult] = {}
    looked: dict[str, Recorder] = {}
    for check in lab.checks:
        looked[check.id] = Recorder(snapshot.answers, snapshot.observed_at)
        results[check.id] = judge_check(check, looked[check.id], {} if skipped else results)
    return results, looked


def judge_check(check: Check, view: View, earlier: Mapping[str, CheckResult]) -> CheckResult:
    """Judge one check on a view, with the results of those it requires."""
    result = CheckResult(
        id=check.id,
        target=LookedAt(check.target.kind, check.target.name, isinstance(check.target, Named)),
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
