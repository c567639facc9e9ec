"""CTRF, the Common Test Report Format: JSON for dashboards (https://ctrf.io).

It has no outcome for "could not be checked"; such a check is `other`, with our own word beside.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.formats.cases import cases, lab_notes
from grader.model.result import Outcome
from grader.storage.result_document import number

if TYPE_CHECKING:
    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result

SPEC_VERSION = "0.1.0"
STATUS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "failed",
    Outcome.SKIPPED: "skipped",
    Outcome.ERROR: "other",
}


def render(result: Result, style: Style) -> str:
    """Write one lab."""
    found = cases(result, style.language)
    stop = int(result.observed_at.timestamp() * 1000)
    spent = round(result.seconds * 1000)
    counts = {
        status: sum(STATUS[case.outcome] == status for case in found)
        for status in ("passed", "failed", "skipped", "pending", "other")
    }
    document = {
        "reportFormat": "CTRF",
        "specVersion": SPEC_VERSION,
        "timestamp": result.observed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "generatedBy": "grader",
        "results": {
            "tool": {"name": "grader", "version": __version__},
            "summary": {
                "tests": len(found),
                **counts,
                "start": stop - spent,
                "stop": stop,
                "duration": spent,
                "extra": {
                    "outcome": str(result.outcome),
                    "score": number(result.score),
                    "max_score": number(result.max_score),
                },
            },
            "tests": [_test(case, result.lab.id) for case in found],
            "extra": {"notes": list(lab_notes(result, style.language))},
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _test(case: Case, lab: str) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": f"{case.id}: {case.title}",
        "status": STATUS[case.outcome],
        "duration": round(case.seconds * 1000),
        "suite": [lab, case.section] if case.section else [lab],
        "rawStatus": str(case.outcome),
        "labels": {"points": number(case.points) or 0},
        "extra": {"id": case.id, "score": number(case.score)},
    }
    if case.outcome is not Outcome.PASSED:
        test |= {"message": case.headline, "trace": case.text}
    return test
