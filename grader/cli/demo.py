"""`grader demo`: a first look; on the engine that is there, else on a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import check, options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

LAB = "override-env.lab.yaml"
RECORDING = "override-env.solution.json"


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    options.add_engine(parser, tr)
    check.add_reports(parser, tr)
    options.add_colour(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Grade the lab that ships with grader; ends with 0 whatever the grade, it is only a look."""
    from importlib.resources import as_file, files
    from pathlib import Path

    from grader import snapshot_file
    from grader.cli.door import tell
    from grader.cli.reports import read_reports
    from grader.errors import EngineError
    from grader.message import message
    from grader.messages import say
    from grader.spec.loader import load

    with as_file(files("grader") / "demo") as folder:
        labs = [load(Path(folder) / LAB)]
        reports = read_reports(arguments.report, [lab.id for lab in labs])
        try:
            snapshot = check.observe(arguments, labs)
            said = message(
                "demo.engine", endpoint=snapshot.engine.endpoint if snapshot.engine else ""
            )
        except EngineError as wrong:
            snapshot = snapshot_file.read(Path(folder) / RECORDING)
            said = message("demo.recording", reason=say(wrong.message, arguments.language))
    tell(say(said, arguments.language))
    arguments.reader, arguments.phase = "student", "before_due"
    check.report(arguments, labs, snapshot, reports)
    tell(say(message("demo.next"), arguments.language))
    return 0
