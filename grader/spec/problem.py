"""One mistake in a spec, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.expectation import Place
    from grader.message import Message


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what would mend it.

    `message.code` is the stable code. `where` says which part of which check is meant. A warning
    does not make the spec wrong. `file` and `line` (the text of the line) are filled in once the
    file is known.
    """

    message: Message
    place: Place
    suggestion: Message | None = None
    where: Message | None = None
    warning: bool = False
    file: str = ""
    line: str = ""
