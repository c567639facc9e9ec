"""What specs compare with values of their own: their author knows these, so they stay visible."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.types import MapOf, PathsOf, Record
from grader.model.snapshot import Compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.fields.types import Field, Path
    from grader.model.expectation import Expectation
    from grader.model.lab import Lab

COMPARING = frozenset({"equals", "not", "one_of", "contains", "has_any", "matches", "min", "max"})


def compared(labs: Iterable[Lab]) -> Compared:
    """Collect what the specs compare: entries by name, other fields by path, and every text."""
    names: set[str] = set()
    asked: set[str] = set()
    paths: set[tuple[str, Path]] = set()
    texts: set[str] = set()
    for lab in labs:
        for check in lab.checks:
            kind = KINDS[check.target.kind]
            selector = getattr(check.target, "selector", {})
            for fields in (check.expect, check.each, selector):
                for name, expected in fields.items():
                    texts |= set(_texts(expected.written))
                    field = kind.fields.get(name)
                    if field is None:
                        continue
                    if field.secret and isinstance(field.form, MapOf):
                        asked |= set(_parts(expected))
                        names |= {n for n, p in _parts(expected).items() if _compares_text(p)}
                    else:
                        paths |= {(kind.key, p) for p in _paths(field, expected)}
    return Compared(frozenset(names), frozenset(asked), frozenset(paths), frozenset(texts))


def _parts(expected: Expectation) -> dict[str, Expectation]:
    """Return the named entries of a map, those of `equals` over the whole map included."""
    whole = expected.words.get("equals")
    return {**expected.parts, **(whole.parts if whole else {})}


def _paths(field: Field, expected: Expectation) -> Iterator[Path]:
    """Say where a compared field is read; an image holds its default at the same path."""
    if not _compares(expected):
        return
    if isinstance(field.form, PathsOf) and not field.path:
        parts = expected.parts.items()
        yield from (tuple(json.loads(key)) for key, part in parts if _compares(part))
    else:
        yield field.path or (field.name,)


def _compares(expected: Expectation) -> bool:
    return bool(COMPARING & expected.words.keys()) or any(map(_compares, expected.parts.values()))


def _compares_text(expected: Expectation) -> bool:
    """Say whether an entry's own text is compared: of a file, not just its owner or mode."""
    if isinstance(expected.form, Record) and expected.form.content:
        return bool(COMPARING & expected.words.keys())
    return _compares(expected)


def _texts(written: Any) -> Iterator[str]:
    if isinstance(written, str):
        yield written
    elif isinstance(written, (list, tuple, dict)):
        for inner in written.values() if isinstance(written, dict) else written:
            yield from _texts(inner)
