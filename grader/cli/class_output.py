"""The result of a class's record, written: the table, the pages, the gradebooks, the summary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.classroom import scores_table
from grader.classroom.export import read_wanted, remarks, write_gradebooks
from grader.classroom.labels import labels
from grader.classroom.pages import INDEX, Look, write_pages
from grader.cli.errors import tell
from grader.cli.terminal import write_out
from grader.errors import UsageError
from grader.formats.sanitize import harmless
from grader.messages import say
from grader.storage.files import write_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from grader.classroom.class_run import Class
    from grader.classroom.student import Student

SCORES = "scores.csv"
MEGABYTE = 1024**2
BIG, HUGE = 10 * MEGABYTE, 50 * MEGABYTE


def dry_run(arguments: argparse.Namespace, whole: Class) -> int | None:
    """Say what the importers would refuse, before anything is done; None where all may go on."""
    wanted = read_wanted(arguments.gradebook, arguments.set)
    language = arguments.language
    label = labels(language)
    found = remarks(whole, whole.roster, wanted, language)
    refused = 0
    for name, told in found.items():
        for remark in told:
            head = label("would-refuse" if remark.refused else "to-know", name=name)
            tell(f"{head}: {harmless(say(remark.said, language))}")
            refused += remark.refused
    if refused:
        return UsageError.exit_code
    if arguments.dry_run:
        n = len(whole.roster.students)
        tell(label("in-order", students=n, checks=len(whole.spec.template.checks)))
        tell(label("dry-run"))
        return 0
    return None


def publish(arguments: argparse.Namespace, whole: Class, students: Sequence[Student]) -> int:
    """Write everything about the students of a class (or of a part); returns the exit code."""
    language = arguments.language
    label = labels(language)
    roster = replace(whole.roster, students=tuple(students))
    look = Look(arguments.reader, arguments.phase, language, arguments.single_file)
    found, size = write_pages(whole, roster, look)
    write_file(whole.folder / SCORES, scores_table.scores_csv(found, language))
    write_out(scores_table.text(found, language))
    wanted = read_wanted(arguments.gradebook, arguments.set)
    books = write_gradebooks(whole, roster, wanted, look)
    tell(f"{label('page')}: {(whole.folder / INDEX).resolve().as_uri()}")
    for path in (whole.folder / SCORES, *books):
        tell(f"{label('written')}: {path}")
    if look.single and size > BIG:
        tell(label("huge-page" if size > HUGE else "big-page", size=size // MEGABYTE))
    return found.exit_code
