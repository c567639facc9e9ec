"""What people really write as a secret is found; what only looks a little like one is not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.privacy.secrets import is_secret_name, merged, secrets_in_text, secrets_in_words

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("secrets.yaml").read_text(encoding="utf-8")
)


def without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}*{text[end:]}"
    return text


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: case["text"][:40])
def test_a_secret_in_a_text_is_found(case: dict[str, str]) -> None:
    left = without(case["text"], secrets_in_text(case["text"]))
    assert case["hidden"] in case["text"]
    assert case["hidden"] not in left
    assert case.get("kept", "") in left


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: case["text"][:40])
def test_a_secret_in_a_command_line_is_found(case: dict[str, str]) -> None:
    words = ["sh", "-c", case["text"]]
    left = [
        without(word, spans) for word, spans in zip(words, secrets_in_words(words), strict=True)
    ]
    assert case["hidden"] not in left[2]


@pytest.mark.parametrize("case", CASES["entries"], ids=lambda case: case["entry"])
def test_an_entry_with_a_secret_name_is_found_whole(case: dict[str, str]) -> None:
    name, _, value = case["entry"].partition("=")
    (spans,) = secrets_in_words([case["entry"]])
    assert without(case["entry"], spans) == f"{name}=*"
    assert is_secret_name(name)
    assert value


@pytest.mark.parametrize("entry", CASES["harmless"])
def test_what_is_harmless_is_left(entry: str) -> None:
    assert secrets_in_words([entry]) == [[]]


def test_a_word_after_an_option_is_found_in_a_list() -> None:
    words = ["mysqladmin", "ping", "-pxY1", "--token", "abc", "web"]
    assert secrets_in_words(words) == [[], [], [(2, 5)], [], [(0, 3)], []]


def test_spans_that_overlap_are_joined() -> None:
    assert merged([(4, 9), (0, 5), (12, 14), (3, 3)]) == [(0, 9), (12, 14)]
