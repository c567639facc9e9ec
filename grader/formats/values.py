"""Expected and actual as pieces that can be laid beside each other, the differing ones marked."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

from grader.formats.difference import between_lists, between_texts
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.model.message import Json
    from grader.model.result import Observation

WORDS = frozenset("equals not one_of contains matches min max present absent empty source".split())
BARE_WORDS = ("present", "absent", "empty")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a value; `marked` where it is what differs."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A value, or one matcher word with its operand.

    A `text` is one value whose tokens are joined without anything between; the tokens of a
    `list` are its elements, of a `map` its entries, of `lines` its lines. `unset` has none, and
    a `word` says it all.
    """

    kind: Literal["text", "list", "map", "lines", "unset", "word"]
    tokens: tuple[Token, ...] = ()
    word: str | None = None


def part_of(value: Json, word: str | None = None) -> Part:
    """Cut a value into pieces."""
    if value is None:
        return Part("unset", word=word)
    if isinstance(value, list):
        return Part("list", tuple(Token(written(v)) for v in value), word)
    if isinstance(value, dict):
        return Part("map", tuple(Token(entry(k, v)) for k, v in value.items()), word)
    text = written(value)
    if "\n" in text:
        return Part("lines", tuple(map(Token, text.split("\n"))), word)
    return Part("text", (Token(text),), word)


def written(value: Json) -> str:
    """Write a value: texts as they are, all else as compact JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def entry(name: str, value: Json) -> str:
    return name if value is None else f"{name}={written(value)}"


def sides(seen: Observation) -> tuple[tuple[Part, ...], Part]:
    """Lay out what was expected, word by word, and what was there."""
    expected, actual = _expected(seen.expected), part_of(seen.actual)
    if seen.outcome is not Outcome.FAILED or seen.message is None:
        return expected, actual
    return _marked(seen.message.code, seen.message.params, seen, expected, actual)


def source_asked(expected: Json) -> str | None:
    """Return the source that an expectation asks for."""
    asked = expected.get("source") if _is_matcher(expected) else None
    return asked if isinstance(asked, str) else None


def _is_matcher(expected: Json) -> TypeGuard[dict[str, Json]]:
    return isinstance(expected, dict) and bool(expected) and expected.keys() <= WORDS


def _expected(expected: Json) -> tuple[Part, ...]:
    if not _is_matcher(expected):
        return () if expected is None else (part_of(expected),)
    words: Mapping[str, Json] = expected
    return tuple(
        Part("word", word=word) if word in BARE_WORDS else part_of(operand, word)
        for word, operand in words.items()
        if word != "source"
    )


def _marked(
    code: str,
    params: Mapping[str, Json],
    seen: Observation,
    expected: tuple[Part, ...],
    actual: Part,
) -> tuple[tuple[Part, ...], Part]:
    """Mark what the message speaks of: what is missing, what is too much, what differs."""
    if code in ("lacks", "lacks-text"):
        missing = _written_all(params.get("missing"))
        return tuple(_mark(part, missing) for part in expected), actual
    if code == "extra":
        extra = _written_all(params.get("extra"))
        return expected, _mark_entries(actual, extra)
    if code in ("differs", "differs-inherited") and len(expected) == 1:
        one, other = _differing(expected[0], actual, seen)
        return (one,), other
    return expected, actual


def _written_all(values: Json) -> frozenset[str]:
    return frozenset(map(written, values)) if isinstance(values, list) else frozenset()


def _mark(part: Part, which: Collection[str]) -> Part:
    return replace(part, tokens=tuple(replace(t, marked=t.text in which) for t in part.tokens))


def _mark_entries(part: Part, names: Collection[str]) -> Part:
    """Mark elements of a list, or entries of a map by their names."""
    if part.kind != "map":
        return _mark(part, names)
    marked = (replace(t, marked=t.text.partition("=")[0] in names) for t in part.tokens)
    return replace(part, tokens=tuple(marked))


def _differing(expected: Part, actual: Part, seen: Observation) -> tuple[Part, Part]:
    if expected.kind == actual.kind == "text":
        one, other = between_texts(expected.tokens[0].text, actual.tokens[0].text)
    elif expected.kind == actual.kind and expected.kind in ("list", "map", "lines"):
        one, other = between_lists(*([t.text for t in p.tokens] for p in (expected, actual)))
    elif actual.kind == "list" and isinstance(seen.message and seen.message.params, dict):
        return _split_command(expected, actual, seen)
    else:
        return expected, actual
    return (
        replace(expected, tokens=tuple(Token(*piece) for piece in one)),
        replace(actual, tokens=tuple(Token(*piece) for piece in other)),
    )


def _split_command(expected: Part, actual: Part, seen: Observation) -> tuple[Part, Part]:
    """An author's command in one text is shown as the words that it was split into."""
    words: Any = seen.message.params.get("expected") if seen.message else None
    if expected.kind != "text" or not isinstance(words, list):
        return expected, actual
    return _differing(part_of(words, expected.word), actual, seen)
