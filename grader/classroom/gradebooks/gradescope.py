"""Gradescope: a `results.json` for each student, as `run_autograder` leaves it.

Who could not be graded has no file: Gradescope would take one without a score for a zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.classroom.file_names import file_name
from grader.classroom.gradebooks.base import Gradebook, Remark, unexpected
from grader.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.classroom.gradebooks.base import Asked, Grade


def remarks(asked: Asked) -> Iterator[Remark]:
    hidden = [check.id for check in asked.lab.checks if check.visibility != "always"]
    if hidden:
        yield unexpected("gradescope-no-total", checks=hidden)


def files(asked: Asked, grades: Iterable[Grade]) -> Iterator[tuple[str, str]]:
    for grade in grades:
        if grade.whole is not None and grade.score is not None:
            text = FORMATS["gradescope"].render(grade.whole, asked.style)
            yield f"gradescope/{file_name(grade.student.id)}/results.json", text


GRADEBOOK = Gradebook("gradescope", (), remarks, files)
