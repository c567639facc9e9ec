"""What a class's record comes to, written: the table, the pages, the gradebooks, the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cohort import record, table
from grader.cohort.labels import labels
from grader.cohort.student import Roster
from grader.cohort.summary import fold
from grader.writing import write_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from grader.cohort.classrun import Class
    from grader.cohort.student import Student

SCORES = "scores.csv"


def publish(arguments: argparse.Namespace, whole: Class, students: Sequence[Student]) -> int:
    """Write everything about the students of a class (or of a part); returns the exit code."""
    from grader.cli.door import tell
    from grader.cli.terminal import write_out

    language = arguments.language
    label = labels(language)
    path = whole.folder / record.NAME
    roster = Roster(tuple(students), whole.roster.file, whole.roster.base, whole.roster.columns)
    found = fold(roster, record.read(path, [student.id for student in students]))
    write_file(whole.folder / SCORES, table.scores_csv(found, language))
    write_out(table.text(found, language))
    tell(f"{label('written')}: {whole.folder / SCORES}")
    return found.exit_code
