"""What differs between two texts, or two lists of texts: each side as pieces, marked or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from difflib import SequenceMatcher

Piece = tuple[str, bool]

# Above this, two texts are told apart as wholes: finding the pieces takes time and helps nobody.
LONGEST = 400
# Below this likeness the marks would be confetti.
ALIKE = 0.5
WORD = re.compile(r"\w+|\s+|[^\w\s]")


def between_texts(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Mark the letters that differ in texts that are nearly the same, else words, else all."""
    if max(len(one), len(other)) <= LONGEST:
        letters = _matched(one, other)
        near = 0.75
        if letters.ratio() >= near:
            return _joined(letters, one, other)
        these, those = WORD.findall(one), WORD.findall(other)
        words = _matched(these, those)
        if words.ratio() >= ALIKE:
            return _joined(words, these, those)
    return [(one, True)], [(other, True)]


def between_lists(one: Sequence[str], other: Sequence[str]) -> tuple[list[Piece], list[Piece]]:
    """Mark the elements that have no equal in the same order on the other side."""
    if max(len(one), len(other)) > LONGEST:
        return [(text, False) for text in one], [(text, False) for text in other]
    matcher = _matched(one, other)
    left, right = [[text, True] for text in one], [[text, True] for text in other]
    for here, there, length in matcher.get_matching_blocks():
        for i in range(length):
            left[here + i][1] = right[there + i][1] = False
    return [(str(t), bool(m)) for t, m in left], [(str(t), bool(m)) for t, m in right]


def _matched(one: Sequence[str], other: Sequence[str]) -> SequenceMatcher[str]:
    from difflib import SequenceMatcher  # only where something differs

    return SequenceMatcher(None, one, other, autojunk=False)


def _joined(
    matcher: SequenceMatcher[str], one: Sequence[str], other: Sequence[str]
) -> tuple[list[Piece], list[Piece]]:
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        marked = kind != "equal"
        if a < b:
            left.append(("".join(one[a:b]), marked))
        if c < d:
            right.append(("".join(other[c:d]), marked))
    return left, right
