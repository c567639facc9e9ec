"""CSV as people save it, read with the place of every cell; and CSV to export.

No exported cell is ever a formula, so a spreadsheet and an importer read it as meant.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import RosterError
from grader.formats.sanitize import harmless
from grader.labspec.problem import Problem
from grader.model.expectation import Place
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
DELIMITERS = ",;\t"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Excel, LibreOffice and Google Sheets read a cell that begins so as a formula, tabs and line
# breaks before it aside. The full-width forms count where the input method is an Asian one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # without it Excel on Korean Windows takes UTF-8 for cp949


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, without blanks around it, and where it begins."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    place: Place


def read_text(path: Path, encoding: str | None = None) -> str:
    """Read a text as spreadsheets write it: UTF-8 with or without a mark, UTF-16 with one.

    Excel's plain "CSV" is in the code page of its country (cp949 in Korea), which cannot be told
    apart safely: then `encoding` must say which.
    """
    try:
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)
    except OSError as wrong:
        raise _refused(path, "roster-unreadable", reason=wrong.strerror or str(wrong)) from None
    if len(source) > MAX_BYTES:
        raise _refused(path, "too-large", limit="64 MiB")
    chosen = encoding or ("utf-16" if source.startswith(UTF16) else "utf-8-sig")
    try:
        return source.decode(chosen)
    except (UnicodeDecodeError, LookupError):
        code = "roster-not-encoded" if encoding else "roster-not-utf-8"
        raise _refused(path, code, encoding=chosen) from None


def _refused(path: Path, code: str, **params: str) -> RosterError:
    problem = Problem(message(code, **params), Place(1, 1), file=str(path))
    return RosterError([problem])


def rows(text: str, file: str) -> Iterator[Row]:
    """Cut a text into rows of cells; empty lines are left out."""
    lines = list(io.StringIO(text, newline=""))
    delimiter = _delimiter(lines[0] if lines else "")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            at = Place(start + 1, 1)
            said = message("roster-not-csv", reason=str(wrong))
            raise RosterError([Problem(said, at, file=file)]) from None
        written, line, start = "".join(lines[start : reader.line_num]), start, reader.line_num
        if any(cell.strip() for cell in cells):
            places = _places(written, delimiter, line + 1)
            found = (Cell(c.strip(), p) for c, p in zip(cells, places, strict=False))
            yield Row(tuple(found), Place(line + 1, 1))


def _delimiter(header: str) -> str:
    """Choose what separates most of the header: Excel writes what its country uses."""
    return max(DELIMITERS, key=header.count)


def _places(written: str, delimiter: str, line: int) -> Iterator[Place]:
    """Find where the cells of a row begin; quotes hide delimiters and line breaks."""
    column, quoted = 1, False
    yield Place(line, column)
    for sign in written:
        column += 1
        if sign == '"':
            quoted = not quoted
        elif sign == "\n":
            line, column = line + 1, 1
        elif sign == delimiter and not quoted:
            yield Place(line, column)


def is_formula(text: str) -> bool:
    return text.lstrip(" '\"").startswith(FORMULA) or text.startswith(FORMULA)


def neutral(text: str) -> str:
    """Make a text harmless; an apostrophe before it is how spreadsheets are told "a text"."""
    shown = harmless(text)
    return f"'{shown}" if is_formula(text) or is_formula(shown) else shown


def write(lines: Iterable[Sequence[str]], *, bom: bool = False) -> str:
    """Write rows as they are; cells must be `neutral`, or numbers of ours."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return (BOM if bom else "") + out.getvalue()
