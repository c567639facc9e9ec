"""The same class on a Dask cluster: real workers, one of them killed in the middle."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from grader.cli.main import run
from tests.classroom.classes import Folder, make_class

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STUDENTS = 150
SECONDS = 60


def start(stack: ExitStack, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a part of Dask in a process of its own; it ends with the test."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, of one thread each."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        start(stack, "dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
        one = ("dask_worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny")
        workers = [start(stack, *one) for _ in range(2)]
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address, workers


def command(folder: Folder, output: str, *more: str) -> list[str]:
    out = folder.spec.parent / output
    return ["class", str(folder.spec), "--roster", str(folder.roster), "-o", str(out), *more]


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_a_worker_that_is_killed_costs_time_and_no_result(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    """Byte for byte the record of a run on this machine."""
    address, workers = cluster
    folder = make_class(tmp_path, STUDENTS)
    run(command(folder, "local"))
    there = [sys.executable, "-m", "grader", *command(folder, "there", "--dask", address)]
    process = subprocess.Popen(there, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    record = tmp_path / "there" / "record.jsonl"
    while process.poll() is None and lines(record) < STUDENTS // 5:
        time.sleep(0.01)
    killed_at = lines(record)
    workers[0].kill()
    _, told = process.communicate(timeout=SECONDS * 2)
    assert process.returncode == 1, told.decode()
    assert STUDENTS // 5 <= killed_at < STUDENTS
    assert record.read_bytes() == (tmp_path / "local" / "record.jsonl").read_bytes()


def test_a_cluster_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_class(tmp_path, 1)
    assert run(command(folder, "out", "--dask", "tcp://127.0.0.1:1")) == 2
    assert "no Dask scheduler with workers" in capsys.readouterr().err
