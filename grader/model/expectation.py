"""What a check says of one field, as data: built by the loader, held by the judge against facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.fields.types import Form
    from grader.model.message import Json

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a spec: line and column from 1, in characters; `length` of it."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Expectation:
    """Matcher words and parts that must all hold of a value of `form`.

    Operands of `words` by word:

    - equals: a normal form (a scalar), a tuple of expectations (a list), an expectation whose
      parts are all that may be there (a record or map);
    - not: an expectation that must not hold; one_of: expectations of which one must hold;
    - contains: texts (of a text), expectations (of a list); has_any: expectations, for `not`;
    - matches: a compiled pattern; min, max: a normal form; source: a word;
    - present, absent, empty: True.

    `parts` are a record's keys or a map's names. `written` is the author's form, `place` where
    it stands.
    """

    form: Form
    place: Place
    written: Json = None
    words: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    parts: Mapping[str, Expectation] = field(default_factory=lambda: NOTHING)
