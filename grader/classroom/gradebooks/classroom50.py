"""Classroom 50: a `result.json` for each student (`classroom50/result/v1`).

All scores are whole numbers, none above its maximum. Where points or partial credit may have
fractions, everything is given in hundredths, for the whole class alike, so that nothing is
rounded twice. Who could not be graded has no file: a collector takes one as a grade.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.classroom.file_names import file_name
from grader.classroom.gradebooks.base import Gradebook, Remark, refused, unexpected
from grader.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.classroom.gradebooks.base import Asked, Grade

TYPES = ("individual", "group")
FROM_ROSTER = {
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
FROM_SETTINGS = ("classroom", "assignment")
SUBMISSION = re.compile(r"submit/.+")
URL = re.compile(r"https://\S+")


def remarks(asked: Asked) -> Iterator[Remark]:
    for name in FROM_SETTINGS:
        if not asked.settings.get(name):
            yield refused("setting-missing", name=f"classroom50.{name}")
    if asked.settings.get("type", TYPES[0]) not in TYPES:
        yield refused("classroom50-type", found=asked.settings["type"], known=list(TYPES))
    if _has_fractions(asked):
        yield unexpected("classroom50-hundredths")
    for student in asked.roster.students:
        for name in FROM_ROSTER:
            value = student.ids.get(name, "")
            wanted = {"submission": SUBMISSION, "owner": re.compile(r"\S+")}.get(name, URL)
            if not wanted.fullmatch(value):
                code = "column-wrong" if value else "column-missing"
                yield refused(code, student=student.id, column=name, found=value)


def _has_fractions(asked: Asked) -> bool:
    checks = asked.lab.checks
    return any(c.points != c.points.to_integral_value() or c.partial for c in checks)


def files(asked: Asked, grades: Iterable[Grade]) -> Iterator[tuple[str, str]]:
    for grade in grades:
        if grade.whole is not None and grade.score is not None:
            style = replace(asked.style, facts=_facts(asked, grade))
            text = FORMATS["classroom50"].render(grade.whole, style)
            yield f"classroom50/{file_name(grade.student.id)}/result.json", text


def _facts(asked: Asked, grade: Grade) -> dict[str, str]:
    """Say for each student what the runner's environment would say of its own."""
    ids = grade.student.ids
    return {
        "CLASSROOM": asked.settings.get("classroom", ""),
        "ASSIGNMENT": asked.settings.get("assignment", ""),
        "ASSIGNMENT_TYPE": asked.settings.get("type", TYPES[0]),
        **{fact: ids.get(column, "") for column, fact in FROM_ROSTER.items()},
    }


GRADEBOOK = Gradebook("classroom50", ("classroom", "assignment", "type"), remarks, files)
