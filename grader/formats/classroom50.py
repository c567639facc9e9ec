"""Classroom 50's `result.json` (`classroom50/result/v1`).

Who submitted what is said by the environment of its runner, which comes in by `Style.facts`.
Scores are whole numbers there. Where a lab's points can be fractions, all of its scores are
counted in hundredths, so that nothing is rounded and every student has the same maximum. There is
no document for what could not be checked: the runner then publishes nothing, and no grade is lost.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.formats.cases import cases, lab_notes
from grader.model.result import Outcome
from grader.privacy.audience import cut

if TYPE_CHECKING:
    from decimal import Decimal

    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result

HUNDRED = 100


def render(result: Result, style: Style) -> str:
    """Write one lab, all of it; hidden checks are in the score, and in no test."""
    facts = style.facts
    scale = HUNDRED if _has_fractions(result) else 1
    shown = cut(result, "student", style.phase)
    document = {
        "schema": "classroom50/result/v1",
        "classroom": facts["CLASSROOM"],
        "assignment": facts["ASSIGNMENT"],
        "assignment_type": facts["ASSIGNMENT_TYPE"],
        "owner": facts["OWNER"],
        "submission": facts["SUBMISSION_TAG"],
        "commit": facts["COMMIT_URL"],
        "release": facts["RELEASE_URL"],
        "review": facts["REVIEW_URL"],
        "datetime": result.observed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": whole(result.score, scale),
        "max-score": whole(result.max_score, scale),
        "tests": [
            _test(case, scale) | {"notes": list(lab_notes(result, style.language))}
            for case in cases(shown, style.language)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _has_fractions(result: Result) -> bool:
    """Say whether a score of this lab can be no whole number; the same for every student."""
    return any(c.points != c.points.to_integral_value() or c.partial for c in result.checks)


def whole(points: Decimal | None, scale: int) -> int:
    """Count points in whole numbers; a check without a score stands in no scored lab."""
    return int((points or 0) * scale)


def _test(case: Case, scale: int) -> dict[str, Any]:
    return {
        "test-name": case.title,
        "passed": case.outcome is Outcome.PASSED,
        "score": whole(case.score, scale),
        "max-score": whole(case.points, scale),
        "id": case.id,
        "outcome": str(case.outcome),
        "message": case.text,
    }
