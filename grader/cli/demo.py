"""`grader demo`: a first look; on the engine that is there, else on a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import check, options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from grader.model.lab import Lab
    from grader.model.message import Message
    from grader.model.result import Result
    from grader.model.snapshot import Snapshot

LAB = "override-env.lab.yaml"
RECORDING = "override-env.solution.json"
SOLUTION = """
    docker run -d -p 8080:3000 --name defaultColorApp devwikirepo/envnodecolorapp
    docker run -d -p 8081:3000 --name blueColorApp --env COLOR=blue devwikirepo/envnodecolorapp
    grader demo"""
MISTAKE = """
    docker rm -f blueColorApp
    docker run -d -p 8081:3000 --name blueColorApp devwikirepo/envnodecolorapp --env COLOR=blue
    grader demo"""


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    options.add_engine(parser, tr)
    options.add_reports(parser, tr)
    options.add_colour(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Grade the lab that ships with grader; ends with 0 whatever the grade, it is only a look."""
    from dataclasses import replace
    from importlib.resources import as_file, files
    from pathlib import Path

    from grader.cli.reports import read_reports, write_reports
    from grader.judge import judge
    from grader.labspec.loader import load

    with as_file(files("grader") / "demo") as found:
        folder = Path(found)
        lab = load(folder / LAB)
        reports = read_reports(arguments.report, [lab.id])
        snapshot, recorded = _take(arguments, lab, folder / RECORDING)
        result = judge(lab, snapshot)
        if recorded:
            result = replace(result, notes=(_message("note.recording"), *result.notes))
        write_reports(reports, [result], arguments.language, arguments.color)
        _tell(_how_to_go_on(result, recorded=recorded), arguments)
        _tell(_message("demo.next", path=str(folder / LAB)), arguments)
    return 0


def _take(arguments: argparse.Namespace, lab: Lab, recording: Path) -> tuple[Snapshot, bool]:
    """Look at the engine; where there is none, say so and read the recording."""
    from grader.errors import EngineError
    from grader.messages import say
    from grader.storage import snapshot_file

    try:
        snapshot = check.observe(arguments, [lab])
    except EngineError as wrong:
        _tell(_message("demo.recording", reason=say(wrong.message, arguments.language)), arguments)
        return snapshot_file.read(recording), True
    endpoint = snapshot.engine.endpoint if snapshot.engine else ""
    _tell(_message("demo.engine", endpoint=endpoint), arguments)
    return snapshot, False


def _how_to_go_on(result: Result, *, recorded: bool) -> Message:
    if recorded:
        return _message("demo.with-an-engine", commands=SOLUTION)
    if result.exit_code == 0:
        return _message("demo.a-mistake", commands=MISTAKE)
    return _message("demo.solution", commands=SOLUTION)


def _message(code: str, **params: str) -> Message:
    from grader.model.message import Message

    return Message(code, params)


def _tell(said: Message, arguments: argparse.Namespace) -> None:
    from grader.cli.errors import tell
    from grader.messages import say

    tell(say(said, arguments.language))
