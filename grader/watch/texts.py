"""The lines that the terminal and the log share."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from grader.formats.labels import labels
from grader.formats.terminal import Span
from grader.formats.view import check_view, plain
from grader.messages import say
from grader.model.message import message

if TYPE_CHECKING:
    from grader.model.message import Message
    from grader.model.result import Result
    from grader.watch.state import State


def points_line(result: Result, language: str) -> str:
    """Say the verdict and the points, as the report does."""
    label = labels(language)
    most = plain(result.max_score)
    if result.score is None:
        so_far, still = plain(result.score_so_far), plain(result.points_open)
        points = label("points-open", score=so_far, max=most, open=still)
    else:
        points = label("points", score=plain(result.score), max=most)
    return f"{label(f'lab.{result.outcome}')} · {points}"


def trouble_line(state: State, language: str) -> Span | None:
    """Say what keeps the state from being fresh, or that it is."""
    if state.trouble:
        said = message("watch.waiting", reason=say(state.trouble, language))
        return Span(f"! {say(said, language)}", "bold error")
    if state.problems:
        wrong = state.problems[0]
        said = message(
            "watch.bad-spec",
            count=len(state.problems),
            line=wrong.place.line,
            text=say(wrong.message, language, where=""),
        )
        return Span(f"! {say(said, language)}", "bold error")
    if state.result is None:
        return Span(say(message("watch.looking"), language), "dim")
    engine = state.result.engine
    if engine is None:
        return None
    live = message("watch.live", kind=engine.kind, version=engine.version, endpoint=engine.endpoint)
    return Span(f"● {say(live, language)}", "passed")


def step_lines(state: State, language: str) -> list[list[Span]]:
    """Say what to do next and how to see how it stands; or that all is done, and how to hand in."""
    if state.done and state.result:
        handed = shlex.quote(f"{state.result.lab.id}.snapshot.json")
        command = f"grader snapshot {shlex.quote(state.spec)} -o {handed}"
        said = message("watch.done")
        return [
            [Span("★ ", "bold passed"), Span(say(said, language), "bold passed")],
            [_words(message("watch.hand-in"), language), Span(command, "bold")],
        ]
    step = state.step
    if step is None:
        return []
    view = check_view(step, language)
    lines = [
        [Span("→ ", "bold"), _words(message("watch.next"), language), Span(view.title, "bold")]
    ]
    if view.next_step:
        lines[0] += [Span(": "), Span(view.next_step)]
    shown = [s.command for s in view.seen if s.outcome is view.outcome and s.command]
    if not shown:
        return lines
    return [*lines, [_words(message("watch.see"), language), Span(shown[0], "bold")]]


def _words(said: Message, language: str) -> Span:
    return Span(f"{say(said, language)} ", "dim")
