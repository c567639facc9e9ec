"""What is said to a reader, before it is put into words.

A message is a code and its parameters. It becomes a sentence when it is rendered, so that one
result reads in every language and can be cut for a reader without touching the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say: `code` is a key of `grader.messages.CATALOGUE`, `params` fill its text.

    A `bare` message lost its parameters for a reader who may not see them, and is said without.
    """

    code: str
    params: Mapping[str, Json] = field(default_factory=dict)
    bare: bool = False


def message(code: str, /, **params: Json) -> Message:
    """Build a message with its parameters as keywords."""
    return Message(code, params)
