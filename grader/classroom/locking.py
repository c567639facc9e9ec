"""One run at a time writes a record: a lock that goes with its process, however that ends."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

from grader.errors import RecordError

if TYPE_CHECKING:
    from pathlib import Path


def lock(path: Path) -> IO[bytes]:
    """Lock a file until what is returned is closed; raises `RecordError` if another run has it."""
    file = path.open("ab")
    try:
        _lock(file)
    except OSError:
        file.close()
        raise RecordError("record-in-use", path=str(path.parent)) from None
    return file


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
