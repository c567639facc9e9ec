"""PrairieLearn: a `results.json` for each student, as an external grader leaves it.

Who could not be graded is `gradable: false`, which costs no points and no attempt. A file above
1 MB is not graded, so long texts are cut there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.classroom.file_names import file_name
from grader.classroom.gradebooks.base import Gradebook, Remark, refused, unexpected
from grader.formats import FORMATS
from grader.formats.sanitize import harmless
from grader.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.classroom.gradebooks.base import Asked, Grade

MAX_BYTES = 1_000_000
LONG = 200  # of a text, where the whole is too large


def remarks(asked: Asked) -> Iterator[Remark]:
    if not asked.max_score:
        yield refused("no-points")
    hidden = [check.id for check in asked.lab.checks if check.visibility != "always"]
    if hidden:
        yield unexpected("hidden-left-out", checks=hidden)


def files(asked: Asked, grades: Iterable[Grade]) -> Iterator[tuple[str, str]]:
    for grade in grades:
        if grade.whole is not None:
            text = FORMATS["prairielearn"].render(grade.whole, asked.style)
        else:
            why = say(grade.reason, asked.language, field="") if grade.reason else ""
            text = json.dumps({"gradable": False, "format_errors": [harmless(why)]}) + "\n"
        yield f"prairielearn/{file_name(grade.student.id)}/results.json", _fitting(text)


def _fitting(text: str) -> str:
    """Cut the texts of the tests where the whole would not be read."""
    if len(text.encode()) <= MAX_BYTES:
        return text
    found = json.loads(text)
    for test in found["tests"]:
        for key in ("message", "output", "description"):
            test[key] = str(test.get(key, ""))[:LONG]
    return json.dumps(found, ensure_ascii=False) + "\n"


GRADEBOOK = Gradebook("prairielearn", (), remarks, files)
