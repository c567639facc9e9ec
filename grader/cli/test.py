"""`grader test`: the spec's own test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from grader.spectest.results import Trial


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    options.add_specs(parser, tr)
    options.add_variables(parser, tr)
    options.add_own(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Test every spec with what lies beside it; the worst decides the exit code."""
    from grader.spectest.runner import try_spec

    own = options.read_own(arguments.student, arguments.secret)
    labs = options.load_labs(arguments.specs, arguments.var, own=own)
    options.warn(labs, arguments.language)
    trials = [try_spec(lab) for lab in labs]
    _say(trials, arguments.language)
    return max(trial.exit_code for trial in trials)


def _say(trials: Sequence[Trial], language: str) -> None:
    """Tell what is wrong on stderr, as of a spec that is broken, and the table on stdout."""
    from grader.cli.errors import tell
    from grader.cli.terminal import write_out
    from grader.cli.test_table import render
    from grader.diagnostics.terminal import render_problem

    for trial in trials:
        for problem in (*trial.problems, *trial.notes):
            tell(render_problem(problem, language))
    write_out(render(trials, language))
