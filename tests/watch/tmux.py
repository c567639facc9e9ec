"""A real terminal emulator, driven: keys in, the screen as a person sees it out."""

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 30.0


class Terminal:
    """A window of a tmux server of its own."""

    def __init__(self, name: str) -> None:
        self._name = name

    def tmux(self, *words: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self._name, "-f", os.devnull, *words],
            check=True,
            capture_output=True,
            text=True,
            timeout=10,
        ).stdout

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p", "-t", "0")

    def type(self, text: str, *, enter: bool = True) -> None:
        self.tmux("send-keys", "-t", "0", "-l", text)
        if enter:
            self.tmux("send-keys", "-t", "0", "Enter")

    def press(self, key: str) -> None:
        self.tmux("send-keys", "-t", "0", key)

    def resize(self, width: int, height: int) -> None:
        self.tmux("resize-window", "-t", "0", "-x", str(width), "-y", str(height))

    def until(self, wanted: str | Callable[[str], bool], seconds: float = SECONDS) -> str:
        """Wait until the screen shows a text, or fits."""
        fits = wanted if callable(wanted) else lambda screen: wanted in screen
        deadline = time.monotonic() + seconds
        while not fits(screen := self.screen()):
            assert time.monotonic() < deadline, f"{wanted!r} is not on the screen:\n{screen}"
            time.sleep(0.03)
        return screen


@contextmanager
def terminal(width: int = 110, height: int = 45, **environ: str) -> Iterator[Terminal]:
    """A shell in a window of a size."""
    window = Terminal(f"grader-{os.getpid()}-{time.monotonic_ns()}")
    merged = {"LC_ALL": "C.UTF-8", "PS1": "shell> ", "PATH": os.environ["PATH"], **environ}
    command = ["env", "-i", *(f"{k}={v}" for k, v in merged.items()), "sh"]
    size = ("-x", str(width), "-y", str(height))
    window.tmux("new-session", "-d", *size, f"exec {shlex.join([*command])}")
    try:
        window.until("shell>")
        yield window
    finally:
        window.tmux("kill-server")
