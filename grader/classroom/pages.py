"""One pass over the record: the class's result, the signs, and a page for each student."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.classroom import page, record
from grader.classroom.file_names import file_name
from grader.classroom.similarity import Common
from grader.classroom.summary import Folding
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.privacy.audience import cut
from grader.storage.files import write_file

if TYPE_CHECKING:
    from markupsafe import Markup

    from grader.classroom.class_run import Class
    from grader.classroom.similarity import Sign
    from grader.classroom.student import Roster
    from grader.classroom.summary import ClassResult
    from grader.model.result import Result
    from grader.privacy.audience import Phase, Reader

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Look:
    """For whom the students' pages are, in which language, and whether in one file."""

    reader: Reader = "student"
    phase: Phase = "before_due"
    language: str = "en"
    single: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """A student's part of a page of one file, and the name that links lead to."""

    name: str
    part: Markup


def write_pages(whole: Class, roster: Roster, look: Look) -> tuple[ClassResult, int]:
    """Write the index and the students' pages; returns the class's result and the index's size.

    A student's page holds what its reader may see; the index is for staff.
    """
    path = whole.folder / record.NAME
    students = {student.id: student for student in roster.students}
    folding = Folding(roster)
    common = Common(roster, whole.spec)
    inside = {name: Inside(file_name(name), page.part(None, "")) for name in students}
    for entry in record.read(path, [*students]):
        folding.add(students[entry.student], entry)
        common.add(entry)
        result = entry.result and cut(entry.result, look.reader, look.phase)
        if look.single:
            part = page.part(result, look.language)
            inside[entry.student] = Inside(file_name(entry.student), part)
        else:
            _write_student(whole, entry.student, result, look)
    found = folding.result()
    size = _write_index(whole, roster, found, common.signs(), look, inside)
    return found, size


def _write_student(whole: Class, student: str, result: Result | None, look: Look) -> None:
    target = whole.folder / page.STUDENTS / f"{file_name(student)}.html"
    if result is not None:
        write_file(target, FORMATS["html"].render(result, Style(language=look.language)))
    else:
        target.unlink(missing_ok=True)


def _write_index(
    whole: Class,
    roster: Roster,
    found: ClassResult,
    signs: list[Sign],
    look: Look,
    inside: dict[str, Inside],
) -> int:
    text = page.render(found, signs, look.language, inside if look.single else None, roster.file)
    write_file(whole.folder / INDEX, text)
    return len(text.encode())
