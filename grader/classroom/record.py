"""The record of a class: a line of JSON for each student, appended as they are graded.

The first line says what is recorded. Every line is flushed and synced before the run goes on, so
that a process that is killed loses at most what it had not finished; a last line that was cut is
taken off, and its student graded again. Of two lines about one student the later counts. When a
run has come to its end the record is put in the roster's order and marked as finished.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any, Self

from grader.classroom import entry as entries
from grader.classroom.locking import lock
from grader.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.classroom.entry import Entry, Head

FORMAT = "grader.class/1"
NAME = "record.jsonl"


@dataclass(frozen=True, slots=True)
class Header:
    """What a record is of. Without `finished` a run is under way, or was stopped."""

    lab: str
    spec_sha256: str
    finished: bool = False

    def line(self) -> bytes:
        said = {"format": FORMAT, **asdict(self)}
        return json.dumps(said, separators=(",", ":")).encode() + b"\n"


@dataclass(slots=True)
class Line:
    """Where the line of a student is, and what must be known without reading its result."""

    offset: int
    length: int
    head: Head


@dataclass(slots=True)
class Index:
    """What a record file holds: its header, the latest line of each student, where it ends."""

    header: Header
    lines: dict[str, Line] = field(default_factory=dict)
    end: int = 0
    broken: list[int] = field(default_factory=list)


def scan(path: Path) -> Index | None:
    """Look through a record; None where there is none yet.

    Raises `RecordError` where the file is something else.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    except OSError as wrong:
        raise RecordError("record-unreadable", path=str(path), reason=str(wrong.strerror)) from None
    with file:
        first = file.readline()
        if not first.endswith(b"\n"):
            return None  # killed before even the first line was whole
        index = Index(_header(path, first), end=len(first))
        for number, line in enumerate(file, 2):
            if not line.endswith(b"\n"):
                break  # cut: the run was killed while it was written
            try:
                head = entries.head(line)
                index.lines[head.student] = Line(index.end, len(line), head)
            except ValueError:
                index.broken.append(number)
            index.end += len(line)
    return index


def _header(path: Path, line: bytes) -> Header:
    try:
        found = json.loads(line)
        if found["format"] != FORMAT:
            raise RecordError("record-other-format", path=str(path), found=str(found["format"]))
        return Header(str(found["lab"]), str(found["spec_sha256"]), bool(found["finished"]))
    except (KeyError, TypeError, ValueError):
        raise RecordError("record-not-one", path=str(path)) from None


def read(path: Path, students: Sequence[str]) -> Iterator[Entry]:
    """Read the entries of some students, one at a time, in their order."""
    for line in raw(path, students):
        yield _entry(path, line)


def _entry(path: Path, line: bytes) -> Entry:
    try:
        return entries.load(line)
    except ValueError as wrong:
        raise RecordError("record-line", path=str(path), reason=str(wrong)) from None


def raw(path: Path, students: Sequence[str]) -> Iterator[bytes]:
    """Read the latest lines of some students as they are, in their order."""
    index = scan(path)
    if index is not None:
        yield from _lines(path, index, students)


def _lines(path: Path, index: Index, students: Sequence[str]) -> Iterator[bytes]:
    with path.open("rb") as file:
        for student in students:
            if (line := index.lines.get(student)) is not None:
                file.seek(line.offset)
                yield file.read(line.length)


def write_whole(path: Path, header: Header, lines: Iterable[bytes]) -> None:
    """Write a record whole or not at all; it is finished."""
    draft = path.with_suffix(".draft")
    with draft.open("wb") as new:
        new.write(replace(header, finished=True).line())
        new.writelines(lines)
        new.flush()
        os.fsync(new.fileno())
    draft.replace(path)


def replace_record(path: Path, header: Header, lines: Iterable[bytes]) -> Path:
    """Write a record in the place of another one; returns where that is kept."""
    with lock(path.with_name(f"{NAME}.lock")):
        old = scan(path)
        before = old.header.spec_sha256[:12] if old else "none"
        kept = path.with_name(f"record-before-{before}.jsonl")
        number = 1
        while kept.exists():
            number += 1
            kept = path.with_name(f"record-before-{before}-{number}.jsonl")
        shutil.copyfile(path, kept)
        write_whole(path, header, lines)
    return kept


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Raise `RecordError` where a folder cannot be written to: it is a file, read-only, full."""
    try:
        yield
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise RecordError("record-unwritable", path=str(folder), reason=reason) from None


class Record:
    """A record that is open for appending; one run at a time."""

    def __init__(self, folder: Path, header: Header) -> None:
        self.path = folder / NAME
        self._folder = folder
        self._header = replace(header, finished=False)
        self._file: IO[bytes] | None = None
        self._lock: Any = None
        self.index = Index(self._header)

    def __enter__(self) -> Self:
        """Open it and go on where it stopped; raises `RecordError` if it is of something else."""
        try:
            with writing_to(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True)
                self._lock = lock(self._folder / f"{NAME}.lock")
                self._open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _open(self) -> None:
        found = scan(self.path)
        if found is not None:
            self._refuse_other(found.header)
        self.index = found or Index(self._header)
        self._file = self.path.open("r+b" if found else "wb")
        if found is None:
            self._file.write(self._header.line())
            self.index.end = self._file.tell()
        else:
            self._file.truncate(found.end)
        self._file.seek(self.index.end)
        self._sync()

    def _refuse_other(self, found: Header) -> None:
        if found.lab != self._header.lab:
            raise RecordError("record-other-lab", path=str(self.path), lab=found.lab)
        if found.spec_sha256 != self._header.spec_sha256:
            raise RecordError("record-spec-changed", path=str(self.path))

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._lock is not None:
            self._lock.close()

    def append(self, lines: Iterable[str]) -> None:
        """Append lines and return when they are safe."""
        if self._file is None:
            raise ValueError("the record is not open")
        with writing_to(self._folder):
            for text in lines:
                written = text.encode("ascii")
                self._file.write(written)
                head = entries.head(written)
                self.index.lines[head.student] = Line(self.index.end, len(written), head)
                self.index.end += len(written)
            self._sync()

    def _sync(self) -> None:
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def finish(self, order: Sequence[str]) -> None:
        """Put the record in order and mark it as finished, whole or not at all."""
        if self._file is None:
            raise ValueError("the record is not open")
        known = set(order)
        left = sorted(name for name in self.index.lines if name not in known)
        self._file.close()
        self._file = None
        write_whole(self.path, self._header, _lines(self.path, self.index, [*order, *left]))
