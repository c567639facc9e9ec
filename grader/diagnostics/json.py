"""Problems as one JSON document, for editors and scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.diagnostics.texts import end_column, fix, level, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.labspec.problem import Problem

FORMAT = "grader.problems/1"


def render(problems: Sequence[Problem], language: str) -> str:
    """Write `{format, problems: [{file, line, column, end_column, level, code, text, mend}]}`."""
    found = [
        {
            "file": problem.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "end_column": end_column(problem),
            "level": level(problem),
            "code": problem.message.code,
            "text": text(problem, language),
            "mend": fix(problem, language) or None,
        }
        for problem in problems
    ]
    document = {"format": FORMAT, "problems": found}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
