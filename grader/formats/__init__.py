"""The formats by name. A new one is a module and a line here.

A module has `render`, and `join` where several labs fit into one text. It is imported when the
format is used: choosing text must not pay for the page's templates.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from grader.errors import ReportError
from grader.formats.base import Format, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.result import Result

__all__ = ["FORMATS", "Format", "Style"]


def _format(name: str, suffix: str, *, joins: bool, **more: Any) -> Format:
    module = f"grader.formats.{name}"

    def render(result: Result, style: Style) -> str:
        if more.get("scored") and result.score is None:
            raise ReportError("no-score-to-report", format=name, lab=result.lab.id)
        text: str = import_module(module).render(result, style)
        return text

    def join(texts: Sequence[str]) -> str:
        text: str = import_module(module).join(texts)
        return text

    return Format(name, render, suffix, join if joins else None, **more)


# What the runner of Classroom 50 says of a submission.
CLASSROOM50 = (
    *("CLASSROOM", "ASSIGNMENT", "ASSIGNMENT_TYPE", "OWNER"),
    *("SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL"),
)
FORMATS = {
    one.name: one
    for one in (
        _format("text", "txt", joins=True),
        _format("json", "json", joins=True),
        _format("html", "html", joins=False),
        _format("markdown", "md", joins=True),
        _format("junit", "xml", joins=True),
        _format("github", "txt", joins=True),
        _format("tap", "tap", joins=False),
        _format("ctrf", "ctrf.json", joins=False),
        _format("gradescope", "gradescope.json", joins=False, gradebook=True, scored=True),
        _format("prairielearn", "prairielearn.json", joins=False, gradebook=True),
        _format(
            "classroom50",
            "classroom50.json",
            joins=False,
            gradebook=True,
            scored=True,
            environment=CLASSROOM50,
        ),
    )
}
