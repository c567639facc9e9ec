"""`grader validate`: the specs alone; no engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    options.add_specs(parser, tr)
    options.add_variables(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Load the specs and say so; all mistakes of all files are told at the door."""
    from grader.cli.check import warn
    from grader.cli.terminal import write_out
    from grader.formats.document import number
    from grader.message import message
    from grader.messages import say

    labs = options.load_labs(arguments.specs, arguments.var, known=False)
    warn(labs, arguments.language)
    for lab in labs:
        points = number(sum((c.points for c in lab.checks), start=type(lab.checks[0].points)(0)))
        said = message("spec-ok", file=lab.file, checks=len(lab.checks), points=points)
        write_out(f"{say(said, arguments.language)}\n")
    return 0
