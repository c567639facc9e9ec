"""The formats by name. A new one is a module and a line here.

A module has `render`, and `join` where several labs fit into one text. It is imported when the
format is used: choosing text must not pay for the page's templates.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from grader.formats.contract import Format, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.result import Result

__all__ = ["FORMATS", "Format", "Style"]


def _format(name: str, suffix: str, *, joins: bool) -> Format:
    module = f"grader.formats.{name}"

    def render(result: Result, style: Style) -> str:
        text: str = import_module(module).render(result, style)
        return text

    def join(texts: Sequence[str]) -> str:
        text: str = import_module(module).join(texts)
        return text

    return Format(name, render, suffix, join if joins else None)


FORMATS = {
    one.name: one
    for one in (
        _format("text", "txt", joins=True),
        _format("json", "json", joins=True),
        _format("html", "html", joins=False),
    )
}
