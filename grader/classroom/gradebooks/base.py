"""What a gradebook is: what its importer would refuse, said before, and the files it reads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grader.formats.base import Style
from grader.locale import pick
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.classroom.student import Roster, Student
    from grader.model.lab import Lab
    from grader.model.message import Json
    from grader.model.result import Result
    from grader.privacy.audience import Phase


@dataclass(frozen=True, slots=True)
class Grade:
    """A student's grade: the whole result, and what the student may see of it.

    Without a score there is a `reason`.
    """

    student: Student
    score: Decimal | None
    whole: Result | None
    shown: Result | None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What an importer would do with what is there: refuse it, or something not expected."""

    said: Message
    refused: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gradebook is asked to write: the class, the lab, and its settings."""

    roster: Roster
    lab: Lab
    settings: Mapping[str, str]
    language: str = "en"
    phase: Phase = "before_due"

    @property
    def style(self) -> Style:
        return Style(language=self.language, phase=self.phase)

    @property
    def title(self) -> str:
        """What the gradebook calls the lab: as it was set, else by the lab's own title."""
        lab = self.lab
        return self.settings.get("title") or pick(lab.title, self.language) or lab.id

    @property
    def max_score(self) -> Decimal:
        return sum((check.points for check in self.lab.checks), Decimal(0))


@dataclass(frozen=True, slots=True)
class Gradebook:
    """A gradebook: its settings, a dry run over the roster, and the files by relative path."""

    name: str
    settings: tuple[str, ...]
    remarks: Callable[[Asked], Iterator[Remark]]
    files: Callable[[Asked, Iterable[Grade]], Iterator[tuple[str, str]]]


def refused(code: str, **params: Json) -> Remark:
    return Remark(message(f"gradebook-{code}", **params))


def unexpected(code: str, **params: Json) -> Remark:
    return Remark(message(f"gradebook-{code}", **params), refused=False)


def twice(students: Iterable[Student], column: str, values: Mapping[str, str]) -> Iterator[Remark]:
    """Find two students with one value in a column: one would get the other's grade."""
    seen: dict[str, str] = {}
    for student in students:
        value = values.get(student.id, "")
        if value and value in seen:
            params: dict[str, Json] = {"column": column, "value": value}
            yield refused("id-twice", student=student.id, other=seen[value], **params)
        seen.setdefault(value, student.id)
