"""TAP, version 14: a line a check, and what is wrong as a YAML block below it.

TAP knows no "could not be checked": such a check is `not ok`, and its block says `outcome: error`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.formats.cases import cases, lab_notes, lab_title
from grader.formats.view import plain
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result


def render(result: Result, style: Style) -> str:
    """Write one lab."""
    found = cases(result, style.language)
    said = [lab_title(result, style.language), *lab_notes(result, style.language)]
    lines = ["TAP version 14", *(f"# {text}" for text in said), f"1..{len(found)}"]
    for number, case in enumerate(found, 1):
        lines += _lines(number, case)
    return "".join(f"{line}\n" for line in lines)


def _lines(number: int, case: Case) -> Iterator[str]:
    held = case.outcome in (Outcome.PASSED, Outcome.SKIPPED)
    line = f"{'ok' if held else 'not ok'} {number} - {description(f'{case.id}: {case.title}')}"
    if case.outcome is Outcome.SKIPPED:
        yield f"{line} # SKIP {description(case.headline)}"
        return
    yield line
    if held:
        return
    yield "  ---"
    yield f"  outcome: {case.outcome}"
    yield f"  message: {_scalar(case.headline)}"
    yield f"  target: {_scalar(case.target)}"
    yield f"  points: {plain(case.points)}"
    yield f"  score: {'null' if case.score is None else plain(case.score)}"
    yield "  details:"
    for detail in case.details:
        yield f"    - {_scalar(detail)}"
    yield "  ..."


def _scalar(text: str) -> str:
    """Write a text as YAML: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)


def description(text: str) -> str:
    r"""Escape what would begin a directive: `#`, and `\` which escapes it."""
    return text.replace("\\", "\\\\").replace("#", "\\#")
