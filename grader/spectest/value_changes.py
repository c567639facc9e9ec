"""How students get a value wrong: changes of a normal form, by its shape.

A change has a kind, which the report counts, and the value that it leads to. What is changed is
what the solution has, whatever the words of the expectation: so that an expectation that asks for
less is seen to let something through.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from grader.comparison.compare import holds
from grader.fields.forms.ports import PUBLISHED
from grader.fields.reading import text_of, undecided
from grader.fields.types import ListOf, MapOf, Record, Scalar, UndecidedError
from grader.spectest import near_values
from grader.spectest.satisfy import CannotError, any_of, satisfy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.fields.types import Form, Normal
    from grader.model.expectation import Expectation

LONGEST = 8  # elements of a command that are changed one by one
# Kinds of other values: where any value will do, these are right too.
OPEN_KINDS = frozenset({"another", "longer", "shorter", "case", "tag", "registry"})
ALWAYS = frozenset({"target", "protocol", "type", "driver"})  # keys that no engine leaves out


@dataclass(frozen=True, slots=True)
class Change:
    """One wrong value: `kind` is a key of the catalogue, `mistake.KIND`."""

    kind: str
    value: Normal


def changes(expected: Expectation, value: Normal) -> Iterator[Change]:
    """Change a value that meets an expectation, in each way that its form can be got wrong."""
    form = expected.form
    if isinstance(value, UndecidedError) or undecided(value):
        return
    if value is None:
        yield from _something(expected)
    elif isinstance(form, Scalar):
        yield from _of_scalar(form, expected, value)
    elif isinstance(form, ListOf):
        ordered = _of_command if form.ordered else _of_set
        yield from ordered(form, expected, value)
    elif isinstance(form, Record):
        yield from _of_record(form, expected, value)
    elif isinstance(form, MapOf):
        yield from _of_map(form, expected, value)


def _something(expected: Expectation) -> Iterator[Change]:
    """Of what is not set: that it is."""
    forbidden = expected.words.get("not")
    try:
        if forbidden is not None:
            yield Change("forbidden", satisfy(forbidden))
        else:
            yield Change("there", any_of(expected.form))
    except CannotError:
        return


def _of_scalar(form: Scalar, expected: Expectation, value: Normal) -> Iterator[Change]:
    words = expected.words
    if near_values.can_be_unset(form):
        yield Change("missing", None)
    for word, kind in (("min", "below"), ("max", "above")):
        if word in words:
            yield Change(kind, near_values.beyond(words[word], word))
    if "not" in words:
        yield from _something(expected)
    for choice in words.get("one_of", ()):
        if not holds(choice, value):
            yield Change("choice", satisfy(choice))
    if form.lines:
        yield from (Change(*found) for found in near_values.of_text(words, value))
    else:
        yield from (Change(*found) for found in near_values.others(form, value))


def _of_command(form: ListOf, expected: Expectation, value: Normal) -> Iterator[Change]:
    """Of words in order: one too many, one too few, another order, one that is wrong."""
    yield Change("missing", None)
    if len(value) > 1:
        yield Change("dropped", value[:-1])
        if value[::-1] != value:
            yield Change("order", value[::-1])
    yield Change("extra", (*value, "something-else"))
    for choice in expected.words.get("one_of", ()):
        if not holds(choice, value):
            yield Change("choice", satisfy(choice))
    if isinstance(form.element, Scalar):
        for i, word in enumerate(islice(value, LONGEST)):
            for kind, other in near_values.others(form.element, word):
                yield Change(kind, (*value[:i], other, *value[i + 1 :]))


def _of_set(form: ListOf, expected: Expectation, value: Normal) -> Iterator[Change]:
    words = expected.words
    forbidden = words.get("not")
    for element in forbidden.words.get("has_any", ()) if forbidden is not None else ():
        yield Change("forbidden", (*value, satisfy(element)))
    wanted = [*words.get("contains", ()), *words.get("equals", ())]
    asked = [v for v in value if any(holds(e, v) for e in wanted)]
    if not wanted and forbidden is None:
        yield Change("missing", None)
        yield from _unnamed(form, words, value)
    if "equals" in words:
        with suppress(CannotError):
            yield Change("extra", (*value, any_of(form.element)))
    for one in asked:
        rest = tuple(v for v in value if v is not one)
        yield Change("dropped", rest or None)
        expects = next(e for e in wanted if holds(e, one))
        yield from _in(form, expects, one, rest)


def _unnamed(form: ListOf, words: Mapping[str, Any], value: Normal) -> Iterator[Change]:
    """Of a set of which no element is named: without what fits, and with each that is wrong."""
    pattern = words.get("matches")
    fits = [v for v in value if pattern is None or pattern.search(text_of(form.element, v))]
    others = tuple(v for v in value if v not in fits)
    if pattern is not None:
        yield Change("dropped", others or None)
    for one in islice(fits, LONGEST):
        rest = others if pattern is not None else tuple(v for v in value if v is not one)
        for kind, other in _other_elements(form.element, one):
            yield Change(kind, (*rest, other))


def _other_elements(form: Form, one: Normal) -> Iterator[tuple[str, Normal]]:
    """Get an element wrong: a value, or what matters most of a record."""
    if isinstance(form, Scalar):
        yield from near_values.others(form, one)
    elif isinstance(form, Record):
        for key in form.essential or form.keys:
            inner = form.keys[key]
            if isinstance(inner, Scalar) and one.get(key) is not None:
                found = near_values.others(inner, one[key])
                yield from ((kind, {**one, key: v}) for kind, v in found if v is not None)


def _in(
    form: ListOf, expected: Expectation, one: Normal, rest: tuple[Normal, ...]
) -> Iterator[Change]:
    """Change one element of a set, and leave the others."""
    for change in changes(expected, one):
        if change.value is not None and change.value not in rest:
            yield Change(change.kind, (*rest, change.value))
    if form is PUBLISHED and one.get("published") and one["published"] != one["target"]:
        swapped = {**one, "published": one["target"], "target": one["published"]}
        yield Change("swapped", (*rest, swapped))


def _of_record(form: Record, expected: Expectation, value: Normal) -> Iterator[Change]:
    whole = expected.words.get("equals")
    parts = whole.parts if whole is not None and hasattr(whole, "parts") else expected.parts
    yield Change("missing", None)
    for key in dict.fromkeys((*parts, *form.essential)):
        inner = form.keys[key]
        if key in parts:
            found = changes(parts[key], value.get(key))
        elif isinstance(inner, Scalar) and value.get(key) is not None:
            found = (Change(*other) for other in near_values.others(inner, value[key]))
        else:
            continue
        for change in found:
            if change.value is not None or key not in ALWAYS:
                yield Change(change.kind, {**value, key: change.value})
    if form.content is not None and value.get("content") is not None:
        for kind, text in near_values.of_text(expected.words, value["content"]):
            yield Change(kind, {**value, "content": text})


def _of_map(form: MapOf, expected: Expectation, value: Mapping[str, Any]) -> Iterator[Change]:
    """Of a whole map that is asked for: an entry too many, each entry out."""
    whole = expected.words.get("equals")
    if whole is None:
        return
    with suppress(CannotError):
        yield Change("extra", {**value, "SOMETHING_ELSE": _entry(form.entry)})
    for name, part in whole.parts.items():
        rest = {n: v for n, v in value.items() if n != name}
        yield Change("missing", rest or None)
        for change in changes(part, value.get(name)):
            if change.value is not None:
                yield Change(change.kind, {**rest, name: change.value})


def _entry(form: Form) -> Normal:
    return dict.fromkeys(form.keys) if isinstance(form, Record) else any_of(form)
