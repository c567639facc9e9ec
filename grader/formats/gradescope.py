"""Gradescope's `results.json`.

Gradescope hides tests by itself, so all checks are in it, each with its visibility; what a check
may tell a student is cut before. A test is passed or failed there: one that was skipped is failed,
and its output says why. Without a score Gradescope would show a zero, so there is no document for
a lab that could not be checked; Gradescope then says that the autograder failed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.formats.cases import cases, lab_notes
from grader.model.result import Outcome
from grader.privacy.audience import told
from grader.storage.result_document import number

if TYPE_CHECKING:
    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result

VISIBILITY = {
    "always": "visible",
    "after_due": "after_due_date",
    "after_published": "after_published",
    "staff": "hidden",
}


def render(result: Result, style: Style) -> str:
    """Write one lab, all of it; the score is ours, not Gradescope's sum."""
    found = cases(told(result), style.language)
    document = {
        "score": number(result.score),
        "execution_time": round(result.seconds, 3),
        "output": "\n".join(lab_notes(result, style.language)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "lab": result.lab.id,
            "spec_sha256": result.lab.spec_sha256,
            "max_score": number(result.max_score),
        },
        "tests": [_test(n, case) for n, case in enumerate(found, 1)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _test(n: int, case: Case) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": case.title,
        "number": str(n),
        "output": case.text,
        "visibility": VISIBILITY[case.visibility],
        "tags": [case.section] if case.section else [],
        "extra_data": {"id": case.id, "outcome": str(case.outcome)},
    }
    if case.points:  # without a score a test only informs
        status = "passed" if case.outcome is Outcome.PASSED else "failed"
        test |= {
            "score": number(case.score),
            "max_score": number(case.points),
            "status": status,
        }
    return test
