"""The terminal: a screen of its own while watching, and as it was before afterwards."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Self, TextIO

from grader.watch.frame import frame

if TYPE_CHECKING:
    from types import FrameType

    from grader.formats.base import Style
    from grader.watch.state import State

ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J"  # another screen, no cursor, empty
LEAVE = "\x1b[?25h\x1b[?1049l"
NO_WRAP, WRAP = "\x1b[?7l", "\x1b[?7h"
WIDEST = 110


class Screen:
    """A `View` that redraws what changed. Left, however that happens, it leaves nothing behind."""

    def __init__(self, stream: TextIO, style: Style) -> None:
        self._stream = stream
        self._style = style
        self._lines: list[str] = []
        self._size = (0, 0)
        self._state: State | None = None

    def __enter__(self) -> Self:
        if hasattr(signal, "SIGTSTP"):
            signal.signal(signal.SIGTSTP, self._pause)
        self._write(ENTER)
        return self

    def __exit__(self, *_: object) -> None:
        self._write(LEAVE)

    def show(self, state: State) -> None:
        """Draw the lines that differ; all of them after the terminal was resized."""
        size = tuple(shutil.get_terminal_size((80, 24)))
        if state == self._state and size == self._size:
            return
        width, height = size
        style = replace(
            self._style, width=min(width - 1, WIDEST)
        )  # the last column is erased with the rest
        lines = frame(state, style, height)
        drawn = [] if size == self._size else ["\x1b[2J"]
        before = self._lines if size == self._size else []
        for row, line in enumerate(lines):
            if row >= len(before) or before[row] != line:
                drawn.append(f"\x1b[{row + 1};1H{line}\x1b[K")
        if len(before) > len(lines):
            drawn.append(f"\x1b[{len(lines) + 1};1H\x1b[J")
        self._state, self._size, self._lines = state, (width, height), lines
        if drawn:
            self._write(NO_WRAP + "".join(drawn) + WRAP)

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "ascii"
        self._stream.write(text.encode(encoding, errors="backslashreplace").decode(encoding))
        self._stream.flush()

    def _pause(self, number: int, _frame: FrameType | None) -> None:
        """Ctrl-Z: give the terminal back while stopped, and take it again after `fg`."""
        self._write(LEAVE)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        signal.signal(number, self._pause)
        self._write(ENTER)
        self._size, self._state = (0, 0), None
