"""Problems as workflow commands, which GitHub shows beside the lines of a change.

`::error file=…,line=…::text`; escaped as the annotations of a result are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnostics.texts import end_column, fix, level, text
from grader.formats.github import in_data, in_property

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.labspec.problem import Problem


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
    given = ",".join(f"{key}={in_property(value)}" for key, value in properties.items())
    hint = fix(problem, language)
    said = text(problem, language) + (f"\n{hint}" if hint else "")
    return f"::{level(problem)} {given}::{in_data(said)}"
