"""The labs under `specs/`: whole, in both languages, and in step with what is made from them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from grader.cli.schema import schema_text
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.judge import judge
from grader.judge.stand_ins import STAND_IN
from grader.labspec.loader import load
from grader.model.result import Outcome
from grader.storage import snapshot_file
from tests.engines.standins import MARK
from tests.labs.playing import DEMO, PLAYS, SHOWN, SOLUTION, SPECS, plays

if TYPE_CHECKING:
    from pathlib import Path

    from grader.formats.base import Format
    from grader.model.result import Result

LABS = [path.name.removesuffix(".lab.yaml") for path in sorted(SPECS.glob("*.lab.yaml"))]
each_lab = pytest.mark.parametrize("lab", LABS)


def recording(lab: str) -> Path:
    return SPECS / f"{lab}.{SOLUTION}.json"


def judged(lab: str) -> Result:
    return judge(load(SPECS / f"{lab}.lab.yaml"), snapshot_file.read(recording(lab)))


def rendered(result: Result) -> list[str]:
    return [
        chosen.render(result, style(chosen, language))
        for chosen in FORMATS.values()
        for language in ("en", "ko")
    ]


def style(chosen: Format, language: str = "en") -> Style:
    """Say what a format asks of the environment."""
    return Style(language=language, facts=dict.fromkeys(chosen.environment, "x"))


def test_there_are_as_many_labs_as_the_course_has() -> None:
    assert len(LABS) == 10


@each_lab
def test_a_lab_has_no_warnings_and_a_hundred_points(lab: str) -> None:
    loaded = load(SPECS / f"{lab}.lab.yaml")
    assert loaded.id == lab
    assert not loaded.warnings
    assert sum(check.points for check in loaded.checks) == 100


@each_lab
def test_a_lab_fits_the_published_schema(lab: str) -> None:
    source = (SPECS / f"{lab}.lab.yaml").read_text(encoding="utf-8")
    first, _, _ = source.partition("\n")
    schema = (SPECS / first.removeprefix("# yaml-language-server: $schema=")).resolve()
    jsonschema.validate(yaml.safe_load(source), json.loads(schema.read_text(encoding="utf-8")))


@each_lab
def test_every_text_is_there_in_korean_and_english(lab: str) -> None:
    """A plain string is the same in every language: only a command may be one."""
    document = yaml.safe_load((SPECS / f"{lab}.lab.yaml").read_text(encoding="utf-8"))
    for text in texts_of(document):
        if isinstance(text, str):
            assert text.startswith("docker ")
        else:
            assert set(text) == {"en", "ko"}


def texts_of(lab: dict[str, Any]) -> list[Any]:
    found = [lab["title"], lab["description"]]
    for check in lab["checks"]:
        hint = check["hint"]
        found += [check["title"], *(hint if isinstance(hint, list) else [hint])]
        found += [check["section"]] if "section" in check else []
    return found


@each_lab
def test_the_recorded_solution_gets_full_marks_and_says_what_it_was_made_with(lab: str) -> None:
    result = judged(lab)
    assert result.exit_code == 0
    assert result.score == 100
    assert [check.outcome for check in result.checks] == [Outcome.PASSED] * len(result.checks)
    assert [note.code for note in result.notes] == ["note.stand-in"]


@each_lab
def test_no_report_hides_that_the_images_are_stand_ins(lab: str) -> None:
    for chosen in FORMATS.values():
        assert "stand-in" in chosen.render(judged(lab), style(chosen)).replace("\\", "")


def test_the_label_of_stand_ins_is_the_one_that_they_bear() -> None:
    assert STAND_IN == MARK


@each_lab
def test_what_bears_no_such_label_is_not_called_a_stand_in(lab: str) -> None:
    text = recording(lab).read_text(encoding="utf-8").replace(STAND_IN, "org.example.other")
    snapshot = snapshot_file.load(json.loads(text))
    assert not judge(load(SPECS / f"{lab}.lab.yaml"), snapshot).notes


@each_lab
def test_judging_a_snapshot_twice_gives_the_same_bytes(lab: str) -> None:
    assert rendered(judged(lab)) == rendered(judged(lab))


def test_no_byte_hangs_on_the_order_of_hashes() -> None:
    one, other = (rendered_elsewhere(seed) for seed in ("1", "2"))
    assert one == other
    assert len(one) > 10_000


def rendered_elsewhere(seed: str) -> bytes:
    """Render every recording in a process whose hashes begin with another seed."""
    code = (
        "from tests.labs.test_specs import LABS, judged, rendered\n"
        "import sys\n"
        "for lab in LABS: sys.stdout.buffer.write('\\n'.join(rendered(judged(lab))).encode())"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=SPECS.parent,
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout


def test_every_lab_has_plays_and_every_play_a_lab() -> None:
    assert sorted({play.lab for play in plays()}) == LABS
    assert sorted(file.parent.name for file in PLAYS.glob(f"*/{SOLUTION}.yaml")) == LABS


@pytest.mark.parametrize("kind", ["lab.yaml", f"{SOLUTION}.json"])
def test_the_demo_ships_the_lab_as_it_is(kind: str) -> None:
    name = f"{SHOWN}.{kind}"
    assert (DEMO / name).read_bytes() == (SPECS / name).read_bytes()


SCHEMAS = SPECS.parent / "schemas"


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.schema.json")), ids=lambda path: path.name)
def test_a_published_schema_is_the_one_that_the_command_prints(path: Path) -> None:
    """`make schemas` writes them anew."""
    assert path.read_text(encoding="utf-8") == schema_text(path.name.removesuffix(".schema.json"))


def test_every_schema_is_published() -> None:
    shipped = {path.name for path in (SPECS.parent / "grader" / "schemas").glob("*.schema.json")}
    assert {path.name for path in SCHEMAS.glob("*.json")} == {"lab.schema.json", *shipped}
