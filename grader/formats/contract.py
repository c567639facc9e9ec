"""What a format is: a result into a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.result import Result


@dataclass(frozen=True, slots=True)
class Style:
    """How a reader wants it: language, and for terminals colour, width and signs.

    `signs` is False where the encoding cannot do more than ASCII; `links` where the terminal
    shows hyperlinks; `page` is the address of the page beside it, if one was written.
    """

    language: str = "en"
    colour: bool = False
    width: int = 100
    signs: bool = True
    links: bool = False
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `render` makes the text of one lab's result, `join` one text of several labs'.

    Without `join` each lab needs a file of its own. `suffix` names files.
    """

    name: str
    render: Callable[[Result, Style], str]
    suffix: str
    join: Callable[[Sequence[str]], str] | None = None
