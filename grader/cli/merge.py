"""`grader merge`: the parts of a class, put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli import class_

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument("spec", metavar="SPEC", help=tr("a spec, *.lab.yaml"))
    parser.add_argument("parts", nargs="+", metavar="PART", help=tr("output folder of a part"))
    class_.add_class(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Put parts together and write what the class comes to; 3 when somebody is not graded."""
    from grader.classroom.merge import merge
    from grader.cli.class_output import dry_run, publish

    whole = class_.load_class(arguments)
    if (code := dry_run(arguments, whole)) is not None:
        return code
    merge(whole, [_record(Path(part)) for part in arguments.parts])
    return publish(arguments, whole, whole.roster.students)


def _record(part: Path) -> Path:
    from grader.classroom import record

    return part / record.NAME if part.is_dir() else part
