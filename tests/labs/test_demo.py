"""`grader demo`: a first look that always ends with a graded lab and a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.cli import main
from grader.cli.demo import MISTAKE, SOLUTION
from tests.labs.playing import DEMO, SHOWN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.lab import LabEngine


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, where no engine is named."""
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "GRADER_LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_without_an_engine_it_grades_a_recording_and_says_so(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = f"unix://{desk}/none.sock"

    assert main.run(["demo", "--host", nowhere, "--lang", "en"]) == 0

    told = capsys.readouterr()
    assert f"no engine is reachable at {nowhere}" in told.err
    assert "so this grades a recording" in told.err
    assert "100 of 100 points" in told.out
    page = (desk / "reports" / f"{SHOWN}.html").read_text(encoding="utf-8")
    for report in (told.out, page):
        assert "this result comes from a recording" in report


def test_it_tells_how_to_go_on(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main.run(["demo", "--host", f"unix://{desk}/none.sock", "--lang", "en", "--report", "json"])

    told = capsys.readouterr().err
    assert SOLUTION in told
    assert str(DEMO / f"{SHOWN}.lab.yaml") in told


def test_the_commands_that_it_tells_are_the_lab_s_solution() -> None:
    lab = (DEMO / f"{SHOWN}.lab.yaml").read_text(encoding="utf-8")
    for command in SOLUTION.split("\n")[1:-1]:
        assert command.strip() in lab


@pytest.mark.engine
@pytest.mark.parametrize(
    ("done", "outcome", "next_step"),
    [
        ("", "failed", SOLUTION),
        (SOLUTION, "passed", MISTAKE),
        (SOLUTION + MISTAKE, "failed", SOLUTION),
    ],
)
def test_with_an_engine_it_grades_what_is_there(
    lab_engine: LabEngine,
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    done: str,
    outcome: str,
    next_step: str,
) -> None:
    if not lab_engine.engine.ours:
        pytest.skip("the demo looks for the lab's own names, and this is a person's engine")
    lab_engine.play(done)

    engine = ("--host", lab_engine.host, "--http-host", lab_engine.http_host)
    assert main.run(["demo", *engine, "--lang", "en", "--report", "json"]) == 0

    told = capsys.readouterr()
    result = json.loads(told.out)
    assert result["outcome"] == outcome
    assert result["engine"]["endpoint"] == lab_engine.host
    assert "note.recording" not in [note["code"] for note in result["notes"]]
    assert f"check again:{next_step}" in told.err
