"""CSV that a spreadsheet and an importer read as meant: no cell of it is ever a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grader.formats.sanitize import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Excel, LibreOffice and Google Sheets read a cell that begins so as a formula, tabs and line
# breaks before it aside. The full-width forms count where the input method is an Asian one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # without it Excel on Korean Windows takes UTF-8 for cp949


def is_formula(text: str) -> bool:
    return text.lstrip(" '\"").startswith(FORMULA) or text.startswith(FORMULA)


def neutral(text: str) -> str:
    """Make a text harmless; an apostrophe before it is how spreadsheets are told "a text"."""
    shown = harmless(text)
    return f"'{shown}" if is_formula(text) or is_formula(shown) else shown


def write(rows: Iterable[Sequence[str]], *, bom: bool = False) -> str:
    """Write rows as they are; cells must be `neutral`, or numbers of ours."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return (BOM if bom else "") + out.getvalue()
