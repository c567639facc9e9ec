"""The Python API: its examples run, and its names are those that it promises."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import pytest

from grader import api
from grader.errors import EngineError, ReportError, UsageError
from tests.formats import samples

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.lab import LabEngine


def test_the_examples_of_its_documentation_run() -> None:
    """From the project's folder, as they are read there."""
    found = doctest.testmod(api, extraglobs={name: getattr(api, name) for name in api.__all__})
    assert found.attempted >= 8
    assert found.failed == 0


def test_its_names_are_stable() -> None:
    assert api.__all__ == [
        "GraderError",
        "cut",
        "explain",
        "judge",
        "load",
        "observe",
        "read_results",
        "read_snapshot",
        "render",
        "write_snapshot",
    ]


def test_an_unknown_format_and_missing_facts_are_told() -> None:
    with pytest.raises(UsageError, match="unknown-format"):
        api.render(samples.judged(), "pdf")
    with pytest.raises(UsageError, match="needs-environment"):
        api.render(samples.judged(), "classroom50")
    with pytest.raises(ReportError, match="no-score-to-report"):
        api.render(samples.judged(), "gradescope")


def test_an_engine_that_is_not_there_is_explained() -> None:
    lab = api.load("specs/override-env.lab.yaml")
    with pytest.raises(EngineError) as wrong:
        api.observe([lab], host="unix:///nowhere/docker.sock")
    assert "파일이나 폴더가 없습니다" in api.explain(wrong.value, "ko")


@pytest.mark.engine
def test_a_lab_is_observed_judged_and_rendered(lab_engine: LabEngine, tmp_path: Path) -> None:
    lab_engine.play("docker run -d --name web nginx")
    spec = tmp_path / "one.lab.yaml"
    text = (
        "version: 1\nlab: one\nchecks:\n"
        "  - {id: web, container: web, expect: {image: nginx, state: running}}\n"
    )
    spec.write_text(lab_engine.naming.spec(text))
    lab = api.load(spec)
    snapshot = api.observe([lab], host=lab_engine.host, http_host=lab_engine.http_host)
    api.write_snapshot(snapshot, tmp_path / "snapshot.json")

    assert api.judge(lab, snapshot).outcome == "passed"
    kept = api.judge(lab, api.read_snapshot(tmp_path / "snapshot.json"))
    (tmp_path / "result.json").write_text(api.render(kept, "json"), encoding="utf-8")
    assert [r.score for r in api.read_results(tmp_path / "result.json")] == [1]
