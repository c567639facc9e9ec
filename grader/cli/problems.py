"""Mistakes in a spec, as their author reads them: file, line, column, caret, code, suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wcwidth import wcswidth, wcwidth

from grader.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.spec.problem import Problem

TAB = "    "
WIDEST = 160


def render_problems(problems: Iterable[Problem], language: str) -> str:
    return "\n".join(render_problem(problem, language) for problem in problems)


def render_problem(problem: Problem, language: str) -> str:
    """Render one mistake with its line and a caret under the place."""
    place = problem.place
    where = say(problem.where, language) if problem.where else ""
    text = say(problem.message, language, where=where)
    kind = f"{say_warning(language)}: " if problem.warning else ""
    head = f"{problem.file}:{place.line}:{place.column}: {kind}{text} [{problem.message.code}]"
    mend = problem.mend
    suggestion = say(mend, language) if mend else ""
    if not problem.line.strip():
        return f"{head}\n      | {suggestion}" if suggestion else head
    before = visible(problem.line[: place.column - 1])
    marked = visible(problem.line[place.column - 1 : place.column - 1 + place.length])
    caret = "^" * max(width(marked), 1)
    line = visible(problem.line)
    if width(line) > WIDEST:
        line = line[:WIDEST]
    return (
        f"{head}\n{place.line:>5} | {line}\n"
        f"      | {' ' * width(before)}{caret}{' ' if suggestion else ''}{suggestion}"
    )


def say_warning(language: str) -> str:
    from grader.locale import translate

    return translate("warning", language)


def visible(text: str) -> str:
    """Make a line of a file safe and of a known width: tabs as blanks, controls as a sign."""
    spread = text.replace("\t", TAB)
    return "".join(c if wcwidth(c) >= 0 else "\N{REPLACEMENT CHARACTER}" for c in spread)


def width(text: str) -> int:
    return max(wcswidth(text), 0)
