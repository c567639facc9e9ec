"""What a terminal can do: colour, signs, width."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from grader.formats.contract import Style

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


def encodable(text: str, stream: TextIO) -> str:
    """Replace what a stream's encoding cannot say (cp949, cp1252), so that printing never fails."""
    encoding = stream.encoding or "ascii"
    return text.encode(encoding, errors="backslashreplace").decode(encoding)


def write_out(text: str) -> None:
    """Write a text to stdout."""
    sys.stdout.write(encodable(text, sys.stdout))
