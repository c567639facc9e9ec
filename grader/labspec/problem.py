"""One mistake in a spec, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.messages import CATALOGUE
from grader.messages.fixes import YAML_SAYS
from grader.model.message import Message

if TYPE_CHECKING:
    from grader.model.expectation import Place

# What is said of these codes is true of every field, so that an example of the field says more.
SHAPES = frozenset({"wrong-shape", "wrong-type", "unknown-word"})


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake: what is wrong, where, and how to fix it.

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

    @property
    def fix(self) -> Message | None:
        """How to fix it, from the most specific advice to the most general.

        A near word or the like found where the mistake was found, the text of its code, an
        example of the field, a remark on its kind.
        """
        code, params = self.message.code, self.message.params
        near = self.suggestion
        if near is not None and (near.code != "for-example" or code in SHAPES):
            return near
        detail = params.get("key") or _of_parser(str(params.get("text", "")))
        for name in (f"fix.{code}.{detail}", f"fix.{code}"):
            if name in CATALOGUE:
                return Message(name, params)
        return near


def _of_parser(text: str) -> str:
    return next((kind for said, kind in YAML_SAYS.items() if said in text), "")
