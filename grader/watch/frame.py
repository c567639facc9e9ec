"""A state as the lines of a terminal of some size. Pure; `screen` puts them there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.formats.labels import labels
from grader.formats.terminal import Paper, Span
from grader.formats.text_check import Writer
from grader.formats.view import sections
from grader.locale import pick
from grader.messages import say
from grader.model.message import message
from grader.model.result import Outcome
from grader.watch.texts import points_line, step_lines, trouble_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from grader.formats.base import Style
    from grader.formats.view import CheckView, Section
    from grader.watch.state import State

INDENT = 4
CHANGED = "▸ "
WRONG = (Outcome.FAILED, Outcome.ERROR)


def frame(state: State, style: Style, height: int) -> list[str]:
    """Lay a state out in at most `height` lines: the checks give way, what to do next does not."""
    top, bottom = _top(state, style), _bottom(state, style)
    room = max(height - len(top) - len(bottom), 0)
    grouped = sections(state.result, style.language) if state.result else ()
    step = state.step.id if state.step else ""
    wrong = {c.id for s in grouped for c in s.checks if c.outcome in WRONG}
    for whole in (wrong, {step}, set[str]()):
        body = _body(grouped, state, style, whole)
        if len(body) <= room:
            break
    if len(body) > room:
        body = _around(body, room, style)
    return [*top, *body, *bottom][:height]


def _top(state: State, style: Style) -> list[str]:
    paper = Paper(style)
    result = state.result
    if result is not None:
        title = pick(result.lab.title, style.language) or result.lab.id
        said = points_line(result, style.language)
        paper.ends([Span(title, "title")], Span(said, f"bold {result.outcome}"))
    status = trouble_line(state, style.language)
    if status:
        paper.line(status, hang=2)
    return [*_lines(paper), ""]


def _bottom(state: State, style: Style) -> list[str]:
    paper = Paper(style)
    paper.blank()
    for spans in step_lines(state, style.language):
        paper.line(*spans, hang=2)
    keys = message("watch.keys")
    paper.line(Span(say(keys, style.language), "dim"))
    return _lines(paper)


def _body(
    grouped: Sequence[Section], state: State, style: Style, whole: Collection[str]
) -> list[str]:
    """Write the checks, a line each, and more of those in `whole`."""
    paper = Paper(replace(style, links=False))
    writer = Writer(paper, style)
    label = labels(style.language)
    for section in grouped:
        if section.title or len(grouped) > 1:
            paper.line(Span(section.title or label("other-checks"), "dim"))
        for check in section.checks:
            new = check.id in state.changed
            mark = Span(CHANGED if new else "  ", "bold")
            title = Span(check.title, "bold" if new else "")
            left = [mark, writer.sign(check.outcome), title]
            paper.ends(left, Span(check.points, "dim"), hang=INDENT)
            if check.id in whole:
                _more(paper, check, label)
            _hints(paper, check, state.hints, label)
    return _lines(paper)


def _more(paper: Paper, check: CheckView, label: Callable[..., str]) -> None:
    """Say what is wrong, and why that may be."""
    said = [s.text for s in check.seen if s.outcome is check.outcome and s.text]
    said = said or ([check.reason] if check.reason else [])
    said += [note.text for note in check.notes]
    if check.closed:
        said = [label("not-shown")]
    for text in said:
        paper.line(Span(text, "dim"), indent=INDENT, hang=2)


def _hints(
    paper: Paper, check: CheckView, unfolded: Mapping[str, int], label: Callable[..., str]
) -> None:
    for number, hint in enumerate(check.hints[: unfolded.get(check.id, 0)], 1):
        name = label("hint-n", n=number)
        paper.line(Span(f"{name}: ", "bold skipped"), Span(hint), indent=INDENT, hang=2)


def _around(body: list[str], room: int, style: Style) -> list[str]:
    """Cut what has no room, and say how much that is."""
    if room <= 0:
        return []
    kept = body[: room - 1]
    paper = Paper(style)
    more = message("watch.more", count=len(body) - len(kept))
    paper.line(Span(say(more, style.language), "dim"))
    return [*kept, *_lines(paper)]


def _lines(paper: Paper) -> list[str]:
    return paper.text().removesuffix("\n").split("\n")
