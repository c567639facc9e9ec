"""Mistakes in a spec, as their author reads them: file, line, column, caret, code, suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wcwidth import wcswidth, wcwidth

from grader.diagnostics.texts import fix, text
from grader.locale import translate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.labspec.problem import Problem

TAB = "    "
WIDEST = 160


def render_problems(problems: Iterable[Problem], language: str) -> str:
    return "\n".join(render_problem(problem, language) for problem in problems)


def render_problem(problem: Problem, language: str) -> str:
    """Render one mistake with its line and a caret under the place."""
    place = problem.place
    kind = f"{translate('warning', language)}: " if problem.warning else ""
    said = f"{kind}{text(problem, language)} [{problem.message.code}]"
    head = f"{problem.file}:{place.line}:{place.column}: {said}"
    suggestion = fix(problem, language)
    if not problem.line.strip():
        return f"{head}\n      | {suggestion}" if suggestion else head
    line, column = window(problem.line, place.column - 1)
    before = visible(line[:column])
    marked = visible(line[column : column + place.length])
    caret = "^" * max(width(marked), 1)
    return (
        f"{head}\n{place.line:>5} | {visible(line)}\n"
        f"      | {' ' * width(before)}{caret}{' ' if suggestion else ''}{suggestion}"
    )


def window(line: str, column: int) -> tuple[str, int]:
    """Cut what is seen of a long line, so that its column is; with it, where that then is."""
    start = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
    return line[start : start + WIDEST], column - start


def visible(line: str) -> str:
    """Make a line of a file safe and of a known width: tabs as blanks, controls as a sign."""
    spread = line.replace("\t", TAB)
    return "".join(c if wcwidth(c) >= 0 else "\N{REPLACEMENT CHARACTER}" for c in spread)


def width(line: str) -> int:
    return max(wcswidth(line), 0)
