"""Without a terminal: one line for each change, for logs and for those who listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.formats.terminal import Paper, Span
from grader.formats.text_check import Writer
from grader.formats.view import check_view
from grader.watch.state import face
from grader.watch.texts import points_line, step_lines, trouble_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.formats.base import Style
    from grader.watch.state import State


class Lines:
    """A `View` that writes what changed since it was last shown something."""

    def __init__(self, write: Callable[[str], None], style: Style) -> None:
        self._write = write
        self._style = style
        self._before: State | None = None
        self._faces: dict[str, object] = {}
        self._hints: dict[str, int] = {}
        self._told = ""

    def show(self, state: State) -> None:
        paper = Paper(self._style)
        self._trouble(paper, state)
        self._checks(paper, state)
        self._unfolded(paper, state)
        self._before = state
        if text := paper.text().strip("\n"):
            self._write(text + "\n")

    def _trouble(self, paper: Paper, state: State) -> None:
        said = trouble_line(state, self._style.language)
        before = trouble_line(self._before, self._style.language) if self._before else None
        if said != before and said is not None:
            paper.line(said, hang=2)

    def _checks(self, paper: Paper, state: State) -> None:
        writer = Writer(paper, self._style)
        result = state.result
        for check in result.checks if result else ():
            if self._faces.get(check.id) != face(check):
                self._faces[check.id] = face(check)
                view = check_view(check, self._style.language)
                said = view.next_step
                line = [writer.sign(check.outcome), Span(view.title)]
                line += [Span(": "), Span(said)] if said else []
                paper.line(*line, Span(f"  {view.points}", "dim"), hang=2)
        if result:
            told = points_line(result, self._style.language)
            if told != self._told:
                self._told = told
                paper.line(Span("= "), Span(told, f"bold {result.outcome}"))
                for spans in step_lines(state, self._style.language):
                    paper.line(*spans, hang=2)

    def _unfolded(self, paper: Paper, state: State) -> None:
        for check in state.result.checks if state.result else ():
            number = state.hints.get(check.id, 0)
            view = check_view(check, self._style.language)
            for hint in view.hints[self._hints.get(check.id, 0) : number]:
                paper.line(Span("? ", "bold"), Span(f"{view.title}: {hint}"), hang=2)
            self._hints[check.id] = number
