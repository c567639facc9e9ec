"""Every lab of the repository is tested by its own test; whoever weakens one is told where."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.cli.main import run
from grader.errors import SpecError
from grader.labspec.loader import load
from grader.spectest.results import Trial
from grader.spectest.runner import try_spec
from tests.observation.recorded import LABS, SPECS, lab_of, spec

SECONDS = 2.0
KINDS = 10


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    return [try_spec(lab_of(lab)) for lab in LABS]


@pytest.mark.parametrize("lab", LABS)
def test_every_mistake_made_from_the_solution_is_caught(lab: str) -> None:
    trial = try_spec(lab_of(lab))
    assert [str(p.message) for p in trial.problems] == []
    assert trial.caught == trial.mutants > 0
    assert trial.score == trial.max_score
    assert trial.exit_code == 0


def test_there_are_many_kinds_of_mistakes(trials: list[Trial]) -> None:
    kinds = sum((trial.kinds for trial in trials), Counter[str]())
    assert len(kinds) >= KINDS


def test_it_is_fast_enough_to_run_on_every_save() -> None:
    """With the start of Python; in the processor's time, for the machine may be busy."""
    command = [sys.executable, "-m", "grader", "test", str(SPECS)]

    before = os.times()
    subprocess.run(command, check=False, capture_output=True, cwd=SPECS.parent)
    after = os.times()
    used = after.children_user + after.children_system
    assert used - before.children_user - before.children_system < SECONDS


# Weakening


Weakened = tuple[str, str, dict[str, Any]]


def weakened() -> Iterator[Weakened]:
    """Every lab with one expectation asking for less: named by what was done, and where."""
    for lab in LABS:
        source: dict[str, Any] = yaml.safe_load(spec(lab).read_text(encoding="utf-8"))
        for n, check in enumerate(source["checks"]):
            for path, value in values(check["expect"]):
                for how, weaker in weaker_than(path[-1], value):
                    if how == "or exited" and "exit_code" in check["expect"]:
                        continue  # only what has ended has an exit code
                    changed = copy.deepcopy(source)
                    put(changed["checks"][n]["expect"], path, weaker)
                    yield f"{lab}:{check['id']}:{'.'.join(path)}:{how}", lab, changed


def values(expect: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """The values of an expectation, with the way there."""
    for key, value in expect.items():
        yield (*path, key), value
        if isinstance(value, dict) and key in ("environment", "labels", "files", "each"):
            yield from values(value, (*path, key))


def put(expect: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        expect = expect[key]
    if value is None:
        del expect[path[-1]]
    else:
        expect[path[-1]] = value


ANY = {"present": True}
CONTAINERS = ("environment", "labels", "files", "each", "headers", "json", "inspect")


def weaker_than(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Ways to ask for less, as an author would by carelessness."""
    if key in CONTAINERS or key in ("absent", "present"):
        return
    if key == "state":
        yield "or exited", {"one_of": [value, "exited" if value == "running" else "running"]}
        yield "not created", {"not": "created"}
    elif isinstance(value, (str, int)) and key != "count":
        yield "any", ANY
        yield "not this", {"not": "something-else-again" if isinstance(value, str) else 77}
        if isinstance(value, str):
            yield "contained", {"contains": value}
            yield "begins so", {"matches": f"^{re.escape(value)}"}
    elif isinstance(value, list) and key == "ports":
        yield "container port alone", [str(value[0]).partition(":")[2]]
        yield "any port", ANY
        yield "a port that looks so", {"matches": str(value[0]).partition(":")[2]}
    elif isinstance(value, dict):
        yield from weaker_mapping(key, value)


def weaker_mapping(key: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if "source" in value and len(value) > 1:
        yield "from anywhere", {k: v for k, v in value.items() if k != "source"}
    if "source" in value:
        yield "any value", {"source": value["source"]} if len(value) > 1 else ANY
    if "min" in value and key == "count":
        yield "fewer", {"min": value["min"] - 1}
    if "one_of" in value:
        yield "one more", {"one_of": [*value["one_of"], ["tail", "-f", "/dev/null"]]}
        yield "any of it", ANY
    if "matches" in value:
        yield "there", ANY
    if value.get("type") == "directory":
        yield "whatever it is", ANY


# A restart just before the observation shows in the state too, where that has to last.
ALSO_IN_STATE = "many-from-one:running:each.restart_count:"
CASES = [case for case in weakened() if not case[0].startswith(ALSO_IN_STATE)]


@pytest.mark.parametrize(("lab", "changed"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_weakened_expectation_is_named(lab: str, changed: dict[str, Any], tmp_path: Path) -> None:
    """Tested with all that lies beside it, in the check that was weakened or one that says less."""
    for beside in SPECS.glob(f"{lab}.*.json"):
        shutil.copy(beside, tmp_path)
    written = tmp_path / f"{lab}.lab.yaml"
    written.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    try:
        weaker = load(written)
    except SpecError as refused:
        assert refused.problems  # the loader does not even take it  # noqa: PT017
        return
    trial = try_spec(weaker)
    assert trial.problems, "nobody noticed"
    assert trial.exit_code in (1, 3)


def test_a_removed_exit_code_is_named(tmp_path: Path) -> None:
    """A command that ended with an error looks the same where nobody asks for its code."""
    source = yaml.safe_load(spec("override-cmd").read_text(encoding="utf-8"))
    (ended,) = (c for c in source["checks"] if c["id"] == "ended")
    del ended["expect"]["exit_code"]
    written = tmp_path / "override-cmd.lab.yaml"
    written.write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")
    shutil.copy(SPECS / "override-cmd.solution.json", tmp_path)
    (problem,) = try_spec(load(written)).problems
    assert problem.message.params["field"] == "exit_code"


def test_a_removed_expectation_is_noted(tmp_path: Path) -> None:
    """What the solution has and nobody asks for is told, though it may be meant so."""
    source = json.loads(json.dumps(yaml.safe_load(spec("override-env").read_text("utf-8"))))
    source["checks"] = [c for c in source["checks"] if c["id"] not in ("blue-port", "blue-page")]
    written = tmp_path / "override-env.lab.yaml"
    written.write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")
    shutil.copy(SPECS / "override-env.solution.json", tmp_path)
    trial = try_spec(load(written))
    assert [n.message.params["field"] for n in trial.notes] == ["ports"]
    assert trial.exit_code == 0


def test_the_command_says_it_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", str(SPECS)]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert [line.split()[0] for line in lines[1 : len(LABS) + 1]] == LABS
    assert all("(100 %)" in line for line in lines[1 : len(LABS) + 1])
    assert "only expect absence" in out
