"""What specs compare with values of their own: their author knows these, so they are no secrets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.fields import KINDS
from grader.fields.contract import PathsOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.expectation import Expectation
    from grader.fields.contract import Field, Path
    from grader.spec.lab import Lab

COMPARING = frozenset({"equals", "not", "one_of", "contains", "matches"})


@dataclass(frozen=True, slots=True)
class Compared:
    """What specs compare: names in environments and labels, and paths of other fields."""

    names: frozenset[str] = frozenset()
    paths: frozenset[Path] = frozenset()


def compared(labs: Iterable[Lab]) -> Compared:
    """Collect what the specs compare with a value of their own."""
    names: set[str] = set()
    paths: set[Path] = set()
    for lab in labs:
        for check in lab.checks:
            table = KINDS[check.target.kind].fields
            selector = getattr(check.target, "selector", {})
            for fields in (check.expect, check.each, selector):
                for name, expected in fields.items():
                    if name in ("environment", "labels"):
                        names |= _names(expected)
                    elif name in table:
                        paths |= set(_paths(table[name], expected))
    return Compared(frozenset(names), frozenset(paths))


def _names(expected: Expectation) -> set[str]:
    whole = expected.words.get("equals")
    parts = {**expected.parts, **(whole.parts if whole else {})}
    return {name for name, part in parts.items() if COMPARING & part.words.keys()}


def _paths(field: Field, expected: Expectation) -> Iterator[Path]:
    """Say where a field that is compared stands; of an image it is the same place."""
    if isinstance(field.form, PathsOf):
        for key, part in expected.parts.items():
            if COMPARING & part.words.keys():
                yield tuple(json.loads(key))
    elif field.path and _compares(expected):
        yield field.path


def _compares(expected: Expectation) -> bool:
    return bool(COMPARING & expected.words.keys()) or any(map(_compares, expected.parts.values()))
