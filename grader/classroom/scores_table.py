"""The class as a table for a spreadsheet, `scores.csv`, and as a text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.classroom import csv_io
from grader.classroom.labels import labels
from grader.formats.sanitize import harmless
from grader.locale import pick
from grader.messages import say
from grader.model.points import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.classroom.summary import ClassResult, Row

MOST = 20  # of a list in a terminal: the rest is on the page


def scores_csv(found: ClassResult, language: str) -> str:
    """Write a row a student: who has no score has an empty one, and the reason."""
    return csv_io.write(_table(found, language), bom=True)


def _table(found: ClassResult, language: str) -> Iterator[Sequence[str]]:
    label = labels(language)
    names = ("student", "name", "section", "outcome", "score")
    checks = [csv_io.neutral(column.id) for column in found.columns]
    yield [*(label(f"column.{n}") for n in names), "max", label("column.reason"), *checks]
    for row in found.rows:
        student = row.student
        yield [
            *map(csv_io.neutral, (student.id, student.name, student.section)),
            label(row.outcome),
            "" if row.score is None else plain(row.score),
            plain(found.max_score),
            csv_io.neutral(reason(row, language)),
            *(label(outcome) for outcome in row.outcomes),
        ]


def reason(row: Row, language: str) -> str:
    return "" if row.reason is None else say(row.reason, language, field="")


def text(found: ClassResult, language: str) -> str:
    """Write what an instructor must know first: who could not be graded, then how it went."""
    label = labels(language)
    title = pick(found.lab.title, language) or found.lab.id if found.lab else label("class")
    lines = [harmless(title), ""]
    ungraded = found.ungraded
    if ungraded:
        lines.append(f"{label('attention')} ({len(ungraded)})")
        wide = max(len(row.student.id) for row in ungraded[:MOST])
        for row in ungraded[:MOST]:
            said = harmless(reason(row, language), 300)
            lines.append(f"  {harmless(row.student.id).ljust(wide)}  {said}")
        if len(ungraded) > MOST:
            lines.append(f"  {label('and-more', n=len(ungraded) - MOST)}")
        lines.append("")
    lines.append(" · ".join(_counts(found, language)))
    return "\n".join(lines) + "\n"


def _counts(found: ClassResult, language: str) -> Iterator[str]:
    label = labels(language)
    yield label("n-students", n=len(found.rows))
    yield label("n-graded", n=len(found.graded))
    if found.ungraded:
        yield label("n-ungraded", n=len(found.ungraded))
    yield label("n-full", n=found.full)
    if found.mean is not None and found.median is not None:
        yield f"{label('median', n=plain(found.median))} {label('of', max=plain(found.max_score))}"
        yield label("mean", n=plain(found.mean))
