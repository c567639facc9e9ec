"""Options that several commands share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from grader.errors import SpecError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.labspec.derive import Own
    from grader.labspec.problem import Problem
    from grader.model.lab import Lab


LONGEST = 24 * 60 * 60


def add_specs(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument("specs", nargs="+", metavar="SPEC", help=tr("a spec, *.lab.yaml"))


def add_variables(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "--var",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=tr("set a variable of the spec; may be repeated"),
    )


def add_own(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    group = parser.add_argument_group(tr("per-student values"))
    group.add_argument("--student", metavar="ID", help=tr("student whose values are derived"))
    add_secret(group, tr)


def add_secret(parser: argparse._ActionsContainer, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "--secret",
        metavar="FILE",
        help=tr("key file of the course that the values are derived with"),
    )


def read_own(student: str | None, secret: str | None) -> Own | None:
    """Read who the student is; the two options belong together."""
    if student is None and secret is None:
        return None
    if student is None or secret is None:
        raise UsageError("student-and-secret")
    from pathlib import Path

    from grader.labspec.derive import Own, read_secret

    return Own(read_secret(Path(secret)), student)


def seconds(text: str) -> float:
    """Read a deadline: more than nothing and no more than a day; argparse names the type."""
    value = float(text)
    if not 0 < value <= LONGEST:
        raise ValueError(text)
    return value


def number(text: str) -> int:
    """Read how many of something there are, one at least; argparse names the type."""
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def add_engine(
    parser: argparse.ArgumentParser, tr: Callable[[str], str], *, whole: bool = True
) -> None:
    """Add how engines are reached; `whole` adds the deadline of the run."""
    group = parser.add_argument_group(tr("engine"))
    group.add_argument(
        "--host",
        metavar="URL",
        help=tr("address of the engine: unix://, tcp://, ssh:// or npipe://"),
    )
    group.add_argument("--context", metavar="NAME", help=tr("the Docker context to use"))
    group.add_argument(
        "--http-host",
        metavar="HOST",
        help=tr("host name or IP address of published ports (default: from the engine's address)"),
    )
    group.add_argument(
        "--request-timeout",
        type=seconds,
        default=10.0,
        metavar="SECONDS",
        help=tr("time limit per request to the engine, in seconds (default: %(default)s)"),
    )
    if whole:
        group.add_argument(
            "--timeout",
            type=seconds,
            default=300.0,
            metavar="SECONDS",
            help=tr("time limit for the whole run, in seconds (default: %(default)s)"),
        )
    group.add_argument(
        "--allow-exec",
        action="store_true",
        help=tr("allow checks that run a command in a container"),
    )


def add_reports(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT[:PATH]",
        help=tr("write a report; may be repeated (default: text, and html under reports/)"),
    )


def add_reader(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    group = parser.add_argument_group(tr("audience"))
    group.add_argument(
        "--for",
        dest="reader",
        choices=("student", "staff"),
        default="student",
        help=tr("audience of the report (default: %(default)s)"),
    )
    group.add_argument(
        "--phase",
        choices=("before_due", "after_due", "published"),
        default="before_due",
        help=tr("phase of the assignment (default: %(default)s)"),
    )


def add_colour(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help=tr("colour in the terminal (default: %(default)s)"),
    )


def read_variables(given: Sequence[str]) -> dict[str, str]:
    """Read `NAME=VALUE`, the last of a name wins."""
    variables: dict[str, str] = {}
    for text in given:
        name, found, value = text.partition("=")
        if not found or not name:
            raise UsageError("bad-var", found=text)
        variables[name] = value
    return variables


def load_labs(
    specs: Sequence[str], given: Sequence[str], *, known: bool = True, own: Own | None = None
) -> list[Lab]:
    """Load every spec of a command line; raises `SpecError` with the mistakes of all of them.

    A folder means the specs in it. A variable that only some of the specs declare is given to
    those; one that none declares is a mistake.
    """
    from grader.labspec.loader import load

    variables = read_variables(given)
    labs: list[Lab] = []
    problems: list[Problem] = []
    for path in paths_of(specs):
        try:
            labs.append(load(path, variables, known=known, own=own))
        except SpecError as wrong:
            problems += wrong.problems
    if problems:
        raise SpecError(problems)
    refuse_same_ids(labs)
    return labs


def paths_of(specs: Sequence[str]) -> Iterator[Path]:
    """Turn files and folders into the paths of specs."""
    from pathlib import Path

    for spec in specs:
        path = Path(spec)
        if os.path.isdir(spec):  # noqa: PTH112 - says no where Path.is_dir raises
            found = sorted(path.rglob("*.lab.yaml"))
            if not found:
                raise UsageError("no-specs-in", path=spec)
            yield from found
        else:
            yield path


def refuse_inputs(outputs: Iterable[str], inputs: Iterable[str]) -> None:
    """Refuse to write over a file that is read: a spec or a snapshot would be lost."""
    read = {os.path.realpath(path) for path in inputs}
    for path in outputs:
        if os.path.realpath(path) in read:
            raise UsageError("output-is-input", path=path)


def refuse_same_ids(labs: Sequence[Lab]) -> None:
    """Two labs of one id would overwrite each other's reports."""
    seen: dict[str, str] = {}
    for lab in labs:
        if lab.id in seen:
            raise UsageError("same-lab", id=lab.id, one=seen[lab.id], other=lab.file)
        seen[lab.id] = lab.file


def warn(labs: Sequence[Lab], language: str) -> None:
    """Tell on stderr what could be better in specs that are sound."""
    from grader.cli.errors import tell

    warnings = [problem for lab in labs for problem in lab.warnings]
    if warnings:
        from grader.diagnostics.terminal import render_problems

        tell(render_problems(warnings, language))
