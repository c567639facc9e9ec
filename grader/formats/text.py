"""The report for a terminal: what to do next first, the summary last, where the eye is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.formats.cases import lab_points
from grader.formats.labels import labels
from grader.formats.terminal import Paper, Span
from grader.formats.text_check import Writer, address
from grader.formats.view import check_view, sections
from grader.locale import pick
from grader.messages import say
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.formats.base import Style
    from grader.formats.view import CheckView
    from grader.model.result import CheckResult, Result

ORDER = (Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED, Outcome.PASSED)
BAR = 24


def render(result: Result, style: Style) -> str:
    """Write one lab's report."""
    paper = Paper(style)
    checks = [c for section in sections(result, style.language) for c in section.checks]
    _head(paper, result, style)
    writer = Writer(paper, style)
    for outcome in (Outcome.FAILED, Outcome.ERROR):
        for check in (c for c in checks if c.outcome is outcome):
            paper.blank()
            writer.whole(check)
    rest = [c for o in (Outcome.SKIPPED, Outcome.PASSED) for c in checks if c.outcome is o]
    if rest:
        paper.blank()
        writer.brief(rest)
    paper.blank()
    _summary(paper, result, style, checks)
    return paper.text()


def one(check: CheckResult, style: Style) -> str:
    """Write one check alone, as it stands in a report."""
    paper = Paper(style)
    Writer(paper, style).whole(check_view(check, style.language))
    return paper.text()


def join(texts: Sequence[str]) -> str:
    """Put the reports of several labs below each other."""
    return "\n\n".join(texts)


def _head(paper: Paper, result: Result, style: Style) -> None:
    """Say which lab this is, and which engine was asked."""
    label = labels(style.language)
    title = pick(result.lab.title, style.language) or result.lab.id
    paper.line(Span(title, "title"))
    engine = result.engine
    asked = [label("no-engine")]
    if engine is not None:
        asked = [f"{engine.kind} {engine.version}", label("api", api=engine.api), engine.endpoint]
        asked += [engine.name] if engine.name else []
    observed = f"{result.observed_at:%Y-%m-%d %H:%M:%S} UTC"
    facts = [result.lab.id, *asked, observed]
    if result.student:
        facts.insert(1, f"{label('student')} {result.student}")
    paper.line(Span(" · ".join(facts), "dim"))
    for note in result.notes:
        paper.line(Span("! ", "error"), Span(say(note, style.language)), hang=2)


def _summary(paper: Paper, result: Result, style: Style, checks: Sequence[CheckView]) -> None:
    label = labels(style.language)
    outcome = result.outcome
    sign = Writer(paper, style).sign(outcome)
    spans = [sign, Span(label(f"lab.{outcome}"), f"bold {outcome}"), Span("   ")]
    spans += [Span(lab_points(result, style.language), "bold")]
    paper.line(*spans)
    counts = [(o, sum(c.outcome is o for c in checks)) for o in ORDER]
    told = _bar(result)
    for kind, n in counts:
        if n:
            told += [Span(" · ", "dim"), Span(label(f"n-{kind}", n=n), kind)]
    paper.line(*told[0 if result.max_score else 1 :])
    if outcome is Outcome.ERROR:
        paper.line(Span(label("open.why")))
    if result.provisional:
        paper.line(Span(f"{label('provisional')}: ", "bold"), Span(label("provisional.why")))
    if style.page:
        paper.line(Span(f"{label('page')}: "), Span(style.page, "underline", address(style.page)))


def _bar(result: Result) -> list[Span]:
    """Draw what is earned, what is open and what is not, in shares of all points."""
    most = result.max_score
    if not most:
        return []
    earned = int(result.score_so_far * BAR / most)
    still = int(result.points_open * BAR / most)
    return [
        Span("█" * earned, "passed"),
        Span("?" * still, "error"),
        Span("░" * (BAR - earned - still), "dim"),
    ]
