"""Pieces of text with a style, put together for a terminal: the only place that writes escapes.

Whatever is written goes through `harmless` first, so no text of others can bring an escape
sequence of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.formats.sanitize import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.formats.base import Style

CODES = {
    "bold": "1",
    "dim": "2",
    "underline": "4",
    "passed": "32",
    "failed": "31",
    "error": "33",
    "skipped": "36",
    "mark": "1;4",
    "title": "1",
}
# Signs of ours, for encodings that have none of them.
ASCII = str.maketrans(
    {"✓": "+", "✗": "x", "…": "...", "·": "-", "→": "->", "─": "-", "█": "#", "░": ".", "│": "|"}
)
PIECE = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; `link` is an address of ours that it leads to."""

    text: str
    style: str = ""
    link: str = ""


def width_of(text: str) -> int:
    """Count the columns that a text takes: Hangul takes two a syllable."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)


def columns(spans: Iterable[Span]) -> int:
    return sum(width_of(span.text) for span in spans)


class Paper:
    """Lines for one terminal."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._lines: list[str] = []
        self.width = max(style.width, 40)

    def line(self, *spans: Span, indent: int = 0, hang: int = 0) -> None:
        """Write a line, wrapped at the terminal's width; what follows hangs deeper."""
        self._write(self._clean(spans), indent, hang)

    def ends(self, left: list[Span], right: Span, indent: int = 0, hang: int = 0) -> None:
        """Write a line with something at its right end, where there is room for both."""
        row, end = self._clean(left), self._clean([right])
        gap = self.width - indent - columns(row) - columns(end)
        if gap >= 1:
            self._write([*row, Span(" " * gap), *end], indent, hang)
        else:
            self._write(row, indent, hang)
            self._write(end, indent + hang, 0)

    def width_of(self, text: str) -> int:
        """Count the columns that a text will take here."""
        return columns(self._clean([Span(text)]))

    def _clean(self, spans: Iterable[Span]) -> list[Span]:
        return [Span(self._fit(s.text), s.style, s.link) for s in spans]

    def _fit(self, text: str) -> str:
        text = harmless(text)
        return text if self._style.signs else text.translate(ASCII)

    def _write(self, cleaned: list[Span], indent: int, hang: int) -> None:
        for number, row in enumerate(wrap(cleaned, self.width - indent, hang)):
            blank = " " * (indent + (hang if number else 0))
            self._lines.append((blank + "".join(map(self._paint, row))).rstrip())

    def blank(self) -> None:
        self._lines.append("")

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def _paint(self, span: Span) -> str:
        text = span.text
        code = ";".join(CODES[word] for word in span.style.split())
        if code and self._style.colour and text.strip():
            text = f"\x1b[{code}m{text}\x1b[0m"
        if span.link and self._style.links:
            text = f"\x1b]8;;{span.link}\x1b\\{text}\x1b]8;;\x1b\\"
        return text


def wrap(spans: Iterable[Span], width: int, hang: int) -> Iterator[list[Span]]:
    """Break spans into rows at spaces; a word that is wider than a row is broken anywhere."""
    row: list[Span] = []
    used, room = 0, width
    for span in spans:
        for piece in _fitting(span, width - hang):
            size = width_of(piece.text)
            if used + size > room and row:
                yield row
                row, used, room = [], 0, width - hang
                if piece.text.isspace():
                    continue
            row.append(piece)
            used += size
    yield row


def _fitting(span: Span, width: int) -> Iterator[Span]:
    for found in PIECE.finditer(span.text):
        text = found[0]
        while width_of(text) > width:
            cut = _columns_to_index(text, width)
            yield Span(text[:cut], span.style, span.link)
            text = text[cut:]
        yield Span(text, span.style, span.link)


def _columns_to_index(text: str, width: int) -> int:
    if text.isascii():
        return width
    used = 0
    for index, character in enumerate(text):
        used += width_of(character)
        if used > width:
            return max(index, 1)
    return len(text)
