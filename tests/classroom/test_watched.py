"""What an instructor sees while a class runs: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import csv
import os
import re
import struct
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.cli.main import run
from grader.model.snapshot import ABSENT, Answer, Found, Question
from grader.storage import snapshot_file
from tests.classroom import faulty
from tests.classroom.classes import Folder, make_class, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FRAME = re.compile(r"(\d+)% .* (\d+)/(\d+) +([\d.]+s?/s?|\?/s) ([\d:?]+)(?: , (.+?))? *$")
COLUMNS = 100


def on_a_terminal(command: Sequence[str]) -> list[str]:
    """Run with a terminal as stderr; returns what each carriage return brought there."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    pytest.importorskip("fcntl").ioctl(
        theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0)
    )
    words = [sys.executable, "-m", "grader", *command]
    environ = os.environ | {"PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=theirs, env=environ):
        os.close(theirs)
        told = bytearray()
        with contextlib.suppress(OSError):  # that is how a terminal ends
            while data := os.read(ours, 4096):
                told += data
    os.close(ours)
    return told.decode().replace("\n", "\r").split("\r")


def slow_class(folder: Path, hosts: dict[str, str]) -> list[str]:
    """Ten students with snapshots, and some whose engines never answer; returns the command."""
    made = make_class(folder, 10)
    with made.roster.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["student", "snapshot", "host"])
        rows.writerows([work.student, f"in/{work.student}.json", ""] for work in made.works)
        rows.writerows([name, "", host] for name, host in hosts.items())
    command = ["class", str(made.spec), "--roster", str(made.roster), "-o", str(folder / "out")]
    return [*command, "--jobs", "2", "--request-timeout", "0.6"]


@pytest.mark.parametrize(
    ("language", "ungraded"), [("en", "could not be graded"), ("ko", "채점하지 못함")]
)
def test_a_bar_shows_done_rate_time_and_who_could_not_be_graded(
    tmp_path: Path, language: str, ungraded: str
) -> None:
    with contextlib.ExitStack() as stack:
        hosts = {f"h{n}": stack.enter_context(faulty.serving(faulty.hangs)) for n in range(4)}
        told = on_a_terminal(["--lang", language, *slow_class(tmp_path / "class", hosts)])
    frames = [found for line in told if (found := FRAME.search(line))]
    done = [int(found[2]) for found in frames]
    assert len(frames) >= 3, told
    assert done == sorted(done)
    assert {found[3] for found in frames} == {"14"}
    last = frames[-1]
    assert last[6] is not None
    assert ungraded in last[6]
    assert re.fullmatch(r"[\d.]+(/s|s/)", last[4])
    assert all(len(line) <= COLUMNS for line in told if FRAME.search(line))
    # After a fast start a slow student still moves it.
    assert 10 < done[-1] <= 14
    # The bar is wiped away at the end: what stays are lines to read.
    after = told[max(n for n, line in enumerate(told) if FRAME.search(line)) + 1 :]
    assert any("index.html" in line for line in after)


def test_without_a_terminal_there_are_plain_lines(tmp_path: Path) -> None:
    """In CI: no carriage return, one line at the end with all the figures."""
    made = make_class(tmp_path / "class", 3)
    command = ["class", str(made.spec), "--roster", str(made.roster), "-o", str(tmp_path / "out")]
    words = [sys.executable, "-m", "grader", "--lang", "en", *command]
    told = subprocess.run(words, capture_output=True, text=True, check=False).stderr
    assert "\r" not in told
    assert re.search(r"^3 of 3 graded, 0 could not be, [\d.]+ a second$", told, re.MULTILINE)


def wordy_class(folder: Path, students: int, checks: int) -> Folder:
    """Make a class of which every student fails every check, and each check has a long title."""
    made = make_class(folder, students)
    written = "".join(
        f"  - {{ id: c{n}, title: {'w' * 1990}, container: gone, expect: {{ state: running }} }}\n"
        for n in range(checks)
    )
    made.spec.write_text(f"version: 1\nlab: docker101\nchecks:\n{written}", encoding="utf-8")
    nothing: dict[Question, Answer] = {
        Question("list", "containers"): Found([]),
        Question("container", "gone"): ABSENT,
    }
    for work in made.works:
        text = snapshot_file.dump(replace(snapshot_of(work), answers=nothing))
        (folder / "in" / f"{work.student}.json").write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("students", "checks", "said"),
    [
        (3, 5, ""),
        (14, 450, "MB; without --single-file, each student gets a separate file"),
        (60, 450, "MB, too large for most browsers; omit --single-file"),
    ],
)
def test_a_single_file_that_grows_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], students: int, checks: int, said: str
) -> None:
    made = wordy_class(tmp_path / "class", students, checks)
    out = tmp_path / "out"
    run(["class", str(made.spec), "--roster", str(made.roster), "-o", str(out), "--single-file"])
    told = capsys.readouterr().err
    size = (out / "index.html").stat().st_size // 1024**2
    assert (f"the page is {size} {said}" in told) if said else "the page is" not in told
