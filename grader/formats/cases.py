"""A result as tools meet it: a case a check, in plain harmless lines.

The formats for tools share it. What a case says is what the terminal says, without the layout.
Texts are harmless already (no control characters, no line breaks within a line); each format
escapes them for its own markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.formats.labels import labels
from grader.formats.sanitize import harmless
from grader.formats.view import check_view, plain
from grader.locale import pick
from grader.model.result import Outcome
from grader.storage.result_document import said_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from grader.formats.view import CheckView
    from grader.model.result import CheckResult, Result


@dataclass(frozen=True, slots=True)
class Case:
    """One check for a tool.

    `headline` is the one line that says why it did not pass; `details` are all lines, the
    headline among them.
    """

    id: str
    title: str
    section: str
    target: str
    outcome: Outcome
    points: Decimal
    score: Decimal | None
    seconds: float
    headline: str
    details: tuple[str, ...]
    visibility: str

    @property
    def text(self) -> str:
        return "\n".join(self.details)


def cases(result: Result, language: str) -> tuple[Case, ...]:
    """Return the cases of a result, in the order of the spec."""
    return tuple(_case(check, language) for check in result.checks)


def lab_title(result: Result, language: str) -> str:
    return harmless(pick(result.lab.title, language) or result.lab.id)


def lab_notes(result: Result, language: str) -> tuple[str, ...]:
    """Return what must be known of the whole lab; no report may leave it out."""
    return tuple(harmless(said_text(note, language)) for note in result.notes)


def lab_points(result: Result, language: str) -> str:
    """Say the score, or how much of it is known."""
    label = labels(language)
    most = plain(result.max_score)
    if result.score is not None:
        return label("points", score=plain(result.score), max=most)
    so_far, still = plain(result.score_so_far), plain(result.points_open)
    return label("points-open", score=so_far, max=most, open=still)


def _case(check: CheckResult, language: str) -> Case:
    view = check_view(check, language)
    passed = check.outcome is Outcome.PASSED
    lines = [] if passed else _lines(view, labels(language))
    lines += [note.text for note in view.notes]
    if not passed:
        lines += _hints(view, labels(language))
    details = tuple(dict.fromkeys(harmless(line) for line in lines if line))
    return Case(
        id=check.id,
        title=harmless(view.title),
        section=harmless(pick(check.section, language)),
        target=harmless(f"{view.target} {view.name}".rstrip()),
        outcome=check.outcome,
        points=check.points,
        score=check.score,
        seconds=check.seconds,
        headline="" if passed else next(iter(details), view.outcome),
        details=details,
        visibility=check.visibility,
    )


def _lines(view: CheckView, label: Callable[..., str]) -> list[str]:
    """Say what is wrong; where that is not to be shown, say so: no case is without words."""
    wrong = [s.text or s.field for s in view.seen if s.outcome is not Outcome.PASSED]
    if view.closed:
        wrong.append(label("not-shown"))
    if view.reason and view.reason not in wrong:
        wrong.insert(0, view.reason)
    return wrong


def _hints(view: CheckView, label: Callable[..., str]) -> list[str]:
    if len(view.hints) == 1:
        return [f"{label('hint')}: {view.hints[0]}"]
    return [f"{label('hint-n', n=n)}: {hint}" for n, hint in enumerate(view.hints, 1)]
