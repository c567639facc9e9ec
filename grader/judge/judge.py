"""The judge: what each check comes to, and what all of a lab do together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.judge.evidence import Seen, look
from grader.judge.lab_notes import other_engine, without_known_names
from grader.judge.stand_ins import standin_notes
from grader.model.lab import Named
from grader.model.message import message
from grader.model.result import CheckResult, LabFacts, Outcome, Result
from grader.model.result import Target as LookedAt
from grader.model.snapshot import Recorder, waited_key
from grader.privacy.hide import hide_result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.lab import Check, Lab
    from grader.model.message import Message
    from grader.model.result import Observation
    from grader.model.snapshot import Snapshot, View

    Judged = tuple[dict[str, CheckResult], dict[str, Recorder]]


def judge(lab: Lab, snapshot: Snapshot) -> Result:
    """Judge every check of a lab on a snapshot; the same two give the same result.

    Secrets are judged like any other value, and hidden in the result.
    """
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
    return hide_result(result, snapshot), looked


def wanted(lab: Lab, snapshot: Snapshot, *, skipped: bool = False) -> dict[str, Recorder]:
    """Find what each check looks up, by judging it: what was never asked is what to ask next.

    A check is looked at once its `requires` have passed, or in any case with `skipped`.
    """
    return _judge_all(lab, snapshot, skipped=skipped)[1]


def _judge_all(lab: Lab, snapshot: Snapshot, *, skipped: bool = False) -> Judged:
    results: dict[str, CheckResult] = {}
    looked: dict[str, Recorder] = {}
    for check in lab.checks:
        looked[check.id] = Recorder(
            snapshot.answers, snapshot.observed_at, otherwise=snapshot.otherwise
        )
        results[check.id] = judge_check(check, looked[check.id], {} if skipped else results)
    return results, looked


def judge_check(check: Check, view: View, earlier: Mapping[str, CheckResult]) -> CheckResult:
    """Judge one check on a view, with the results of those it requires."""
    blocking = [
        r for i in check.requires if (r := earlier.get(i)) and r.outcome is not Outcome.PASSED
    ]
    if blocking:
        return _skipped(check, blocking)
    seen = look(check, view)
    outcome = _outcome(seen.observations, partial=check.partial)
    reason = _reason(seen.observations) if outcome is Outcome.ERROR else None
    return _result(check, outcome, seen, reason, still_open=outcome is Outcome.ERROR)


def _result(
    check: Check, outcome: Outcome, seen: Seen, reason: Message | None, *, still_open: bool
) -> CheckResult:
    """Put what a check says beside what was found."""
    return CheckResult(
        id=check.id,
        target=LookedAt(check.target.kind, check.target.name, isinstance(check.target, Named)),
        outcome=outcome,
        points=check.points,
        observations=seen.observations,
        title=check.title,
        section=check.section,
        partial=check.partial,
        reason=reason,
        notes=seen.notes,
        hint=check.hint,
        reveal=check.reveal,
        visibility=check.visibility,
        open=still_open,
    )


def _skipped(check: Check, blocking: list[CheckResult]) -> CheckResult:
    """A failure before it decides the skip; without one it is as open as what came before."""
    failed = [r for r in blocking if not r.open]
    because = failed or blocking
    reason = message("skipped-open" if not failed else "skipped", checks=[r.id for r in because])
    return _result(check, Outcome.SKIPPED, Seen(()), reason, still_open=not failed)


def _outcome(observations: tuple[Observation, ...], *, partial: bool) -> Outcome:
    """Decide a check: a field surely wrong fails it; what could not be checked leaves it open."""
    outcomes = [o.outcome for o in observations]
    first = (Outcome.ERROR, Outcome.FAILED) if partial else (Outcome.FAILED, Outcome.ERROR)
    for outcome in first:
        if outcome in outcomes:
            return outcome
    return Outcome.PASSED if outcomes else Outcome.ERROR


def _reason(observations: tuple[Observation, ...]) -> Message | None:
    open_ones = [o.message for o in observations if o.outcome is Outcome.ERROR]
    return open_ones[0] if open_ones else message("nothing-observed")
