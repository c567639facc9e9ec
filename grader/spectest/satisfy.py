"""A value that meets an expectation: what to put back where something must not be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.comparison.compare import holds
from grader.fields.forms.used_image import USED_IMAGE, UsedImage
from grader.fields.types import BadFormError, ListOf, MapOf, Record, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.fields.types import Form, Normal
    from grader.model.expectation import Expectation

# Texts that authors write, of which each form reads at least one.
SAMPLES = ("something-else", "1", "1s", "true", "1:1", "host", "SIGTERM", "always", "0" * 12,
           f"sha256:{'0' * 64}")  # fmt: skip


class CannotError(Exception):
    """No value is known that would meet the expectation."""


def satisfy(expected: Expectation) -> Normal:
    """Make a normal form that meets an expectation; raises `CannotError`."""
    for value in _candidates(expected):
        if expected.form is USED_IMAGE and isinstance(value, str):
            value = UsedImage(value, (value,), ())
        if holds(expected, value):
            return value
    raise CannotError


def any_of(form: Form) -> Normal:
    """Make some value of a form; raises `CannotError`."""
    if isinstance(form, Scalar):
        for text in (*form.choices, *SAMPLES):
            try:
                value = form.parse(text)
            except BadFormError:
                continue
            if value is not None:
                return value
    if isinstance(form, ListOf):
        return (any_of(form.element),)
    raise CannotError


def _candidates(expected: Expectation) -> Iterator[Normal]:
    form, words = expected.form, expected.words
    if "absent" in words or words.get("equals", ...) is None:
        yield None
    if isinstance(form, Scalar):
        yield from _scalars(form, words)
    elif isinstance(form, ListOf):
        yield from _lists(form, words)
    elif isinstance(form, Record):
        yield from _records(form, expected)
    elif isinstance(form, MapOf):
        whole = words.get("equals")
        parts = whole.parts if whole else expected.parts
        yield {name: satisfy(part) for name, part in parts.items()}
    yield from (satisfy(choice) for choice in words.get("one_of", ()))


def _scalars(form: Scalar, words: Any) -> Iterator[Normal]:
    for word in ("equals", "min", "max"):
        if word in words:
            yield words[word]
    if "contains" in words:
        yield "".join(map(str, words["contains"]))
    if "matches" in words:
        yield from _fitting(words["matches"])
    try:
        yield any_of(form)
    except CannotError:
        return


def _fitting(pattern: Any) -> Iterator[str]:
    """Guess texts that a simple pattern fits; an end that is left open is filled in."""
    plain = _plain(pattern.pattern)
    yield from (text for text in (f"{plain}1", plain) if pattern.search(text))


def _plain(pattern: str) -> str:
    """Take a pattern's signs out: what is left of a simple one is a text that it fits."""
    bare = re.sub(r"\(\?[a-z]+\)|(?<!\\)[\^$()?]|\\b", "", pattern).replace(".*", "").split("|")[0]
    return re.sub(r"\\(.)", r"\1", re.sub(r"\\d[+*]?|\[0-9\][+*]?", "1", bare))


def _lists(form: ListOf, words: Any) -> Iterator[Normal]:
    for word in ("equals", "contains", "has_any"):
        if word in words:
            yield tuple(satisfy(element) for element in words[word])
    if "matches" in words:
        yield from ((text,) for text in _fitting(words["matches"]))
    yield any_of(form)


def _records(form: Record, expected: Expectation) -> Iterator[Normal]:
    whole = expected.words.get("equals")
    parts = whole.parts if whole is not None and hasattr(whole, "parts") else expected.parts
    value = dict.fromkeys(form.keys) | {name: satisfy(part) for name, part in parts.items()}
    if form.content is not None:
        text = next(_scalars(form.content, expected.words), "")
        value = {"type": "file", "mode": "644", "size": 1} | _set(value) | {"content": text}
    yield value


def _set(value: dict[str, Any]) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if inner is not None}
