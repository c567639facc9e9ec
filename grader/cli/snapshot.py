"""`grader snapshot`: what check would look at, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    options.add_specs(parser, tr)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=tr("output file for the snapshot")
    )
    parser.add_argument(
        "--sign",
        metavar="KEYFILE",
        help=tr("sign the snapshot, so that --verify can check who created it"),
    )
    options.add_engine(parser, tr)
    options.add_variables(parser, tr)
    options.add_own(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Observe, and write what was seen; 3 when something could not be checked."""
    from dataclasses import replace
    from pathlib import Path

    from grader.cli.check import NOT_OBSERVED, observe, worst
    from grader.judge import judge
    from grader.labspec.derive import read_secret
    from grader.observation.minimize import without_foreign
    from grader.storage import snapshot_file
    from grader.storage.files import write_file

    own = options.read_own(arguments.student, arguments.secret)
    labs = options.load_labs(arguments.specs, arguments.var, own=own)
    key = read_secret(Path(arguments.sign)) if arguments.sign else None
    keys = [file for file in (arguments.sign, arguments.secret) if file]
    options.refuse_inputs([arguments.output], [*(lab.file for lab in labs), *keys])
    seen = observe(arguments, labs, thorough=True)
    snapshot = replace(without_foreign(seen, labs), student=arguments.student)
    write_file(Path(arguments.output), snapshot_file.dump(snapshot, key))
    code = worst([judge(lab, snapshot) for lab in labs])
    return code if code == NOT_OBSERVED else 0
