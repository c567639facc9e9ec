"""`grader validate`: the specs alone; no engine."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from grader.model.lab import Lab

FORMATS = ("text", "json", "sarif", "github")


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    options.add_specs(parser, tr)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help=tr("output format for errors (default: %(default)s)"),
    )
    options.add_variables(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """List the mistakes of all files: as text at the door, in another format on stdout."""
    if arguments.format != "text":
        return _list(arguments)
    labs = options.load_labs(arguments.specs, arguments.var, known=False)
    _say_well(labs, arguments.language)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from grader.cli.terminal import write_out
    from grader.diagnostics import LISTINGS
    from grader.errors import SpecError

    code = 0
    try:
        labs = options.load_labs(arguments.specs, arguments.var, known=False)
        problems = [problem for lab in labs for problem in lab.warnings]
    except SpecError as wrong:
        problems, code = list(wrong.problems), wrong.exit_code
    write_out(LISTINGS[arguments.format](problems, arguments.language))
    return code


def _say_well(labs: Sequence[Lab], language: str) -> None:
    from grader.cli.terminal import write_out
    from grader.messages import say
    from grader.model.message import message
    from grader.storage.result_document import number

    options.warn(labs, language)
    for lab in labs:
        points = number(sum((check.points for check in lab.checks), Decimal(0)))
        said = message("spec-ok", file=lab.file, checks=len(lab.checks), points=points)
        write_out(f"{say(said, language)}\n")
