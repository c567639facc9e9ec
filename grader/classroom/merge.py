"""The records of a class's parts put together: what one run over the whole class would have left.

A student who could not be graded in one part and was in another counts as graded; two scores that
differ are not chosen between.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grader.classroom import record
from grader.classroom.grading import taken_name
from grader.classroom.locking import lock
from grader.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.classroom.class_run import Class
    from grader.classroom.record import Index


def merge(whole: Class, parts: Sequence[Path]) -> None:
    """Write the record of the whole class from its parts; raises `RecordError`."""
    found = {path: _part(whole, path) for path in parts}
    best = _best(found)
    students = [student.id for student in whole.roster.students]
    known = set(students)
    order = [s for s in (*students, *sorted(best.keys() - known)) if s in best]
    lines = (line for student in order for line in record.raw(best[student], [student]))
    with record.writing_to(whole.folder):
        whole.folder.mkdir(parents=True, exist_ok=True)
        for student, path in best.items():
            _bring_snapshot(path, whole.folder, student)
        with lock(whole.folder / f"{record.NAME}.lock"):
            record.write_whole(whole.folder / record.NAME, whole.header, lines)


def _part(whole: Class, path: Path) -> Index:
    index = record.scan(path)
    if index is None:
        raise RecordError("record-none", path=str(path))
    if index.header.lab != whole.header.lab:
        raise RecordError("record-other-lab", path=str(path), lab=index.header.lab)
    if index.header.spec_sha256 != whole.header.spec_sha256:
        raise RecordError("merge-other-spec", path=str(path))
    return index


def _best(found: Mapping[Path, Index]) -> dict[str, Path]:
    """Choose for each student the part that has a score."""
    best: dict[str, Path] = {}
    for path, index in found.items():
        for student, line in index.lines.items():
            before = best.get(student)
            head = None if before is None else found[before].lines[student].head
            if before is None or head is None or (line.head.graded and not head.graded):
                best[student] = path
            elif line.head.graded and _raw(path, student) != _raw(before, student):
                raise RecordError("merge-twice", student=student, one=str(before), other=str(path))
    return best


def _raw(path: Path, student: str) -> bytes:
    return b"".join(record.raw(path, [student]))


def _bring_snapshot(path: Path, folder: Path, student: str) -> None:
    """Copy a snapshot that was taken in a part, so that it can be judged again."""
    source, target = path.parent / taken_name(student), folder / taken_name(student)
    if source.is_file() and source != target:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
