"""`grader class`: grade, resume and regrade a whole class, and export gradebooks."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from grader.classroom.class_run import Class, Part
    from grader.classroom.grading import Limits
    from grader.classroom.runner import Run

FOLDER = "reports"
ENGINES = 16  # engines asked at once: the time goes by waiting for them


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument("spec", metavar="SPEC", help=tr("a spec, *.lab.yaml"))
    add_class(parser, tr)
    add_running(parser, tr)
    options.add_engine(parser, tr, whole=False)
    parser.add_argument(
        "--regrade",
        action="store_true",
        help=tr("grade the snapshots in the record again, after you fixed the spec"),
    )
    parser.add_argument(
        "--yes", action="store_true", help=tr("write the changes of --regrade without asking")
    )


def add_class(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    """Add what says which class it is, and what is written about it."""
    parser.add_argument(
        "--roster",
        required=True,
        metavar="FILE",
        help=tr("roster of the class: a CSV file, or a folder of snapshots"),
    )
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help=tr("encoding of the roster, such as cp949 (default: UTF-8)"),
    )
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", help=tr("output folder (default: reports/LAB)")
    )
    options.add_variables(parser, tr)
    options.add_secret(parser, tr)
    options.add_reader(parser, tr)
    add_gradebooks(parser, tr)
    parser.add_argument(
        "--single-file",
        action="store_true",
        help=tr("write a single page that includes all students"),
    )


def add_gradebooks(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    group = parser.add_argument_group(tr("gradebooks"))
    group.add_argument(
        "--gradebook",
        action="append",
        default=[],
        metavar="NAME",
        help=tr("write the files of canvas, moodle, gradescope, prairielearn or classroom50"),
    )
    group.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME.KEY=VALUE",
        help=tr("set an option of a gradebook, such as canvas.assignment=98765; may be repeated"),
    )
    group.add_argument(
        "--dry-run",
        action="store_true",
        help=tr("check roster, spec and gradebooks without grading"),
    )


def add_running(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    group = parser.add_argument_group(tr("execution"))
    group.add_argument(
        "--jobs",
        type=options.number,
        metavar="N",
        help=tr("number of students graded in parallel (default: number of CPUs)"),
    )
    group.add_argument(
        "--student-timeout",
        type=options.seconds,
        default=60.0,
        metavar="SECONDS",
        help=tr("time limit per student, in seconds (default: %(default)s)"),
    )
    group.add_argument(
        "--deadline",
        type=options.seconds,
        metavar="SECONDS",
        help=tr("time limit for the whole class, in seconds (default: none)"),
    )
    group.add_argument(
        "--verify",
        metavar="KEYFILE",
        help=tr("reject snapshots that are not signed with the key in this file"),
    )
    group.add_argument(
        "--dask",
        metavar="ADDRESS",
        help=tr("run on the Dask cluster with this scheduler, tcp://HOST:PORT"),
    )
    group.add_argument(
        "--shard",
        metavar="I/N",
        help=tr("grade only part I of N; combine the parts with grader merge"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Grade a class; 3 when somebody could not be graded."""
    whole = load_class(arguments, read_limits(arguments), arguments.host, arguments.context)
    part = read_part(arguments.shard)
    from grader.cli.class_output import dry_run

    if (code := dry_run(arguments, whole)) is not None:
        return code
    if arguments.regrade:
        from grader.cli.class_regrade import regrade

        students = part.students(whole.roster)
        again = running(arguments, len(students), asking=False)
        return regrade(arguments, whole, students, again)
    return grade(arguments, whole, part)


def read_limits(arguments: argparse.Namespace) -> Limits:
    from grader.classroom.grading import Limits
    from grader.labspec.derive import read_secret

    return Limits(
        verify=None if arguments.verify is None else read_secret(Path(arguments.verify)),
        request=arguments.request_timeout,
        student=arguments.student_timeout,
        allow_exec=arguments.allow_exec,
        http_host=arguments.http_host,
    )


def load_class(
    arguments: argparse.Namespace,
    limits: Limits | None = None,
    host: str | None = None,
    context: str | None = None,
) -> Class:
    """Read spec and roster, and hold the one against the other, before anything is asked.

    Without limits no engine will be asked, so no student needs a source.
    """
    from grader.classroom.class_run import Class
    from grader.classroom.class_spec import check_students, read_spec
    from grader.classroom.grading import Limits
    from grader.classroom.roster import read_roster
    from grader.labspec.derive import read_secret

    secret = None if arguments.secret is None else read_secret(Path(arguments.secret))
    spec = read_spec(Path(arguments.spec), options.read_variables(arguments.var), secret)
    roster = read_roster(
        Path(arguments.roster),
        spec.template.declared,
        engine=bool(host or context) or limits is None,
        encoding=arguments.encoding,
    )
    check_students(spec, roster)
    folder = Path(arguments.output or Path(FOLDER, spec.template.id))
    return Class(spec, roster, folder, limits or Limits(), host, context)


def read_part(text: str | None) -> Part:
    """Read `2/5`, the second of five."""
    from grader.classroom.class_run import Part
    from grader.errors import UsageError

    if text is None:
        return Part()
    index, slash, of = text.partition("/")
    if not slash or not (index.isdecimal() and of.isdecimal()) or not 1 <= int(index) <= int(of):
        raise UsageError("bad-shard", found=text)
    return Part(int(index), int(of))


def grade(arguments: argparse.Namespace, whole: Class, part: Part) -> int:
    """Grade who is not in the record yet, then write what the record comes to."""
    from grader.classroom.class_run import carry_out, todo
    from grader.classroom.labels import labels
    from grader.classroom.record import Record
    from grader.cli.class_progress import ClassProgress
    from grader.cli.errors import tell
    from grader.messages import say
    from grader.model.message import message

    label = labels(arguments.language)
    students = part.students(whole.roster)
    with Record(whole.folder, whole.header) as record:
        if broken := len(record.index.broken):
            tell(say(message("record-broken-lines", count=broken), arguments.language))
        jobs = todo(whole, record, students)
        if len(jobs) < len(students):
            tell(label("resumed", n=len(students) - len(jobs), left=len(jobs)))
        progress = ClassProgress(arguments.language, len(jobs))
        try:
            with progress:
                asking = any(job.source.snapshot is None for job in jobs)
                run = running(arguments, len(jobs), asking=asking)
                carry_out(run, jobs, record, progress.one)
        except KeyboardInterrupt:
            tell(label("stopped", done=progress.done, all=len(jobs)))
            raise
        record.finish([student.id for student in whole.roster.students])
    from grader.cli.class_output import publish

    return publish(arguments, whole, students)


def running(arguments: argparse.Namespace, count: int, *, asking: bool) -> Run:
    """Choose where jobs run: a cluster, processes for many snapshots, else threads."""
    import os

    from grader.classroom import executors
    from grader.classroom.runner import Run

    deadline = None if arguments.deadline is None else time.monotonic() + arguments.deadline
    if arguments.dask:
        return Run(executors.dask(arguments.dask), deadline)
    if asking:
        return Run(executors.threads(arguments.jobs or ENGINES), deadline)
    jobs = arguments.jobs or os.cpu_count() or 1
    many = count >= executors.FEW and jobs > 1
    return Run(executors.processes(jobs) if many else executors.threads(jobs), deadline)
