"""Programs that tests, benchmarks and tools run are listed, so that a new machine gets them."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import PROGRAMS

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path for folder in ("tests", "benchmarks", "tools") for path in (ROOT / folder).rglob("*.py")
)
STARTING = {"run", "Popen", "check_output", "check_call", "call", "which", "need"}
# The words of our own command line, and programs that an extra of pyproject.toml installs.
OURS = {"grader", "shellcheck"}


def first_words(call: ast.Call) -> Iterator[str]:
    """The programs that a call names: its first argument, or the first item of that."""
    for argument in call.args[:1] if name_of(call) != "need" else call.args:
        found = (
            argument.elts[0]
            if isinstance(argument, ast.List | ast.Tuple) and argument.elts
            else argument
        )
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            yield found.value


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_process_call(call: ast.Call) -> bool:
    """`subprocess.run`, `packages.run`, `shutil.which` and the like, but not `main.run([...])`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        owner = function.value
        known = isinstance(owner, ast.Name) and owner.id in {"subprocess", "packages", "shutil"}
        return known and function.attr in STARTING
    return getattr(function, "id", "") == "need"


def called_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = (
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_process_call(node)
    )
    return {word for call in calls for word in first_words(call)}


def test_every_program_that_is_run_is_listed_with_its_package() -> None:
    called = {program for path in SOURCES for program in called_in(path)}
    assert {"docker", "openssl", "tmux"} <= called, "the search finds what is known to be run"
    assert called - PROGRAMS.keys() - OURS - {sys.executable} == set()


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_listed_program_has_a_reason(program: str) -> None:
    assert PROGRAMS[program].reason


def test_no_test_is_skipped_for_a_program_that_an_extra_installs() -> None:
    """`shutil.which` in a skip condition hides a missing program in CI."""
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        assert "skipif(not shutil.which" not in source or path == Path(__file__), path
