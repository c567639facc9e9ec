"""What a format is: a result into a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.model.result import Result
    from grader.privacy.audience import Phase


@dataclass(frozen=True, slots=True)
class Style:
    """How a reader wants it: language, and for terminals colour, width and signs.

    `signs` is False where the encoding cannot do more than ASCII; `links` where the terminal
    shows hyperlinks; `page` is the address of the page beside it, if one was written. `phase` is
    the moment that the reader is at; `facts` are what a format asks of the environment.
    """

    language: str = "en"
    colour: bool = False
    width: int = 100
    signs: bool = True
    links: bool = False
    page: str | None = None
    phase: Phase = "before_due"
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `render` makes the text of one lab's result, `join` one text of several labs'.

    Without `join` each lab needs a file of its own. `suffix` names files.

    A `gradebook` is given the whole result, for its total must include what is hidden from its
    reader; it hides by itself. One that is `scored` has no way to say "not observed", so it is not
    written without a score. `environment` are the variables that `Style.facts` must hold.
    """

    name: str
    render: Callable[[Result, Style], str]
    suffix: str
    join: Callable[[Sequence[str]], str] | None = None
    gradebook: bool = False
    scored: bool = False
    environment: tuple[str, ...] = ()
