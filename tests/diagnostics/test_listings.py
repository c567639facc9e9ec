"""Mistakes for machines: what GitHub, code scanning and editors are told is what people read."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from grader.cli.main import run
from grader.diagnostics import LISTINGS
from grader.diagnostics.terminal import render_problem
from grader.labspec.problem import Problem
from grader.model.expectation import Place
from grader.model.message import message
from tests.labspec.test_broken import BROKEN, CASES, problems_of

GOOD = """version: 1
lab: good
checks:
  - {id: web, container: web, partial: true, expect: {state: running, privileged: false}}
"""


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """Every mistake of the corpus."""
    monkeypatch.chdir(BROKEN)
    return [problem for case in CASES for problem in problems_of(case)]


def validate(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run `grader validate` in this process; its exit code and stdout."""
    code = run(["validate", *arguments])
    return code, capsys.readouterr().out


def test_json_holds_all_that_the_text_tells(problems: list[Problem]) -> None:
    document = json.loads(LISTINGS["json"](problems, "en"))
    assert document["format"] == "grader.problems/1"
    assert len(document["problems"]) == len(problems)
    for found, problem in zip(document["problems"], problems, strict=True):
        head = f"{found['file']}:{found['line']}:{found['column']}: "
        warning = "warning: " if found["level"] == "warning" else ""
        told = render_problem(problem, "en")
        assert told.splitlines()[0] == f"{head}{warning}{found['text']} [{found['code']}]"
        assert told.endswith(str(found["mend"]))


def unescaped(text: str) -> str:
    """What the runner makes of a command's text."""
    for escape, sign in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, sign)
    return text


def test_github_puts_each_mistake_at_its_line(problems: list[Problem]) -> None:
    lines = LISTINGS["github"](problems, "en").splitlines()
    assert len(lines) == len(problems)
    for line, problem in zip(lines, problems, strict=True):
        found = re.fullmatch(r"::(error|warning) ([^:]*)::(.*)", line)
        assert found, line
        given = dict(p.split("=", 1) for p in found[2].split(","))
        assert unescaped(given["file"]) == problem.file
        assert given["line"] == str(problem.place.line)
        assert given["col"] == str(problem.place.column)
        assert unescaped(found[3]).splitlines()[0] in render_problem(problem, "en")


def test_sarif_names_a_rule_and_a_place_for_each(problems: list[Problem]) -> None:
    """SARIF 2.1.0, sections 3.27 (result), 3.30 (region) and 3.49 (rules)."""
    document: Any = json.loads(LISTINGS["sarif"](problems, "en"))
    assert document["version"] == "2.1.0"
    (only,) = document["runs"]
    rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    assert len(only["results"]) == len(problems)
    for result, problem in zip(only["results"], problems, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == problem.message.code
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (
            problem.place.line,
            problem.place.column,
        )
        assert region["endColumn"] > region["startColumn"]


@pytest.mark.parametrize("name", ["json", "sarif", "github"])
def test_mistakes_end_with_2_and_a_sound_spec_with_0(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = validate(str(BROKEN / "ten-mistakes.lab.yaml"), "--format", name, capsys=capsys)
    assert code == 2
    assert out.count("unknown-key") >= 1
    good = tmp_path / "good.lab.yaml"
    good.write_text(GOOD)
    code, out = validate(str(good), "--format", name, capsys=capsys)
    assert code == 0
    assert "points-for-nothing" in out  # a warning is listed and does not fail


def test_the_hooks_run_commands_that_there_are() -> None:
    import yaml

    from grader.cli.main import COMMANDS

    hooks = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        program, command = hook["entry"].split()
        assert program == "grader"
        assert command in COMMANDS
        assert re.search(hook["files"], "specs/override-env.lab.yaml")


def test_a_name_that_is_no_unicode_has_an_address_in_sarif() -> None:
    """As Python hands a file's name over whose bytes are not UTF-8."""
    problem = Problem(message("not-utf-8"), Place(1, 1), file="\udcff.lab.yaml")
    assert '"uri": "%FF.lab.yaml"' in LISTINGS["sarif"]([problem], "en")
