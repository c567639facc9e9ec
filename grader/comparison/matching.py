"""Pairing wishes with things, each with one of its own (a bipartite matching)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pair(fits: Sequence[Sequence[int]]) -> dict[int, int]:
    """Pair as many as can be: `fits` are the things by wish; returns wish to thing.

    A wish that leaves something out may fit several things, so the first fit may not do: a wish
    that was served gives way where it can take another thing (augmenting paths).
    """
    owner: dict[int, int] = {}

    def place(wish: int, tried: set[int]) -> bool:
        for thing in fits[wish]:
            if thing not in tried:
                tried.add(thing)
                if thing not in owner or place(owner[thing], tried):
                    owner[thing] = wish
                    return True
        return False

    for wish in range(len(fits)):
        place(wish, set())
    return {wish: thing for thing, wish in owner.items()}
