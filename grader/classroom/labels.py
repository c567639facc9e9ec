"""The fixed texts of a class's summary and page; other languages come from the catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.formats.labels import TEXTS as OF_ONE
from grader.locale import translate

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = {
    "class": "class",
    "n-students": "{n} students",
    "n-graded": "{n} graded",
    "n-ungraded": "{n} could not be graded",
    "n-full": "{n} with full points",
    "class.students": "students",
    "class.ungraded": "could not be graded",
    "class.full": "with full points",
    "class.median": "median, of {max}",
    "class.mean": "mean, of {max}",
    "median": "median {n}",
    "mean": "mean {n}",
    "of": "of {max}",
    "attention": "Could not be graded",
    "attention.why": "No score was given: what could not be checked is never a zero.",
    "attention.none": "Everyone was graded.",
    "so-far": "{n} so far",
    "and-more": "and {n} more",
    "distribution": "Distribution of scores",
    "distribution.bar": "{low} to {high} points: {n} students",
    "checks.share": "Pass rate of each check",
    "share": "{n} %",
    "mistakes": "The same mistake",
    "mistakes.none": "No mistake was made twice.",
    "table": "Students and checks",
    "find-student": "Find a student",
    "each-student": "Each student",
    "sort": "sort by this column",
    "column.student": "student",
    "column.name": "name",
    "column.section": "section",
    "column.score": "score",
    "column.outcome": "outcome",
    "column.reason": "reason",
    "copying": "Similarities between students",
    "copying.why": (
        "Signs, not proof: they never change a score. Anyone with root access to a machine can "
        "forge what it reports."
    ),
    "copying.container": "the same container {short}",
    "copying.engine": "the same engine {short}",
    "copying.snapshot": "the same snapshot file",
    "copying.claimed": "the snapshot names {who} as its student",
    "copying.value": "{field}: has {value}, the value assigned to {who} for {name} (1 of {count})",
    "copying.n": "{n} students (perhaps copies of one machine image)",
    "for-staff": "for staff only: this page names students",
    "feedback": "{n} of {all} checks passed",
    "would-refuse": "{name} would reject this",
    "to-know": "note for {name}",
    "progress": "{done} of {all} graded, {failed} could not be, {rate} a second",
    "resumed": "{n} already in the record, {left} to go",
    "stopped": "stopped: {done} of {all} are in the record; run the same command to continue",
    "page": "page",
    "written": "written",
    "big-page": "the page is {size} MB; without --single-file, each student gets a separate file",
    "huge-page": "the page is {size} MB, too large for most browsers; omit --single-file",
    "changes": "{n} of {all} scores change",
    "changes.none": "no score changes",
    "changes.line": "{student}: {before} -> {after} ({checks})",
    "changes.ungraded": "not graded",
    "changes.ask": "Write these changes? [y/N] ",
    "changes.how": "nothing was written; to write it, add --yes",
    "changes.not": "{student}: cannot be regraded: {reason}",
    "dry-run": "dry run: nothing was graded",
    "in-order": "{students} students and {checks} checks: ok",
}


def labels(language: str) -> Callable[..., str]:
    """Return a function from a label's key to its text; those of one result are known too."""

    def label(key: str, **params: Any) -> str:
        text = translate(TEXTS.get(key) or OF_ONE[key], language)
        return text.format(**params) if params else text

    return label
