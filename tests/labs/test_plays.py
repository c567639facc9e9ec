"""Every play, on a real engine, through the command line; the whole result is compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.cli import main
from tests.labs.playing import Play, act, plays, summary

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.lab import LabEngine


@pytest.mark.engine
@pytest.mark.parametrize("play", plays(), ids=lambda play: play.name)
def test_a_play_earns_what_it_should_and_is_told_why(
    play: Play, lab_engine: LabEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if play.as_typed and not lab_engine.engine.ours:
        pytest.skip("this mistake needs the very ports of the lab, and this is a person's engine")
    act(play, lab_engine)
    spec = tmp_path / play.spec.name
    spec.write_text(lab_engine.naming.spec(play.spec.read_text(encoding="utf-8")), encoding="utf-8")
    text = tmp_path / "report.txt"
    code = main.run(
        [
            *("check", str(spec), "--lang", "en"),
            *("--host", lab_engine.host, "--http-host", lab_engine.http_host),
            *("--report", "json", "--report", f"text:{text}"),
        ]
    )
    result = json.loads(capsys.readouterr().out)
    assert summary(result) == play.checks
    assert (code, result["score"]) == (play.exit_code, play.score)
    assert result["max_score"] == 100
    told = " ".join(text.read_text(encoding="utf-8").split())
    assert [words for words in play.says if words not in told] == []
