"""Canvas: the gradebook's own CSV, for "Import" on its page.

The rules are those of Canvas's importer (`lib/gradebook_importer.rb`): the columns in this order,
a student by ID, SIS User ID, SIS Login ID, then exact name; an assignment by the id in its
header, else a new one is made; a field of digits, commas and full stops is taken for a number
whose last sign is the decimal mark, ids included. A blank over a score is a change, so who has
no score has no row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.classroom import csv_io
from grader.classroom.gradebooks.base import Gradebook, Remark, refused, twice, unexpected
from grader.model.points import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.classroom.gradebooks.base import Asked, Grade
    from grader.classroom.student import Student

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_ROW = "Points Possible"
IDS = {"ID": "canvas_id", "SIS User ID": "sis_user_id", "SIS Login ID": "sis_login_id"}
# Columns whose headers hold one of these are left out by the importer.
NOT_ASSIGNMENTS = re.compile(
    r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)"
)
CHANGED = re.compile(r"-?[0-9.,]*[.,][0-9.,]*%?")


def remarks(asked: Asked) -> Iterator[Remark]:
    title, assignment = asked.title, asked.settings.get("assignment")
    if assignment is None:
        yield unexpected("canvas-new", title=title)
    elif not assignment.isdecimal():
        yield refused("canvas-assignment", found=assignment)
    if NOT_ASSIGNMENTS.search(title) or title in HEADER:
        yield refused("canvas-title", title=title)
    students = asked.roster.students
    for column, key in IDS.items():
        yield from twice(students, column, {s.id: s.ids.get(key, "") for s in students})
    for student in students:
        yield from _of_student(student)
    nameless = [s for s in students if not any(key in s.ids for key in IDS.values())]
    yield from twice(nameless, "Student", {s.id: s.name for s in nameless})


def _of_student(student: Student) -> Iterator[Remark]:
    if not any(key in student.ids for key in IDS.values()):
        if not student.name:
            yield refused("canvas-nobody", student=student.id)
        else:
            yield unexpected("canvas-by-name", student=student.id, name=student.name)
    number = student.ids.get("canvas_id", "0")
    if not (number.isascii() and number.isdecimal()):
        yield refused("canvas-id", student=student.id, found=number)
    for key in ("sis_user_id", "sis_login_id"):
        value = student.ids.get(key, "")
        if CHANGED.fullmatch(value):
            yield refused("canvas-changed", student=student.id, column=key, found=value)
        if csv_io.neutral(value) != value:
            yield refused("formula-id", student=student.id, column=key, found=value)
    if POINTS_ROW in student.name:
        yield refused("canvas-points-row", student=student.id)


def files(asked: Asked, grades: Iterable[Grade]) -> Iterator[tuple[str, str]]:
    assignment = asked.settings.get("assignment")
    title = csv_io.neutral(asked.title)
    column = f"{title} ({assignment})" if assignment else title
    blank = [""] * (len(HEADER) - 1)
    rows = [[*HEADER, column], [f"    {POINTS_ROW}", *blank, plain(asked.max_score)]]
    rows += [_row(grade) for grade in grades if grade.score is not None]
    yield "canvas.csv", csv_io.write(rows)


def _row(grade: Grade) -> list[str]:
    student = grade.student
    ids = [csv_io.neutral(student.ids.get(key, "")) for key in IDS.values()]
    score = "" if grade.score is None else plain(grade.score)
    name = csv_io.neutral(student.name or student.id)
    return [name, *ids, csv_io.neutral(student.section), score]


GRADEBOOK = Gradebook("canvas", ("assignment", "title"), remarks, files)
