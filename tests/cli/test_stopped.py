"""No engine: exit code 3 within five seconds, what was tried, what to do, and no grade at all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.engines import bringup
from tests.labs.elsewhere import OTHER
from tests.labs.playing import SPECS
from tests.programs import need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.engines.engine import EngineUnderTest

MOST = 5.0  # seconds
LAB = SPECS / "override-env.lab.yaml"
# Root may do all; without these it is bound by the mode of a socket.
BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


def check(
    folder: Path, *words: str, before: Sequence[str] = (), **environment: str
) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run `grader check` in a folder, where DOCKER_HOST is not set; with it, how long it took."""
    kept = {n: v for n, v in os.environ.items() if n not in ("DOCKER_HOST", "DOCKER_CONTEXT")}
    start = time.monotonic()
    done = subprocess.run(
        [*before, sys.executable, "-m", "grader", "check", str(LAB), "--lang", "en", *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(SPECS.parent), "DOCKER_CONFIG": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done, time.monotonic() - start


def expect(
    folder: Path, done: subprocess.CompletedProcess[str], seconds: float, *told: str
) -> None:
    """Exit code 3, in time, with these words, and nothing that a grade could be read from."""
    assert done.returncode == 3, done.stderr
    assert seconds < MOST
    for words in (*told, "grader doctor"):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not list(folder.rglob("*.html"))


@contextmanager
def listening(path: Path) -> Iterator[str]:
    """A socket that takes connections and never answers."""
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen(8)
        yield f"unix://{path}"


def test_a_socket_that_is_not_there(tmp_path: Path) -> None:
    host = f"unix://{tmp_path}/none.sock"
    expect(
        tmp_path, *check(tmp_path, "--host", host), host, "start Docker, or choose another engine"
    )


def test_a_socket_named_by_the_environment(tmp_path: Path) -> None:
    host = f"unix://{tmp_path}/none.sock"
    expect(tmp_path, *check(tmp_path, DOCKER_HOST=host), f"no engine is reachable at {host}")


def test_a_socket_that_takes_connections_and_never_answers(tmp_path: Path) -> None:
    with listening(tmp_path / "silent.sock") as host:
        expect(tmp_path, *check(tmp_path, "--host", host), host, "did not answer within")


def test_a_socket_that_is_closed_to_us(tmp_path: Path) -> None:
    bound = BOUND if os.geteuid() == 0 else ()
    if bound:
        need("setpriv")
    with listening(tmp_path / "closed.sock") as host:
        (tmp_path / "closed.sock").chmod(0)
        expect(tmp_path, *check(tmp_path, "--host", host, before=bound), host, "permission denied")


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        expect(tmp_path, *check(tmp_path, "--host", host), host, "start Docker")


@pytest.mark.parametrize("words", [("--context", "lab-vm"), ()])
def test_a_context_that_does_not_exist(tmp_path: Path, words: tuple[str, ...]) -> None:
    """It is an error; the default engine is never taken in its place."""
    environment = {} if words else {"DOCKER_CONTEXT": "lab-vm"}
    ran = check(tmp_path, *words, **environment)
    expect(tmp_path, *ran, "there is no Docker context 'lab-vm'", "docker context ls")


def test_what_is_no_address(tmp_path: Path) -> None:
    expect(tmp_path, *check(tmp_path, "--host", "lab-vm"), "'lab-vm' is not an engine address")


@pytest.mark.engine
def test_an_engine_that_was_killed(engine: EngineUnderTest, tmp_path: Path) -> None:
    """It answers; then it is killed, and its socket is left behind."""
    if not engine.ours:
        pytest.skip("a person's engine is not killed")
    bringup.up(OTHER)
    try:
        done, _ = check(tmp_path, "--host", OTHER.host, "--report", "text")
        assert done.returncode == 1
        pid = bringup.process(OTHER).pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until_gone(pid)
        expect(tmp_path, *check(tmp_path, "--host", OTHER.host), OTHER.host, "start Docker")
    finally:
        bringup.down(OTHER)


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while bringup.process(OTHER).pid() is not None:
        assert time.monotonic() < deadline, f"process {pid} did not end"
        time.sleep(0.05)
