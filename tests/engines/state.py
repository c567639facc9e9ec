"""The state folder: where engines keep their data between runs, locks, and who uses them."""

import contextlib
import fcntl
import os
import socket
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.engines.errors import EngineError

# A Unix socket's path has room for 107 bytes (unix(7)); the longest name below the folder takes 26.
LONGEST_FOLDER = 80


def state_folder() -> Path:
    """Where everything is kept: GRADER_ENGINES, else `grader-engines` in the cache folder."""
    given = os.environ.get("GRADER_ENGINES")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = (Path(given) if given else cache / "grader-engines").resolve()
    if len(os.fsencode(folder)) > LONGEST_FOLDER:
        raise EngineError(
            f"{folder} is too long for the path of a socket; set GRADER_ENGINES to a shorter one"
        )
    if folder.is_relative_to("/run"):
        raise EngineError(
            f"{folder} lies under /run, which engines get anew; set GRADER_ENGINES to another one"
        )
    return folder


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file; other processes wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@cache
def number_of(folder: Path) -> int:
    """A number for a state folder, kept in it, so that no two get the same interfaces' names.

    From the folder's name on, the first one without an interface `graderN-…` on this machine: two
    folders whose engines are both down when they get theirs hardly ever get the same.
    """
    file = folder / "number"
    with locked(folder / "number.lock"):
        if not file.exists():
            taken = {name.partition("-")[0] for _, name in socket.if_nameindex()}
            first = zlib.crc32(os.fsencode(folder))
            numbers = (1 + (first + further) % 249 for further in range(249))
            free = next(number for number in numbers if f"grader{number}" not in taken)
            file.write_text(f"{free}\n", encoding="ascii")
        return int(file.read_text(encoding="ascii"))


def started_at(pid: int) -> str | None:
    """When a process began, in clock ticks; None when it is gone or a zombie (proc(5), stat)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


class Process:
    """A process that we started, as `PID START` in a file: no reused id is taken for it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def write(self, pid: int) -> None:
        self.file.write_text(f"{pid} {started_at(pid)}\n", encoding="utf-8")

    def pid(self) -> int | None:
        """The process id if that very process still runs."""
        try:
            pid, start = self.file.read_text(encoding="utf-8").split()
        except (FileNotFoundError, ValueError):
            return None
        return int(pid) if started_at(int(pid)) == start else None


class Users:
    """The test sessions that use one engine: it is stopped when the last one leaves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "users"

    def enter(self, session: int) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        Process(self.folder / str(session)).write(session)

    def leave(self, session: int) -> bool:
        """Forget a session; True when it was registered and no other one is alive."""
        mine = self.folder / str(session)
        was_here = mine.exists()
        mine.unlink(missing_ok=True)
        return was_here and not self.alive()

    def alive(self) -> list[int]:
        """Sessions that still run; files of those that do not are removed."""
        found = []
        for file in self.folder.glob("*"):
            if pid := Process(file).pid():
                found.append(pid)
            else:
                file.unlink(missing_ok=True)
        return found
