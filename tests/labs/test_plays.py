"""Every play, on a real engine, through the command line; the whole result is compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.cli import main
from tests.engines.cleaning import clean
from tests.labs.elsewhere import another_engine
from tests.labs.playing import MISTAKES, Play, act, plays, summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines.engine import EngineUnderTest
    from tests.engines.lab import LabEngine

STAND_IN = "note.stand-in"


@pytest.fixture(scope="module")
def other_engine(engine: EngineUnderTest) -> Iterator[LabEngine | None]:
    """Another engine, to be wrong on; none beside a person's own: there, nothing is played."""
    if not engine.ours:
        yield None
        return
    with another_engine() as lab:
        yield lab


@pytest.fixture
def elsewhere(other_engine: LabEngine | None) -> Iterator[LabEngine | None]:
    yield other_engine
    if other_engine is not None:
        clean(other_engine.host)


@pytest.mark.engine
@pytest.mark.parametrize("play", plays(), ids=lambda play: play.name)
def test_a_play_earns_what_it_should_and_is_told_why(
    play: Play,
    lab_engine: LabEngine,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    if play.as_typed and not lab_engine.engine.ours:
        pytest.skip("this play needs the very names of the lab, and this is a person's engine")
    if play.kind not in (None, lab_engine.engine.kind):
        pytest.skip(f"only {play.kind} does this")
    stage = request.getfixturevalue("elsewhere") if play.elsewhere else lab_engine
    if stage is not None:
        act(play, stage)
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
    assert tuple(n["code"] for n in result["notes"] if n["code"] != STAND_IN) == play.notes
    told = " ".join(text.read_text(encoding="utf-8").split())
    assert [words for words in play.says if words not in told] == []


def test_every_known_mistake_is_played() -> None:
    assert {play.mistake for play in plays()} - {None} == set(MISTAKES)
