"""A class gives the verdict of a live run, whatever values its students chose."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.cli.main import run
from grader.judge import judge, wanted
from grader.model.result import Outcome
from grader.observation.minimize import without_foreign
from grader.storage import snapshot_file
from tests.conformance import recording
from tests.conformance.case import ONLY, cases

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.lab import Lab
    from grader.model.snapshot import Snapshot

CASES = {case.name: case for case in cases() if case.folder == "rule.secrets"}


def submitted(lab: Lab, snapshot: Snapshot) -> str:
    """The snapshot of this lab alone, as a student submits it."""
    looked = wanted(lab, snapshot, skipped=True).values()
    touched = {question for recorder in looked for question in recorder.touched}
    answers = {q: a for q, a in snapshot.answers.items() if q in touched}
    alone = replace(snapshot, answers=answers, labs={lab.id: lab.sha256})
    return snapshot_file.dump(without_foreign(alone, [lab]))


@pytest.mark.parametrize("of", recording.ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_a_class_gives_the_live_verdict(of: str, name: str, tmp_path: Path) -> None:
    snapshot, specs = recording.read(of)
    spec = tmp_path / "its.lab.yaml"
    spec.write_text(specs[name], encoding="utf-8")
    lab = CASES[name].lab(specs[name])
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "ada.json").write_text(submitted(lab, snapshot), encoding="utf-8")

    run(["class", str(spec), "--roster", str(tmp_path / "work"), "-o", str(tmp_path / "out")])

    (table,) = (tmp_path / "out").glob("**/scores.csv")
    (row,) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    expected = CASES[name].expected_on(of).outcomes[ONLY]
    assert row["outcome"] == expected, row
    assert judge(lab, snapshot).outcome is Outcome(expected)
