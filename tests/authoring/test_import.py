"""A spec imported from a Compose file passes on what Compose makes of it, and fails after changes.

A case is a folder under `compose/`: the project's files, the spec that is expected, and changes
of `compose.yaml`. Compose itself starts them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from grader.authoring.compose.interpolation import Interpolation, read_env
from grader.cli.main import run
from grader.labspec.loader import load
from grader.model.result import Outcome
from tests.authoring.test_record import outcome
from tests.engines import packages
from tests.engines.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines.lab import LabEngine

FOLDER = Path(__file__).parent / "compose"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def imported(project: Path) -> str:
    """What the command writes, where the command is given in the project's folder."""
    spec = project / "spec.lab.yaml"
    assert run(["import", str(project / "compose.yaml"), "-o", str(spec)]) == 0
    return spec.read_text(encoding="utf-8")


@pytest.fixture
def project(case: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "shop"
    shutil.copytree(case, copied)
    return copied


@each_case
def test_the_spec_that_is_written(project: Path, case: Path) -> None:
    assert imported(project) == (case / "expected.lab.yaml").read_text(encoding="utf-8")


def test_there_are_ten_cases() -> None:
    assert len(CASES) >= 10


SHELL = {"SHELL_VARIABLE": "from the shell"}  # what a service takes from who starts it


class Compose:
    """Compose on the engine under test, for one project."""

    def __init__(self, lab_engine: LabEngine, project: Path) -> None:
        self.host = lab_engine.host
        self.project = project
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        self.command = ["docker", "compose"] if plugin.returncode == 0 else ["docker-compose"]
        if plugin.returncode != 0:
            packages.install({"docker-compose": "docker-compose"})

    def __call__(self, *arguments: str) -> None:
        done = subprocess.run(
            [*self.command, "--compatibility", "-p", "shop", "-f", "compose.yaml", *arguments],
            cwd=self.project,
            env={**os.environ, "DOCKER_HOST": self.host, "DOCKER_BUILDKIT": "0", **SHELL},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def up(self) -> None:
        self("up", "-d", "--build", "--remove-orphans")

    def down(self) -> None:
        self("down", "-v", "-t", "0", "--remove-orphans")


@pytest.fixture
def compose(lab_engine: LabEngine, project: Path) -> Iterator[Compose]:
    made = Compose(lab_engine, project)
    yield made
    made.down()


@pytest.mark.engine
@each_case
def test_an_imported_spec(
    case: Path, project: Path, compose: Compose, lab_engine: LabEngine
) -> None:
    if not lab_engine.engine.ours or lab_engine.engine.kind != "docker":
        return  # Compose's own names cannot be mapped, and the Compose of Debian knows no Podman
    imported(project)
    spec = project / "spec.lab.yaml"
    file = project / "compose.yaml"
    source = file.read_text(encoding="utf-8")
    compose.up()
    assert outcome(lab_engine, spec) is Outcome.PASSED
    patient = spec.read_text(encoding="utf-8")  # what is wrong stays wrong: no minute for each
    spec.write_text(patient.replace("within: 60s", "within: 4s"), encoding="utf-8")
    changes: list[Any] = yaml.safe_load((case / "changes.yaml").read_text(encoding="utf-8"))
    assert len(changes) >= 3
    (project / "other.env").write_text("MODE=other\n", encoding="utf-8")
    for old, new in changes:
        changed = source.replace(old, new)
        assert changed != source, old
        clean(compose.host)  # as `down -v` does, in a fraction of its time
        file.write_text(changed, encoding="utf-8")
        compose.up()
        assert outcome(lab_engine, spec) is Outcome.FAILED, f"{old} -> {new}"


@pytest.mark.parametrize(
    ("text", "made", "open_names"),
    [
        ("plain", "plain", []),
        ("$$HOME", "$$HOME", []),
        ("$5", "$$5", []),
        ("$", "$$", []),
        ("$A", "1", []),
        ("${A}b", "1b", []),
        ("${A:-x}${A-x}", "11", []),
        ("${E:-x}${E-x}", "x", []),
        ("${N:-x}${N-x}", "xx", []),
        ("${N:-${A}}", "1", []),
        ("${N:-a${M:-b}c}", "abc", []),
        ("${A:+x}${N:+x}", "x", []),
        ("${N}", "${N}", ["N"]),
        ("$N/$M", "${N}/${M}", ["N", "M"]),
        ("${N:?say it}", "${N}", ["N"]),
        ("${N:-costs $$5}", "costs $$5", []),
        ("${1}", "$${1}", []),
    ],
)
def test_variables_are_put_in_as_compose_does(text: str, made: str, open_names: list[str]) -> None:
    """Compose's manual, "Interpolation"; what is made is text of a spec."""
    found = Interpolation({"A": "1", "E": ""})
    assert found.spec_text(text) == made
    assert list(found.open) == open_names


def test_a_file_of_variables() -> None:
    text = "# c\nA=1\n export B = 'x # y' \nC=\"q\"\nD=a # b\nE\n=x\nF=\nG=a=b\n"
    assert read_env(text) == {
        "A": "1", "B": "x # y", "C": "q", "D": "a", "F": "", "G": "a=b"
    }  # fmt: skip


def test_what_has_no_default_must_be_given(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "services: {app: {image: '${IMAGE}', build: {args: ['${UNUSED}']}}}\n"
    )
    text = imported(tmp_path)
    assert "vars: { IMAGE: null }" in text
    assert "pass it with --var: 'IMAGE'" in text
    assert load(tmp_path / "spec.lab.yaml", {"IMAGE": "nginx"}).variables == {"IMAGE": "nginx"}


def test_what_the_loader_refuses_is_told_and_not_lost(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "services:\n  app:\n    image: nginx\n    command: a && b\n    secrets: [s]\n"
        "    env_file: [no.env]\n    extends: {file: no.yaml, service: x}\n"
        "secrets: {s: {file: s}}\n"
    )
    text = imported(tmp_path)
    assert "# Left out 'command': 'a && b' contains a shell operator." in text
    assert "# Cannot be checked, because it leaves no trace in the engine: 'secrets'." in text
    assert (
        "# Not read, because it does not exist or is not UTF-8 text: 'no.yaml', 'no.env'." in text
    )


@pytest.mark.parametrize(
    ("source", "code", "told"),
    [
        ("services: [", 2, "compose.yaml:2:1: invalid YAML"),
        ("version: '3'\n", 2, "has no services"),
        ("- a\n", 2, "has no services"),
    ],
)
def test_what_is_no_compose_file(
    source: str, code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "compose.yaml"
    path.write_text(source)
    assert run(["import", str(path), "-o", str(tmp_path / "x.lab.yaml")]) == code
    assert told in capsys.readouterr().err


def test_a_service_that_extends_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(
        "services: {a: {image: nginx, extends: b}, b: {extends: a, user: me}}\n"
    )
    assert "user: me" in imported(tmp_path)


SHAPES = ["5", "x", "true", "[5]", "[[a]]", "[{a: b}]", "{a: 5}", "{a: [b]}", "{a: {b: c}}", "''"]
KEYS = (
    "image command environment env_file labels ports expose volumes networks healthcheck deploy "
    "depends_on extends profiles container_name scale tmpfs ulimits logging sysctls extra_hosts"
).split()
INSIDE = [
    "services: {app: %s}",
    "services: {app: {image: nginx, deploy: {resources: %s}}}",
    "services: {app: {image: nginx, deploy: {resources: {limits: %s}}}}",
    "services: {app: {image: nginx, volumes: [{type: tmpfs, target: /x, tmpfs: %s}]}}",
    "services: {app: {image: nginx, networks: {n: %s}}}",
    "services: {app: {image: nginx, networks: [n]}}\nnetworks: %s",
    "services: {app: {image: nginx, networks: [n]}}\nnetworks: {n: %s}",
    "services: {app: {image: nginx, networks: [n]}}\nnetworks: {n: {ipam: %s}}",
    "services: {app: {image: nginx, networks: [n]}}\nnetworks: {n: {ipam: {config: %s}}}",
    "services: {app: {image: nginx, volumes: ['v:/v']}}\nvolumes: {v: {name: %s}}",
    *(f"services: {{db: {{image: x}}, app: {{image: nginx, {key}: %s}}}}" for key in KEYS),
]


@pytest.mark.parametrize("source", INSIDE)
def test_what_compose_would_refuse_is_left_out_and_the_rest_is_a_spec(
    source: str, tmp_path: Path
) -> None:
    for shape in SHAPES:
        (tmp_path / "compose.yaml").write_text(source % shape)
        imported(tmp_path)
        load(tmp_path / "spec.lab.yaml")


def test_a_key_of_another_shape_is_named(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {app: {image: nginx, ports: 80}}\n")
    assert "# Left out, because Compose expects another type: 'ports'." in imported(tmp_path)


def test_a_name_with_a_dollar_sign_is_that_name(tmp_path: Path) -> None:
    """Compose puts variables into values, never into keys."""
    source = "services: {app: {image: nginx, labels: {'${A}': '$$b', 'c': '$C'}}}\n"
    (tmp_path / "compose.yaml").write_text(source)
    imported(tmp_path)
    labels = load(tmp_path / "spec.lab.yaml", {"C": "x"}).checks[0].expect["labels"]
    assert {name: e.words["equals"] for name, e in labels.parts.items()} == {"${A}": "$b", "c": "x"}


def test_variables_in_another_encoding_are_not_dropped_in_silence(tmp_path: Path) -> None:
    source = "services: {app: {image: nginx, env_file: app.env}}\n"
    (tmp_path / "compose.yaml").write_text(source)
    for name in (".env", "app.env"):
        (tmp_path / name).write_bytes("A=파랑".encode("cp949"))
    assert "is not UTF-8 text: '.env', 'app.env'." in imported(tmp_path)


def test_where_every_service_waits_for_a_profile_there_is_no_spec(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "compose.yaml"
    path.write_text("services: {app: {image: nginx, profiles: [debug]}}\n")
    assert run(["import", str(path), "-o", str(tmp_path / "x.lab.yaml")]) == 2
    assert "starts by default: each needs a profile" in capsys.readouterr().err
    assert not (tmp_path / "x.lab.yaml").exists()
