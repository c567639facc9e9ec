"""Files that are written: whole or not at all, and never in the place of something else."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from grader.errors import ReportError
from grader.storage.files import remove_file, write_file

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
def test_a_link_in_the_current_folder_is_replaced_and_never_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In CI the current folder is the student's."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    here = tmp_path / "checkout"
    (here / "reports").mkdir(parents=True)
    (here / "reports" / "a.html").symlink_to("../../victim")
    monkeypatch.chdir(here)
    write_file(Path("reports/a.html"), "report")
    assert victim.read_text() == "mine"
    assert (here / "reports" / "a.html").read_text() == "report"


@posix
def test_no_relative_path_leads_through_a_linked_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "victim").mkdir()
    here = tmp_path / "checkout"
    here.mkdir()
    (here / "reports").symlink_to("../victim")
    monkeypatch.chdir(here)
    with pytest.raises(ReportError, match="report-through-link"):
        write_file(Path("reports/deep/a.html"), "report")
    assert list((tmp_path / "victim").iterdir()) == []


@posix
def test_nothing_is_removed_through_a_linked_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "a.html").write_text("mine")
    here = tmp_path / "checkout"
    here.mkdir()
    (here / "reports").symlink_to("../victim")
    monkeypatch.chdir(here)
    with pytest.raises(ReportError, match="report-through-link"):
        remove_file(Path("reports/a.html"))
    assert (tmp_path / "victim" / "a.html").read_text() == "mine"


def test_only_a_file_is_removed(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text("old")
    (tmp_path / "folder.html").mkdir()
    for name in ("old.html", "folder.html", "none.html"):
        remove_file(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.html"]


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
