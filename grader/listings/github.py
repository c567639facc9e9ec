"""Problems as workflow commands, which GitHub shows beside the lines of a change.

`::error file=…,line=…::text`; escapes as the Actions toolkit's `command.ts` has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.listings.words import end_column, level, mend, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.spec.problem import Problem


def render(problems: Sequence[Problem], language: str) -> str:
    return "".join(f"{_line(problem, language)}\n" for problem in problems)


def _line(problem: Problem, language: str) -> str:
    properties = {
        "file": problem.file,
        "line": str(problem.place.line),
        "col": str(problem.place.column),
        "endColumn": str(end_column(problem)),
        "title": problem.message.code,
    }
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    hint = mend(problem, language)
    said = text(problem, language) + (f"\n{hint}" if hint else "")
    return f"::{level(problem)} {given}::{_data(said)}"


def _data(said: str) -> str:
    return said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(said: str) -> str:
    return _data(said).replace(":", "%3A").replace(",", "%2C")
