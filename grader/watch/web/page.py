"""A state as a page, and a change of states as what the page must change."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from grader.formats.base import Style
from grader.formats.html import Extra, fragments, policy, render, styles
from grader.formats.sanitize import harmless
from grader.formats.terminal import Span
from grader.messages import say
from grader.model.message import message
from grader.watch.texts import step_lines, trouble_line

if TYPE_CHECKING:
    from grader.watch.state import State

FOLDER = Path(__file__).parent
# A page of another run must not take this one's changes for its own.
RUN = secrets.token_hex(4)


def page(state: State, language: str) -> str:
    """Write the page of a state; before the first look, one that waits for it."""
    extra = Extra(*assets(), data={"run": RUN, **bar(state, language), **words(language)})
    if state.result is not None:
        return render(state.result, Style(language=language), extra)
    environment = jinja2.Environment(autoescape=True, loader=jinja2.FileSystemLoader(FOLDER))
    return environment.get_template("waiting.html.jinja").render(
        lang=language,
        css=styles(),
        spec=harmless(Path(state.spec).name),
        extra=extra.markup,
        policy=policy(extra),
        said=bar(state, language)["said"],
    )


def update(before: State | None, state: State, language: str) -> dict[str, Any]:
    """Say what a page that shows `before` must change; without one, all that a page shows."""
    told: dict[str, Any] = {"run": RUN, **bar(state, language)}
    result = state.result
    if result is None:
        return told
    old = {c.id: c for c in before.result.checks} if before and before.result else {}
    told["ids"] = [check.id for check in result.checks]
    if before is None or before.result is not result:
        # A check that passed is drawn again only when its reader would see a difference.
        ids = {check.id for check in result.checks if old.get(check.id) != check}
        told |= fragments(result, Style(language=language), ids)
    return told


def bar(state: State, language: str) -> dict[str, Any]:
    """Say how fresh the page is, what is to do next, and what is marked and unfolded."""
    said = trouble_line(state, language) or Span("")
    lines = [[harmless(span.text) for span in line] for line in step_lines(state, language)]
    return {
        "said": harmless(said.text),
        "trouble": state.trouble is not None or bool(state.problems),
        "step": [{"words": "".join(line[:-1]), "last": line[-1]} for line in lines],
        "done": state.done,
        "changed": sorted(state.changed),
        "hints": dict(state.hints),
    }


def words(language: str) -> dict[str, str]:
    """What the page says by itself."""
    return {
        "lost": say(message("watch.page-lost"), language),
        "new": say(message("watch.page-changed"), language),
    }


@cache
def assets() -> tuple[str, str]:
    css, js = ((FOLDER / name).read_text(encoding="utf-8") for name in ("live.css", "live.js"))
    return css, js
