"""Expected beside actual: what differs is marked, and only that."""

from __future__ import annotations

from typing import Any

import pytest

from grader.formats.difference import between_lists, between_texts
from grader.formats.values import Part, sides, source_asked
from grader.model.message import Message, message
from grader.model.result import Observation, Outcome


def observation(expected: Any, actual: Any, said: Message | None = None) -> Observation:
    outcome = Outcome.FAILED if said else Outcome.PASSED
    return Observation("x", outcome, expected, actual, message=said)


def marked(part: Part) -> list[str]:
    return [token.text for token in part.tokens if token.marked]


def texts(part: Part) -> list[str]:
    return [token.text for token in part.tokens]


@pytest.mark.parametrize(
    ("one", "other", "here", "there"),
    [
        ("blue", "bluee", [], ["e"]),
        ("blue", "green", ["blue"], ["green"]),
        ("nginx:1.25", "nginx:1.24", ["5"], ["4"]),
        ("same", "same", [], []),
        ("x" * 500, "y", ["x" * 500], ["y"]),
    ],
)
def test_texts(one: str, other: str, here: list[str], there: list[str]) -> None:
    left, right = between_texts(one, other)

    assert "".join(t for t, _ in left) == one
    assert "".join(t for t, _ in right) == other
    assert [t for t, m in left if m] == here
    assert [t for t, m in right if m] == there


def test_lists_are_compared_element_by_element() -> None:
    left, right = between_lists(["cat", "a", "b"], ["cat", "b", "c"])

    assert left == [("cat", False), ("a", True), ("b", False)]
    assert right == [("cat", False), ("b", False), ("c", True)]


def test_a_command_differs_in_its_words() -> None:
    """An author's text is shown as the words that it was split into."""
    said = message("differs", expected=["cat", "a"], actual=["cat", "b"])
    (expected,), actual = sides(observation("cat a", ["cat", "b"], said))

    assert (texts(expected), marked(expected)) == (["cat", "a"], ["a"])
    assert marked(actual) == ["b"]


def test_a_set_marks_what_is_missing() -> None:
    said = message("lacks", missing=["b"], actual=["a", "c"])
    (expected,), actual = sides(observation(["a", "b"], ["a", "c"], said))

    assert marked(expected) == ["b"]
    assert marked(actual) == []


def test_a_map_marks_the_keys_that_should_not_be_there() -> None:
    said = message("extra", extra=["DEBUG"], actual={})
    expected, actual = sides(
        observation({"equals": {"COLOR": "red"}}, {"COLOR": "red", "DEBUG": "1"}, said)
    )

    assert [p.word for p in expected] == ["equals"]
    assert marked(actual) == ["DEBUG=1"]


def test_matchers_are_told_word_by_word() -> None:
    expected, _ = sides(observation({"matches": "^a", "not": "ab", "source": "overridden"}, "ab"))

    assert [(p.word, texts(p)) for p in expected] == [("matches", ["^a"]), ("not", ["ab"])]


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ({"source": "inherited"}, "inherited"),
        ({"source": "./html", "target": "/x"}, None),
        ("x", None),
    ],
)
def test_a_source_is_asked_only_by_a_matcher(expected: Any, source: str | None) -> None:
    """In a mount `source` is Compose's."""
    assert source_asked(expected) == source


def test_kinds_of_values() -> None:
    shown = [sides(observation(None, v))[1].kind for v in (None, "x", "a\nb", ["a"], {"a": 1}, 8)]

    assert shown == ["unset", "text", "lines", "list", "map", "text"]


def test_what_holds_is_not_marked() -> None:
    (expected,), actual = sides(observation("red", "blue"))

    assert marked(expected) == marked(actual) == []
