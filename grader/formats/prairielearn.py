"""PrairieLearn's `results.json` of an external grader.

The score is a share from 0 to 1. What could not be checked is not gradable: that takes no points
and no attempt. PrairieLearn shows all tests that it is given, so hidden checks are left out; they
are in the score.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.formats.cases import cases, lab_notes
from grader.formats.labels import labels
from grader.model.result import Outcome
from grader.privacy.audience import cut
from grader.storage.result_document import number

if TYPE_CHECKING:
    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result


def render(result: Result, style: Style) -> str:
    """Write one lab, all of it."""
    shown = cut(result, "student", style.phase)
    found = cases(shown, style.language)
    label = labels(style.language)
    document: dict[str, Any] = {"gradable": result.score is not None}
    if result.score is None:
        open_ones = [c for c in found if c.outcome is Outcome.ERROR]
        document["format_errors"] = [
            label("open.why"),
            *(f"{case.title}: {case.headline}" for case in open_ones),
        ]
    else:
        most = result.max_score
        document["score"] = float(result.score / most) if most else _all_or_nothing(result)
        document["tests"] = [_test(case) for case in found]
    said = [label("provisional.why")] if shown.provisional else []
    document["message"] = "\n".join([*said, *lab_notes(result, style.language)])
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _all_or_nothing(result: Result) -> float:
    """A lab without points is passed or not."""
    return 1.0 if result.outcome is Outcome.PASSED else 0.0


def _test(case: Case) -> dict[str, Any]:
    """Write a test; points stand on every one, else PrairieLearn shows none."""
    return {
        "name": case.title,
        "description": case.target,
        "points": number(case.score) or 0,
        "max_points": number(case.points),
        "message": case.headline,
        "output": case.text,
    }
