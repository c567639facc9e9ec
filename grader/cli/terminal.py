"""What a terminal can do: colour, signs, width."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from grader.errors import ReportError
from grader.formats.base import Style

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS = "✓✗●│─…→·█░"
WIDEST = 110


def style_for(
    stream: TextIO, language: str, *, colour: str = "auto", environ: Mapping[str, str] = os.environ
) -> Style:
    """Find how to write to a stream: what is asked for, then the usual variables, then the tty."""
    tty = stream.isatty()
    return Style(
        language=language,
        colour=wants_colour(colour, environ, tty=tty),
        width=_width() if tty else WIDEST,
        signs=can_say(SIGNS, stream),
        links=(tty and "WT_SESSION" in environ) or (tty and environ.get("TERM_PROGRAM") in LINKING),
    )


LINKING = ("iTerm.app", "vscode", "WezTerm", "ghostty")


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)


def wants_colour(asked: str, environ: Mapping[str, str], *, tty: bool) -> bool:
    """Decide on colour: the flag, NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, then the terminal."""
    if asked != "auto":
        return asked == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return tty and environ.get("TERM") != "dumb"


def can_say(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def write_out(text: str) -> None:
    """Write a text to stdout; a reader who has gone (`| head -1`) changes no exit code."""
    try:
        write_on(text)
    except BrokenPipeError:
        abandon(sys.stdout)


def write_on(text: str) -> None:
    """Write one of many texts to stdout; raises `BrokenPipeError` where nobody reads any more.

    Raises `ReportError` where it cannot be written for another reason.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as wrong:
        abandon(sys.stdout)
        raise ReportError("output-not-written", reason=wrong.strerror or str(wrong)) from None


def abandon(stream: TextIO) -> None:
    """Let a stream that cannot be written to lead nowhere, so that nothing fails at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
