"""The keyboard: one key at a time, without Enter and without echo."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAUSE = 0.05


@contextmanager
def keys(stream: TextIO, tell: Callable[[str], None]) -> Iterator[None]:
    """Tell each key that is pressed; nothing where there is no keyboard."""
    if not stream.isatty():
        yield
        return
    over = threading.Event()
    try:
        import termios
    except ImportError:
        threading.Thread(target=_read_console, args=(tell, over), daemon=True).start()
        try:
            yield
        finally:
            over.set()
        return
    number = stream.fileno()
    before = termios.tcgetattr(number)
    reading = threading.Thread(target=_read, args=(number, tell, over), daemon=True)
    try:
        _one_at_a_time(number)
        reading.start()
        yield
    finally:
        over.set()
        reading.join(1.0)
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)


def _one_at_a_time(number: int) -> None:
    """Switch off lines and echo; Ctrl-C and Ctrl-Z go on as signals."""
    import termios

    mode = termios.tcgetattr(number)
    mode[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(number, termios.TCSADRAIN, mode)


def _read(number: int, tell: Callable[[str], None], over: threading.Event) -> None:
    import os
    import select

    while not over.is_set():
        ready, _, _ = select.select([number], [], [], PAUSE * 2)
        if not ready:
            continue
        try:
            data = os.read(number, 32)
        except OSError:
            return
        if not data:
            return
        if not data.startswith(b"\x1b"):  # arrows and the like are none of ours
            for letter in data.decode("utf-8", errors="ignore"):
                tell(letter.casefold())


def _read_console(tell: Callable[[str], None], over: threading.Event) -> None:
    """Read the console of Windows, which no `select` knows."""
    import importlib

    console = importlib.import_module("msvcrt")
    while not over.wait(PAUSE):
        while console.kbhit():
            tell(console.getwch().casefold())
