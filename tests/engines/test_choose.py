"""Which engine a session uses."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import api
from tests.engines.choose import choose
from tests.engines.errors import EngineError
from tests.engines.recipes import RECIPES


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "answers", lambda host: host == "unix:///person.sock")


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"CI": "true"}, ["docker-20.10"]),
        ({"CI": "true", "DOCKER_HOST": "unix:///person.sock"}, ["docker-20.10"]),
        ({"DOCKER_HOST": "unix:///person.sock"}, ["unix:///person.sock"]),
        ({"CI": "false", "DOCKER_HOST": "unix:///person.sock"}, ["unix:///person.sock"]),
        ({"DOCKER_HOST": "unix:///silent.sock"}, ["docker-20.10"]),
        ({"DOCKER_HOST": "ssh://somewhere"}, ["docker-20.10"]),
        ({"GRADER_TEST_ENGINE": "podman-5.8"}, ["podman-5.8"]),
        ({"GRADER_TEST_ENGINE": "tcp://there:2375"}, ["tcp://there:2375"]),
        ({"GRADER_TEST_ENGINE": "none"}, []),
        ({"GRADER_TEST_ENGINES": "all", "GRADER_TEST_ENGINE": "none"}, list(RECIPES)),
        ({"GRADER_TEST_ENGINES": "podman-5.8,docker-20.10"}, ["podman-5.8", "docker-20.10"]),
    ],
)
def test_choice(env: dict[str, str], expected: list[str]) -> None:
    assert choose(env) == expected


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(EngineError, match=r"no engine 'docker'; there are docker-20\.10, "):
        choose({"GRADER_TEST_ENGINE": "docker"})


def test_ci_may_not_leave_the_tests_out() -> None:
    with pytest.raises(EngineError, match="refused in CI"):
        choose({"CI": "1", "GRADER_TEST_ENGINE": "none"})


PROJECT = """
import pytest
pytest_plugins = ["tests.engines.plugin"]
"""
CASE = """
import pytest

@pytest.mark.engine
def test_with(lab_engine):
    pass

def test_without():
    pass
"""


def run_inner(tmp_path: Path, *, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """A session of pytest with the plugin and two tests; its output."""
    root = Path(__file__).resolve().parents[2]
    (tmp_path / "conftest.py").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "test_case.py").write_text(CASE, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = engine\n", encoding="utf-8")
    for name in ("CI", "GRADER_TEST_ENGINE", "GRADER_TEST_ENGINES", "DOCKER_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(root))
    monkeypatch.setenv("GRADER_ENGINES", str(tmp_path / "state"))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


def test_none_leaves_tests_out_with_a_loud_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = run_inner(tmp_path, env={"GRADER_TEST_ENGINE": "none"}, monkeypatch=monkeypatch)
    assert output.startswith("0\n")
    assert "1 passed, 1 deselected" in output
    assert "!! NO ENGINE !!" in output
    assert "1 tests that need a container engine were LEFT OUT" in output


def test_none_in_ci_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = {"GRADER_TEST_ENGINE": "none", "CI": "true"}
    output = run_inner(tmp_path, env=env, monkeypatch=monkeypatch)
    assert output.startswith("4\n")
    assert "refused in CI" in output


def test_an_engine_that_is_not_there_fails_and_skips_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"GRADER_TEST_ENGINE": "unix:///nowhere/docker.sock"}
    output = run_inner(tmp_path, env=env, monkeypatch=monkeypatch)
    assert output.startswith("1\n")
    assert "1 passed, 1 error" in output
    assert "the tests need a container engine (unix:///nowhere/docker.sock)" in output
