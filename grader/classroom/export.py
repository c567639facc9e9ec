"""Exports: the gradebooks' files, and separately who has no grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.classroom import csv_io, record
from grader.classroom.gradebooks import NAMES, gradebook
from grader.classroom.gradebooks.base import Asked, Grade, Remark
from grader.classroom.summary import why_open
from grader.errors import UsageError
from grader.messages import say
from grader.model.message import message
from grader.privacy.audience import cut
from grader.storage.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.classroom.class_run import Class
    from grader.classroom.entry import Entry
    from grader.classroom.pages import Look
    from grader.classroom.student import Roster, Student

FOLDER = "gradebooks"
NOT_GRADED = "not-graded.csv"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The gradebooks that are asked for, by name, each with its settings."""

    books: Mapping[str, Mapping[str, str]]


def read_wanted(names: Sequence[str], settings: Sequence[str]) -> Wanted:
    """Read `--gradebook NAME` and `--set NAME.KEY=VALUE`; raises `UsageError`."""
    for name in names:
        if name not in NAMES:
            raise UsageError("unknown-gradebook", found=name, known=list(NAMES))
    books: dict[str, dict[str, str]] = {name: {} for name in names}
    if settings and not names:
        raise UsageError("only-with", one="--set", other="--gradebook")
    for text in settings:
        key, given, value = text.partition("=")
        name, dot, setting = key.partition(".")
        if not given or not dot or name not in books:
            raise UsageError("bad-setting", found=text, known=list(books))
        if setting not in gradebook(name).settings:
            known = [f"{name}.{one}" for one in gradebook(name).settings]
            raise UsageError("bad-setting", found=text, known=known)
        books[name][setting] = value
    return Wanted(books)


def remarks(whole: Class, roster: Roster, wanted: Wanted, language: str) -> dict[str, list[Remark]]:
    """Say what each importer would refuse, from the roster and the spec alone."""
    return {
        name: list(gradebook(name).remarks(Asked(roster, whole.spec.template, settings, language)))
        for name, settings in wanted.books.items()
    }


def write_gradebooks(whole: Class, roster: Roster, wanted: Wanted, look: Look) -> list[Path]:
    """Write the files of every gradebook, and the list of who is in none of them."""
    written: list[Path] = []
    folder = whole.folder / FOLDER
    for name, settings in wanted.books.items():
        asked = Asked(roster, whole.spec.template, settings, look.language, look.phase)
        for path, text in gradebook(name).files(asked, grades(whole, roster, look)):
            write_file(folder / path, text)
            if "/" not in path:
                written.append(folder / path)
        if (folder / name).is_dir():
            written.append(folder / name)
    if wanted.books:
        rows = [["student", "name", "reason"]]
        for grade in grades(whole, roster, look):
            if grade.score is None:
                said = say(grade.reason, look.language, field="") if grade.reason else ""
                cells = (grade.student.id, grade.student.name, said)
                rows.append([csv_io.neutral(cell) for cell in cells])
        write_file(folder / NOT_GRADED, csv_io.write(rows, bom=True))
        written.append(folder / NOT_GRADED)
    return written


def grades(whole: Class, roster: Roster, look: Look) -> Iterator[Grade]:
    """Read every student's grade from the record, in the roster's order, one at a time."""
    path = whole.folder / record.NAME
    entries = record.read(path, [student.id for student in roster.students])
    entry = next(entries, None)
    for student in roster.students:
        if entry is not None and entry.student == student.id:
            yield _grade(student, entry, look)
            entry = next(entries, None)
        else:
            yield Grade(student, None, None, None, message("not-recorded"))


def _grade(student: Student, entry: Entry, look: Look) -> Grade:
    result = entry.result
    if result is None:
        return Grade(student, None, None, None, entry.reason)
    # Whoever reads the gradebook may be the student, even where the pages are for staff.
    shown = cut(result, "student", look.phase)
    return Grade(student, result.score, result, shown, why_open(result))
