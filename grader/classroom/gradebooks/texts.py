"""What a student is told in a gradebook, from what the student may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.classroom.labels import labels
from grader.formats.sanitize import harmless
from grader.formats.view import sections
from grader.model.result import Outcome

if TYPE_CHECKING:
    from grader.classroom.gradebooks.base import Grade

LONGEST = 1500


def feedback(grade: Grade, language: str) -> str:
    """Tell on one line how many checks passed, and the next step of those that did not."""
    if grade.shown is None:
        return ""
    checks = [c for section in sections(grade.shown, language) for c in section.checks]
    passed = sum(check.outcome is Outcome.PASSED for check in checks)
    said = [labels(language)("feedback", n=passed, all=len(checks))]
    open_ones = (check for check in checks if check.outcome is not Outcome.PASSED)
    said += [f"{check.title}: {check.next_step}" for check in open_ones if check.next_step]
    return " | ".join(harmless(text, 300) for text in said)[:LONGEST]
