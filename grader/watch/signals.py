"""Being ended from outside: as an exception, so that everything is put back on the way out."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

ENDINGS = ("SIGTERM", "SIGHUP")
SIGNALLED = 128  # what a shell adds to a signal's number


def raise_on_signals() -> None:
    """Let the signals that end a program raise `SystemExit`."""
    for name in ENDINGS:
        if number := getattr(signal, name, None):
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(SIGNALLED + number)
