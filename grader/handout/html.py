"""A handout as a page: one file, without anything from elsewhere; it prints on white."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.handout.exercise import values
from grader.messages import say
from grader.model.message import message
from grader.model.points import plain

if TYPE_CHECKING:
    from typing import Any

    from grader.handout.exercise import Exercise

TEMPLATE = "handout.html.jinja"


def render(found: Exercise) -> str:
    """Write a handout."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("grader.handout", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )

    def told(code: str, **params: Any) -> str:
        return say(message(f"handout.{code}", **params), found.language)

    page: str = environment.get_template(TEMPLATE).render(
        handout=found, values=values, told=told, number=plain
    )
    return page
