"""A recorded spec passes on what it was recorded from, and fails after each of three changes.

A case is a file under `record/`: the commands that make a state, and changes of these commands.
"""

from __future__ import annotations

import copy
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from grader.authoring.spec_writer import DraftCheck, DraftLab, literal
from grader.authoring.spelling import spell
from grader.cli.main import run
from grader.comparison.compare import compare
from grader.engine.endpoint import resolve
from grader.engine.session import Asking, open_engine
from grader.fields.reading import read_field
from grader.fields.types import Field, Kind, PathsOf, Present, Subject
from grader.judge import judge
from grader.labspec.loader import load, load_bytes
from grader.model.result import Outcome
from grader.model.snapshot import Recorder
from grader.observation.observer import Observer
from grader.spectest.absence import PLAIN
from grader.spectest.runner import try_spec
from grader.spectest.satisfy import satisfy
from grader.spectest.writing import write
from tests.spectest.test_writing import FIELDS, MOMENT, name_of

if TYPE_CHECKING:
    from tests.engines.lab import LabEngine

CASES = sorted((Path(__file__).parent / "record").glob("*.yaml"))


def engine_of(lab_engine: LabEngine) -> list[str]:
    return ["--host", lab_engine.host, "--http-host", lab_engine.http_host]


def play(lab_engine: LabEngine, steps: list[str]) -> None:
    for step in steps:
        lab_engine.play(step.removeprefix("! "), check=not step.startswith("! "))


def outcome(lab_engine: LabEngine, spec: Path) -> Outcome:
    lab = load(spec)
    endpoint = resolve(lab_engine.host, None, {})
    with closing(open_engine(endpoint, http_host=lab_engine.http_host)) as engine:
        return judge(lab, Observer(Asking(engine), engine.facts).observe([lab])).outcome


@pytest.mark.engine
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_recorded_spec(case: Path, lab_engine: LabEngine, tmp_path: Path) -> None:
    found: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    if "docker_only" in found and lab_engine.engine.kind != "docker":
        pytest.skip(found["docker_only"])
    spec = tmp_path / "recorded.lab.yaml"
    play(lab_engine, found["steps"])
    assert run(["record", "-o", str(spec), *engine_of(lab_engine)]) == 0
    assert outcome(lab_engine, spec) is Outcome.PASSED
    trial = try_spec(load(spec))
    assert [str(problem.message) for problem in trial.problems] == []
    assert [str(note.message) for note in trial.notes] == []
    assert len(found["changes"]) >= 3
    for old, new in found["changes"]:
        steps = [step.replace(old, new) for step in found["steps"]]
        assert steps != found["steps"], old
        lab_engine.cleanup()
        play(lab_engine, steps)
        assert outcome(lab_engine, spec) is Outcome.FAILED, f"{old} -> {new}\n{spec.read_text()}"


def test_there_are_twenty_cases() -> None:
    assert len(CASES) >= 20


@pytest.mark.engine
def test_a_plain_container_says_nothing_but_image_and_state(
    lab_engine: LabEngine, tmp_path: Path
) -> None:
    """No vacuous line: what the image and the engine give by themselves is not written down."""
    lab_engine.play("docker run -d --name web nginx")
    spec = tmp_path / "plain.lab.yaml"
    assert run(["record", "web", "-o", str(spec), *engine_of(lab_engine)]) == 0
    (check,) = load(spec).checks
    assert list(check.expect) == ["image", "state"]


@pytest.mark.engine
def test_only_what_was_named_is_recorded_and_twice_the_same(
    lab_engine: LabEngine, tmp_path: Path
) -> None:
    lab_engine.play("docker run -d --name one nginx")
    lab_engine.play("docker run -d --name two -e B=2 -e A=1 nginx")
    texts = []
    for _ in range(2):
        spec = tmp_path / "two.lab.yaml"
        assert run(["record", "two", "-o", str(spec), *engine_of(lab_engine)]) == 0
        texts.append(spec.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert [check.target.name for check in load(spec).checks] == ["two"]


@pytest.mark.engine
def test_a_container_that_is_not_there_is_named(
    lab_engine: LabEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab_engine.play("docker run -d --name web nginx")
    spec = tmp_path / "no.lab.yaml"
    assert run(["record", "wed", "-o", str(spec), *engine_of(lab_engine)]) == 2
    assert "no container named 'wed'; available containers: 'web'" in capsys.readouterr().err
    assert not spec.exists()


@pytest.mark.engine
def test_a_secret_is_not_written_down(lab_engine: LabEngine, tmp_path: Path) -> None:
    lab_engine.play("docker run -d --name db -e DB_PASSWORD=hunter22 -e MODE=dev busybox sleep 60")
    spec = tmp_path / "db.lab.yaml"
    assert run(["record", "db", "-o", str(spec), *engine_of(lab_engine)]) == 0
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert "hunter22" not in written
    assert (
        "Left out because they look like secrets: the values of 'environment.DB_PASSWORD'"
        in written
    )


def test_a_spec_has_the_ending_that_folders_are_searched_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["record", "-o", "spec.yaml"]) == 2
    assert "the name of a spec ends in .lab.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "field"), [f for f in FIELDS if not isinstance(f[1].form, PathsOf)], ids=name_of
)
def test_what_is_spelt_is_read_back(kind: Kind, field: Field) -> None:
    """What an author would write of an engine's value is met by that value, for every field."""
    expected = load_bytes(_one(kind, field.name, field.example), "x.lab.yaml").checks[0].expect
    document = copy.deepcopy(PLAIN[kind.key])
    write(field, document, satisfy(expected[field.name]), MOMENT)
    reading = read_field(field, Subject(kind.key, document, Recorder({}, MOMENT)))
    if not isinstance(reading, Present) or reading.value is None or field.name == "created":
        return  # what is not set is not written, and an age is only bounded
    draft = DraftLab("x", [DraftCheck("x", (kind.key, "x"), {})])
    draft.checks[0].expect[field.name] = literal(spell(field.form, reading.value))
    again = load_bytes(draft.text().encode(), "x.lab.yaml").checks[0].expect[field.name]
    assert compare(again, reading.value) is None


def _one(kind: Kind, name: str, value: str) -> bytes:
    return (
        f"version: 1\nlab: x\nchecks:\n  - id: x\n    {kind.key}: x\n"
        f"    expect: {{{name}: {value}}}\n"
    ).encode()


@pytest.mark.parametrize(
    "text",
    ["yes", "1.10", "22:22", "0777", "null", "~", "a: b", "# no", "{x}", "[y]", "it's", '"q"',
     "two\nlines", "tab\t", " edge ", "$HOME", "${HOME}", "$$", "한국어", "a,b", "- x", "*a", "&b",
     "!t", "@m", "%p", "`c`", "\N{BEL}", "trailing:", "x" * 300],
)  # fmt: skip
def test_any_text_is_written_so_that_it_is_read_as_it_was(text: str) -> None:
    expect = {"environment": {"TEXT": {"equals": literal(text), "source": "overridden"}}}
    draft = DraftLab("x", [DraftCheck("x", ("container", "x"), expect)])
    lab = load_bytes(draft.text().encode(), "x.lab.yaml")
    part = lab.checks[0].expect["environment"].parts["TEXT"]
    assert part.words["equals"] == text
    assert re.search(r"^    expect:$", draft.text(), re.MULTILINE)


def test_a_value_of_several_lines_stands_on_one() -> None:
    lab = DraftLab("one", [DraftCheck("one", ("container", "one"), {"environment": {"A": "a\nb"}})])
    assert 'A: "a\\nb"' in lab.text()
    expected = load_bytes(lab.text().encode(), "one.lab.yaml").checks[0].expect["environment"]
    assert expected.parts["A"].words["equals"] == "a\nb"
