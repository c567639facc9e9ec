"""Moodle: CSV for "Grades > Import > CSV file" (`grade/import/csv`).

The whole import is given up over one unknown user, one grade that is no number or one above 100.
So: a row for who is in the roster and has a score, one column to know users by that all of them
have, and grades scaled to the item's maximum. Grade and feedback are mapped together in the form,
or feedback that was there is lost.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from grader.classroom import csv_io
from grader.classroom.gradebooks.base import Gradebook, Remark, refused, twice, unexpected
from grader.classroom.gradebooks.texts import feedback
from grader.model.points import plain, scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.classroom.gradebooks.base import Asked, Grade
    from grader.classroom.student import Student

USERS = ("username", "email", "idnumber", "userid")
MOST = Decimal(100)


def remarks(asked: Asked) -> Iterator[Remark]:
    user = asked.settings.get("user")
    if user is not None and user not in USERS:
        yield refused("moodle-user", found=user, known=list(USERS))
        return
    most = _max(asked)
    if most is None:
        yield refused("moodle-max", found=asked.settings.get("max", ""))
    elif most > MOST:
        yield refused("moodle-over-100", max=plain(most))
    if asked.title in USERS:
        yield refused("moodle-title", title=asked.title)
    students = asked.roster.students
    column = user or _user(asked)
    for student in students:
        yield from _of_student(student, column)
    yield from twice(students, column, {s.id: _value(s, column) for s in students})


def _of_student(student: Student, column: str) -> Iterator[Remark]:
    value = _value(student, column)
    if not value:
        yield refused("moodle-unknown", student=student.id, column=column)
    elif column == "userid" and not (value.isascii() and value.isdecimal()):
        yield refused("moodle-userid", student=student.id, found=value)
    if column == "email" and value != value.lower():
        yield unexpected("moodle-case", student=student.id, found=value)
    if csv_io.neutral(value) != value:
        yield refused("formula-id", student=student.id, column=column, found=value)


def files(asked: Asked, grades: Iterable[Grade]) -> Iterator[tuple[str, str]]:
    column = _user(asked)
    most = _max(asked) or asked.max_score
    title = csv_io.neutral(asked.title)
    rows = [[column, title, f"{title} (feedback)"]]
    for grade in grades:
        if grade.score is not None:
            points = plain(scaled(grade.score, asked.max_score, most))
            said = csv_io.neutral(feedback(grade, asked.language))
            rows.append([csv_io.neutral(_value(grade.student, column)), points, said])
    # Moodle takes the mark off; Excel in Korea needs it.
    yield "moodle.csv", csv_io.write(rows, bom=True)


def _user(asked: Asked) -> str:
    """Choose the column that users are known by: the one asked for, else the first all have."""
    if "user" in asked.settings:
        return asked.settings["user"]
    students = asked.roster.students
    full = (c for c in USERS if all(_value(s, c) for s in students))
    return next(full, next((c for c in USERS if any(_value(s, c) for s in students)), USERS[0]))


def _value(student: Student, column: str) -> str:
    return student.email if column == "email" else student.ids.get(column, "")


def _max(asked: Asked) -> Decimal | None:
    try:
        most = Decimal(asked.settings.get("max", str(asked.max_score)))
    except InvalidOperation:
        return None
    return most if most.is_finite() and most > 0 else None


GRADEBOOK = Gradebook("moodle", ("user", "max", "title"), remarks, files)
