"""What is said while there is waiting: on a terminal one line, redrawn; else nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from grader.locale import translate

if TYPE_CHECKING:
    from grader.observation.observer import Waiting

CLEAR = "\r\x1b[K"


class Progress:
    """Tells on stderr what is waited for, and takes the line away at the end."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._shown = False
        self._tty = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()

    def waiting(self, waiting: Waiting) -> None:
        if not self._tty:
            return
        text = translate("waiting for {checks}: {seconds} s left", self._language)
        line = text.format(checks=", ".join(waiting.checks[:3]), seconds=int(waiting.seconds) + 1)
        sys.stderr.write(CLEAR + line[:78])
        sys.stderr.flush()
        self._shown = True
