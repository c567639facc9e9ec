"""`grader check`: ask, judge, report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from grader.cli.reports import Report
    from grader.errors import GraderError
    from grader.model.lab import Lab
    from grader.model.result import Result
    from grader.model.snapshot import Snapshot

NOT_OBSERVED = 3


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    options.add_specs(parser, tr)
    options.add_engine(parser, tr)
    parser.add_argument(
        "--snapshot",
        action="append",
        metavar="FILE",
        help=tr(
            "grade this snapshot, or saved output of docker inspect, instead of querying an engine"
        ),
    )
    parser.add_argument(
        "--verify",
        metavar="KEYFILE",
        help=tr("accept only a snapshot signed with the key in this file"),
    )
    options.add_reports(parser, tr)
    options.add_variables(parser, tr)
    options.add_own(parser, tr)
    options.add_reader(parser, tr)
    options.add_colour(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Grade the labs of a command line; returns the exit code."""
    from grader.cli.reports import read_reports, remove_unasked
    from grader.errors import EngineError, SnapshotError

    own = options.read_own(arguments.student, arguments.secret)
    labs = options.load_labs(arguments.specs, arguments.var, own=own)
    inputs = [*(lab.file for lab in labs), *(arguments.snapshot or ())]
    reports = read_reports(arguments.report, [lab.id for lab in labs], inputs)
    options.warn(labs, arguments.language)
    try:
        snapshot = take(arguments, labs)
    except (EngineError, SnapshotError) as wrong:
        # An error report is a report: what reads it must not find that of an earlier run.
        remove_unasked(reports, [lab.id for lab in labs], arguments.language)
        asked = [one for one in reports if one.asked]
        report(arguments, labs, _unseen(labs, wrong), asked)
        raise
    code = report(arguments, labs, snapshot, reports)
    if code == NOT_OBSERVED and not arguments.snapshot:
        point_to_doctor(arguments.language)
    return code


def _unseen(labs: Sequence[Lab], wrong: GraderError) -> Snapshot:
    """The snapshot of a run that could ask nothing: every check is an error, with the reason."""
    from datetime import UTC, datetime

    from grader.model.snapshot import Snapshot, Unanswered

    return Snapshot(
        {},
        datetime.now(UTC),
        labs={lab.id: lab.sha256 for lab in labs},
        otherwise=Unanswered(wrong.message),
    )


def point_to_doctor(language: str) -> None:
    """Say on stderr what finds out why something could not be checked."""
    from grader.cli.errors import tell
    from grader.messages import say
    from grader.model.message import message

    tell(say(message("doctor.pointer"), language))


def take(arguments: argparse.Namespace, labs: Sequence[Lab]) -> Snapshot:
    """Take the snapshot that the labs are judged on: from a file, or from the engine."""
    from dataclasses import replace

    snapshot = _take(arguments, labs)
    return replace(snapshot, student=arguments.student) if arguments.student else snapshot


def _take(arguments: argparse.Namespace, labs: Sequence[Lab]) -> Snapshot:
    from pathlib import Path

    from grader.errors import UsageError

    if not arguments.snapshot:
        if arguments.verify:
            raise UsageError("only-with", one="--verify", other="--snapshot")
        return observe(arguments, labs)
    if arguments.host or arguments.context:
        raise UsageError("not-with", one="--snapshot", other="--host, --context")
    from grader.labspec.derive import read_secret
    from grader.observation import submissions

    key = read_secret(Path(arguments.verify)) if arguments.verify else None
    return submissions.read([Path(path) for path in arguments.snapshot], labs, key)


def observe(
    arguments: argparse.Namespace, labs: Sequence[Lab], *, thorough: bool = False
) -> Snapshot:
    """Ask the engine; `thorough` also for what checks need that would be skipped."""
    from grader import api
    from grader.cli.progress import Progress

    with Progress(arguments.language) as progress:
        return api.observe(
            labs,
            host=arguments.host,
            context=arguments.context,
            http_host=arguments.http_host,
            request_timeout=arguments.request_timeout,
            timeout=arguments.timeout,
            allow_exec=arguments.allow_exec,
            thorough=thorough,
            tell=progress.waiting,
        )


def report(
    arguments: argparse.Namespace,
    labs: Sequence[Lab],
    snapshot: Snapshot,
    reports: Sequence[Report],
) -> int:
    """Judge, cut for the reader, write the reports; the worst lab decides the exit code."""
    from grader.cli.reports import write_reports
    from grader.judge import judge
    from grader.privacy.audience import cut

    judged = [judge(lab, snapshot) for lab in labs]
    results = [cut(result, arguments.reader, arguments.phase) for result in judged]
    write_reports(
        reports,
        results,
        arguments.language,
        arguments.color,
        whole=judged,
        phase=arguments.phase,
    )
    return worst(judged)


def worst(results: Sequence[Result]) -> int:
    """Return the exit code of several labs: 3 wins over 1, 1 over 0."""
    return max((result.exit_code for result in results), default=0)
