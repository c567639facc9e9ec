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
    "n-full": "{n} with all points",
    "class.students": "students",
    "class.ungraded": "could not be graded",
    "class.full": "with all points",
    "class.median": "median, of {max}",
    "class.mean": "mean, of {max}",
    "median": "median {n}",
    "mean": "mean {n}",
    "of": "of {max}",
    "attention": "Could not be graded",
    "attention.why": "No score was given: what could not be observed is never a zero.",
    "attention.none": "Everyone was graded.",
    "so-far": "{n} so far",
    "and-more": "and {n} more",
    "distribution": "Distribution of scores",
    "distribution.bar": "{low} to {high} points: {n} students",
    "checks.share": "Share that passed each check",
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
    "copying": "What students have in common",
    "copying.why": (
        "Signs, not proof: nothing of this touches a score. "
        "Whoever has root on a machine can forge what it says."
    ),
    "copying.container": "the same container {short}",
    "copying.engine": "the same engine {short}",
    "copying.snapshot": "the same snapshot file",
    "copying.claimed": "the snapshot says that it is of {who}",
    "copying.value": "{field}: has {value}, which is the value of {who} for {name} (1 of {count})",
    "copying.n": "{n} students (a machine that was cloned for all?)",
    "for-staff": "for staff: this page names students",
    "feedback": "{n} of {all} checks passed",
    "would-refuse": "{name} would refuse this",
    "to-know": "{name}: to know",
    "progress": "{done} of {all} graded, {failed} could not be, {rate} a second",
    "resumed": "{n} are in the record already, {left} to go",
    "stopped": ("stopped: {done} of {all} are in the record; the same command goes on from there"),
    "page": "page",
    "written": "written",
    "big-page": "the page has {size} MB; without --single-file there is a file for each student",
    "huge-page": ("the page has {size} MB and few browsers will show it: leave out --single-file"),
    "changes": "{n} of {all} scores change",
    "changes.none": "no score changes",
    "changes.line": "{student}: {before} -> {after} ({checks})",
    "changes.ungraded": "not graded",
    "changes.ask": "Write this? [y/N] ",
    "changes.how": "nothing was written; add --yes to write it",
    "changes.not": "{student}: cannot be judged again: {reason}",
    "dry-run": "nothing was graded: this was a dry run",
    "in-order": "{students} students and {checks} checks: in order",
}


def labels(language: str) -> Callable[..., str]:
    """Return a function from a label's key to its text; those of one result are known too."""

    def label(key: str, **params: Any) -> str:
        text = translate(TEXTS.get(key) or OF_ONE[key], language)
        return text.format(**params) if params else text

    return label
