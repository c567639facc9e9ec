"""The texts that a user meets avoid the words in `tools/words.txt`."""

import re
from pathlib import Path

import pytest

from tools.english import texts

ROOT = Path(__file__).parent.parent
LINES = (ROOT / "tools" / "words.txt").read_text(encoding="utf-8").splitlines()
AVOIDED = dict(line.split("\t") for line in LINES if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def said() -> list[str]:
    return list(texts())


@pytest.mark.parametrize("word", AVOIDED)
def test_no_text_uses_a_word_to_avoid(word: str, said: list[str]) -> None:
    pattern = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    found = [text for text in said if pattern.search(text)]
    assert found == [], f"write: {AVOIDED[word]}"


def test_every_word_to_avoid_says_what_to_write() -> None:
    assert all(AVOIDED.values())
