"""What every listing says of a problem, in words and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.formats.sanitize import harmless
from grader.messages import say

if TYPE_CHECKING:
    from grader.labspec.problem import Problem


def level(problem: Problem) -> str:
    return "warning" if problem.warning else "error"


def text(problem: Problem, language: str) -> str:
    """Say what is wrong and in which part of the spec; what it quotes may hold any sign."""
    where = say(problem.where, language) if problem.where else ""
    return harmless(say(problem.message, language, where=where))


def fix(problem: Problem, language: str) -> str:
    """Say how to fix it."""
    return harmless(say(problem.fix, language)) if problem.fix else ""


def end_column(problem: Problem) -> int:
    """The column behind the last character of the place."""
    return problem.place.column + problem.place.length
