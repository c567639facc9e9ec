"""Every mistake that a spec can hold, as its author reads it.

A case is a spec under `broken/`, and beside it the exact text. A first line `# --var NAME=VALUE`
gives a variable on the command line. What is no text in a file (a folder, a huge file) is built
here.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.diagnostics.terminal import render_problems
from grader.errors import SpecError
from grader.labspec.loader import load, load_bytes
from grader.labspec.problem import Problem
from grader.messages.specs import PROBLEMS

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(BROKEN.glob("*.lab.yaml"))
GIVEN = re.compile(rb"# --var (\w+)=(.*)")
NOWHERE = "tcp://127.0.0.1:9"  # the discard port: whoever asks an engine there gets no answer
BUILT = {"no-such-file", "unreadable-file", "file-too-large"}


def name_of(case: Path) -> str:
    return case.name.removesuffix(".lab.yaml")


def problems_of(path: Path) -> Sequence[Problem]:
    """The mistakes and warnings of a spec, its path as an author in that folder types it."""
    given = GIVEN.match(path.read_bytes()) if path.is_file() else None
    variables = {given[1].decode(): given[2].decode()} if given else {}
    try:
        return load(Path(path.name), variables).warnings
    except SpecError as wrong:
        return wrong.problems


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_text_that_an_author_reads(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    said = render_problems(problems_of(case), "en") + "\n"
    assert said == case.with_name(f"{name_of(case)}.txt").read_text(encoding="utf-8")


def test_every_code_has_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """The corpus raises each code of the catalogue, and no case is there without raising one."""
    monkeypatch.chdir(BROKEN)
    raised = {case: {p.message.code for p in problems_of(case)} for case in CASES}
    assert not [case for case, codes in raised.items() if not codes]
    assert set().union(*raised.values()) | BUILT == PROBLEMS.keys()
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_every_mistake_says_how_to_mend_it(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    for problem in problems_of(case):
        assert problem.fix, problem
        assert "-1" not in f"{problem.place.line}{problem.place.column}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_caret_stands_under_the_mistake(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line and column are inside the file, so that an editor can jump there."""
    monkeypatch.chdir(BROKEN)
    lines = case.read_bytes().decode("utf-8", errors="replace").splitlines()
    for problem in problems_of(case):
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert problem.line == lines[problem.place.line - 1]


def test_a_path_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert render_problems(problems_of(tmp_path / "no.lab.yaml"), "en").splitlines() == [
        "no.lab.yaml:1:1: no such file [no-such-file]",
        "      | check the path; a folder stands for all *.lab.yaml files in it",
    ]


def test_a_set_of_many_ports_is_compared_in_linear_time() -> None:
    """Every port was compared with every other one."""
    spec = """
version: 1
lab: bomb
checks:
  - { id: one, container: web, expect: { ports: ["1-65535:1-65535"] } }
"""
    lab = load_bytes(spec.encode(), "bomb.lab.yaml")
    assert len(lab.checks[0].expect["ports"].words["contains"]) == 65535


def test_a_folder_named_like_a_spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.lab.yaml").mkdir()
    (problem,) = problems_of(tmp_path / "folder.lab.yaml")
    assert problem.message.code == "unreadable-file"
    assert "Is a directory" in render_problems([problem], "en")


def test_a_file_of_more_than_a_mebibyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "huge.lab.yaml").write_text("#" * (1024 * 1024 + 1))
    (problem,) = problems_of(tmp_path / "huge.lab.yaml")
    assert problem.message.code == "file-too-large"


def grader(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=BROKEN,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "GRADER_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
    )


def test_ten_mistakes_come_at_once_and_no_engine_is_asked() -> None:
    """Exit code 2 and not 3: the engine that does not answer was never asked."""
    done = grader("check", "ten-mistakes.lab.yaml", "--host", NOWHERE)
    assert done.returncode == 2
    assert done.stderr == (BROKEN / "ten-mistakes.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"^ten-mistakes\.lab\.yaml:\d+:\d+: ", done.stderr, re.MULTILINE)) == 10


def test_no_code_means_two_things() -> None:
    """The areas of the catalogue share one name space; a code that stands twice loses a text."""
    from grader.messages import AREAS, CATALOGUE

    assert len(CATALOGUE) == sum(len(area.TEXTS) for area in AREAS)


def test_a_mapping_of_many_keys_is_read_in_no_time() -> None:
    """Each key is held against a set of those before, not against each of them."""
    lines = "".join(f"        K{n}: v\n" for n in range(40_000))
    source = (
        "version: 1\nlab: x\nchecks:\n  - id: a\n    container: web\n    expect:\n"
        f"      environment:\n{lines}"
    )
    before = time.process_time()
    lab = load_bytes(source.encode(), "many.lab.yaml")
    assert len(lab.checks[0].expect["environment"].parts) == 40_000
    assert time.process_time() - before < 5
