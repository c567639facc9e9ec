"""Problems as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import json
import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from grader import __version__
from grader.diagnostics.texts import end_column, fix, level, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.labspec.problem import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(problems: Sequence[Problem], language: str) -> str:
    """Write one run with a rule for each code that was raised."""
    codes = sorted({problem.message.code for problem in problems})
    driver = {"name": "grader", "version": __version__, "rules": [{"id": code} for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes, language) for problem in problems],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _result(problem: Problem, codes: list[str], language: str) -> dict[str, Any]:
    hint = fix(problem, language)
    said = text(problem, language) + (f"; {hint}" if hint else "")
    region = {
        "startLine": problem.place.line,
        "startColumn": problem.place.column,
        "endColumn": end_column(problem),
    }
    uri = quote(os.fsencode(PurePath(problem.file).as_posix()))
    return {
        "ruleId": problem.message.code,
        "ruleIndex": codes.index(problem.message.code),
        "level": level(problem),
        "message": {"text": said},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }
