"""Files that are written: whole or not at all, and never in the place of something else."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from grader.errors import ReportError
from grader.storage.files import write_file

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    link = tmp_path / "link.json"
    link.symlink_to("deep/real.json")
    for text in ("one", "two"):
        write_file(link, text)
        assert link.is_symlink()
        assert (tmp_path / "deep" / "real.json").read_text() == text


@posix
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """So are devices: `-o /dev/stdout` by root must leave it where it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_file(pipe, "through it")
    reader.join(10)
    assert read == ["through it"]
    assert pipe.is_fifo()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="report-not-written"):
        write_file(tmp_path, "text")
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="report-not-written"):
        write_file(tmp_path / ("a" * 5000), "text")
