"""Faults seen from outside: the whole program, its exit code, what it says and leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.faults.faults import FAULTS
from tests.faults.proxy import engine_proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.engines.lab import LabEngine

pytestmark = pytest.mark.engine

SPEC = """
version: 1
lab: faults
checks:
  - { id: one, container: one, expect: { state: running } }
  - { id: two, container: two, expect: { state: running } }
  - { id: log, container: two, expect: { logs: { contains: never said } } }
"""
MEMORY = 600 * 1024 * 1024  # address space of the whole process; imports alone take about 100 MiB
POINTER = "to find the cause, run: grader doctor\n"


@pytest.fixture
def lab(lab_engine: LabEngine) -> LabEngine:
    lab_engine.play("docker run -d --name one nginx\ndocker run -d --name two nginx")
    return lab_engine


def check(
    lab: LabEngine, folder: Path, pattern: str, fault: str
) -> subprocess.CompletedProcess[str]:
    """Run `grader check` on an engine behind the proxy, in a folder of its own."""
    (folder / "spec").mkdir()
    (folder / "spec" / "faults.lab.yaml").write_text(lab.naming.spec(SPEC))
    (folder / "out").mkdir()
    with engine_proxy(folder / "engine.sock", lab.host, pattern, fault) as proxy:
        return subprocess.run(
            ["prlimit", f"--as={MEMORY}", sys.executable, "-m", "grader", "check",
             "../spec/faults.lab.yaml", "--host", proxy.host, "--request-timeout", "2",
             "--report", "json:result.json", "--report", "html:page.html"],
            cwd=folder / "out", capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip


def outcomes(folder: Path) -> dict[str, str]:
    result = json.loads((folder / "out" / "result.json").read_text())
    return {check["id"]: check["outcome"] for check in result["checks"]}


def each(faults: Iterable[str], folder: Path, judge: Callable[[str, Path], None]) -> None:
    """Judge some runs side by side, each in a folder of its own."""
    faults = list(faults)
    folders = [folder / str(n) for n, _ in enumerate(faults)]
    for one in folders:
        one.mkdir()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(judge, faults, folders))


def test_a_check_behind_a_fault_ends_with_3_and_grades_the_rest(
    lab: LabEngine, tmp_path: Path
) -> None:
    """No traceback, both reports whole and nothing else beside them, in bounded memory."""

    def judge(fault: str, folder: Path) -> None:
        done = check(lab, folder, "^GET /containers/one/json", fault)
        assert "Traceback" not in done.stderr + done.stdout, fault
        left = sorted(p.name for p in (folder / "out").iterdir())
        assert left == ["page.html", "result.json"], fault
        found = outcomes(folder)
        one = {"not found": (1, "failed"), "restarts": (1, "passed")}.get(fault, (3, "error"))
        assert (done.returncode, found["one"]) == one, fault
        assert found["two"] == ("error" if fault == "refuses" else "passed"), fault

    each(FAULTS, tmp_path, judge)


def test_no_engine_ends_with_3_one_sentence_and_reports_that_say_so(
    lab: LabEngine, tmp_path: Path
) -> None:
    def judge(fault: str, folder: Path) -> None:
        done = check(lab, folder, "^GET /version", fault)
        assert done.returncode == 3, fault
        assert done.stderr.startswith("error: no engine is reachable at unix://"), fault
        assert "Traceback" not in done.stderr, fault
        assert "\x1b" not in done.stderr, fault
        left = sorted(p.name for p in (folder / "out").iterdir())
        assert left == ["page.html", "result.json"], fault
        assert set(outcomes(folder).values()) == {"error"}, fault

    each([f for f in FAULTS if f != "restarts"], tmp_path, judge)


def test_ten_gigabytes_of_log_take_no_memory(lab: LabEngine, tmp_path: Path) -> None:
    def judge(fault: str, folder: Path) -> None:
        done = check(lab, folder, "^GET /containers/.*/logs", fault)
        assert (done.returncode, done.stderr) == (3, POINTER), fault
        assert outcomes(folder) == {"one": "passed", "two": "passed", "log": "error"}, fault

    each(["floods", "never ends"], tmp_path, judge)
