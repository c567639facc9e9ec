"""Regrading what is in the record after a spec was fixed; no engine is needed.

A pure function of the new spec and the stored snapshots: first whose score changes, and only
then, if that is wanted, the new record in the place of the old one, which is kept beside it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.classroom import entry as entries
from grader.classroom import record
from grader.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from grader.classroom.class_run import Class
    from grader.classroom.entry import Entry
    from grader.classroom.grading import Job
    from grader.classroom.runner import Run
    from grader.classroom.student import Student
    from grader.model.message import Message


@dataclass(frozen=True, slots=True)
class Change:
    """A student's score before and after; None where there was or is none, and why there is none.

    `checks` are those whose score changed.
    """

    student: str
    before: Decimal | None
    after: Decimal | None
    checks: tuple[str, ...]
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Regraded:
    """What judging again came to: the changes, and the lines of the new record by student."""

    changes: tuple[Change, ...]
    lines: Mapping[str, str]


def regrade(whole: Class, run: Run, students: Sequence[Student]) -> Regraded:
    """Judge the stored snapshots of a class again; nothing is written."""
    path = whole.folder / record.NAME
    index = record.scan(path)
    if index is None:
        raise RecordError("record-none", path=str(whole.folder))
    if index.header.lab != whole.header.lab:
        raise RecordError("record-other-lab", path=str(path), lab=index.header.lab)
    by_id = {student.id: student for student in students}
    order = [student.id for student in students if student.id in index.lines]
    changes: list[Change] = []
    judged: dict[str, str] = {}
    lines: dict[str, str] = {}
    jobs = (_again(whole, by_id[old.student], old) for old in record.read(path, order))
    for batch in run.outcomes(job for job in jobs if job is not None):
        judged |= {graded.student: graded.line for graded in batch}
    for old in record.read(path, order):
        lines[old.student] = text = judged.pop(old.student, None) or entries.dump(old)
        new = entries.load(text.encode())
        if new.result is None and old.result is not None:
            # The evidence is gone or was changed: what was judged before stands.
            lines[old.student] = entries.dump(old)
            changes.append(Change(old.student, old.score, old.score, (), new.reason))
        elif new.score != old.score:
            changes.append(Change(old.student, old.score, new.score, _checks(old, new)))
    return Regraded(tuple(changes), lines)


def _again(whole: Class, student: Student, old: Entry) -> Job | None:
    """Make the job that judges an entry's snapshot again; None where there is no snapshot."""
    if old.evidence is None:
        return None
    base = whole.folder if old.evidence.taken else whole.roster.base
    return replace(whole.job(student), evidence=old.evidence, base=str(base))


def _checks(old: Entry, new: Entry) -> tuple[str, ...]:
    """Name the checks whose score differs, those that came or went included."""
    before, after = _scores(old), _scores(new)
    names = dict.fromkeys([*after, *before])
    missing = object()
    return tuple(n for n in names if before.get(n, missing) != after.get(n, missing))


def _scores(entry: Entry) -> dict[str, Decimal | None]:
    return {check.id: check.score for check in entry.result.checks} if entry.result else {}


def write(whole: Class, found: Regraded) -> Path:
    """Put the new record in the old one's place; returns where the old one is kept."""
    path = whole.folder / record.NAME
    index = record.scan(path)
    others = record.raw(path, [n for n in index.lines if n not in found.lines] if index else [])
    lines = itertools.chain((line.encode() for line in found.lines.values()), others)
    return record.replace_record(path, whole.header, lines)
