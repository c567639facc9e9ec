"""A run over a class: what is still to grade, graded, and safe in the record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.classroom.grading import Job, taken_name
from grader.classroom.record import Header, Record
from grader.storage.files import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from grader.classroom.class_spec import ClassSpec
    from grader.classroom.grading import Graded, Limits
    from grader.classroom.runner import Run
    from grader.classroom.student import Roster, Student


@dataclass(frozen=True, slots=True)
class Class:
    """A class to grade: its spec and roster, its folder, and the engine it shares, if any."""

    spec: ClassSpec
    roster: Roster
    folder: Path
    limits: Limits
    host: str | None = None
    context: str | None = None

    @property
    def header(self) -> Header:
        return Header(self.spec.template.id, self.spec.template.sha256)

    def job(self, student: Student) -> Job:
        variables = self.spec.variables(student)
        source = student.source
        shared = (
            () if source.snapshot or source.host or source.context else (self.host, self.context)
        )
        said = repr((variables, source, shared))
        return Job(
            student=student.id,
            key=hashlib.sha256(said.encode()).hexdigest()[:16],
            spec=self.spec.text,
            variables=variables,
            source=source,
            base=str(self.roster.base),
            limits=self.limits,
            host=self.host,
            context=self.context,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a class: the i-th of n, dealt out like cards, so that all are of one size."""

    index: int = 1
    of: int = 1

    def students(self, roster: Roster) -> tuple[Student, ...]:
        return roster.students[self.index - 1 :: self.of]


def todo(whole: Class, record: Record, students: Sequence[Student]) -> list[Job]:
    """Find who is not in the record yet.

    Whoever was asked for otherwise (another source, other values) or handed in another file is
    graded again; so is, once a run has come to its end, who could not be graded in it.
    """
    again = record.index.header.finished
    jobs = []
    for student in students:
        job = whole.job(student)
        line = record.index.lines.get(student.id)
        head = None if line is None else line.head
        if (
            head is None
            or head.key != job.key
            or (again and not head.graded)
            or (student.source.snapshot and _changed(whole.roster.base, student, head.sha256))
        ):
            jobs.append(job)
    return jobs


def _changed(base: Path, student: Student, before: str | None) -> bool:
    try:
        source = (base / (student.source.snapshot or "")).read_bytes()
    except OSError:
        return before is not None
    return before is not None and hashlib.sha256(source).hexdigest() != before


def carry_out(
    run: Run, jobs: Iterable[Job], record: Record, tell: Callable[[Graded], None]
) -> None:
    """Run jobs and record what they come to: first the snapshots that were taken, then lines."""
    for batch in run.outcomes(jobs):
        for graded in batch:
            keep_snapshot(record.path.parent, graded)
        record.append(graded.line for graded in batch)
        for graded in batch:
            tell(graded)


def keep_snapshot(folder: Path, graded: Graded) -> None:
    if graded.snapshot is not None:
        write_file(folder / taken_name(graded.student), graded.snapshot)
