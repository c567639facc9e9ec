"""The class page's pictures laid out in numbers: across in percent, so that they fit any width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.model.points import plain
from grader.model.result import Outcome

if TYPE_CHECKING:
    from grader.classroom.summary import ClassResult, Column

TALL = 120  # pixels of the tallest bar
ROOM = 24  # pixels above it, for its number
ORDER = (Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED, Outcome.ERROR)


def chart(found: ClassResult) -> dict[str, Any]:
    """Lay the distribution out: a bar for each tenth of the points, and the marks between them."""
    counts = found.bins
    tallest = max([*counts, 1])
    width, across = found.max_score / len(counts), 100 / len(counts)
    bars = [
        {
            "n": n,
            "x": across * i,
            "width": across,
            "top": ROOM + TALL - (height := round(n * TALL / tallest)),
            "height": height,
            "low": plain(width * i),
            "high": plain(width * (i + 1)),
        }
        for i, n in enumerate(counts)
    ]
    marks = [(round(across * i, 2), plain(width * i)) for i in range(len(counts) + 1)]
    return {"bars": bars, "marks": marks, "base": ROOM + TALL}


def parts(column: Column) -> list[tuple[Outcome, int, float, float]]:
    """Lay a check over the class out: of each outcome how many, where it begins, how wide it is."""
    everyone = sum(column.counts.values())
    found, x = [], 0.0
    for outcome in ORDER:
        if n := column.counts.get(outcome, 0):
            found.append((outcome, n, round(x, 2), round(n * 100 / everyone, 2)))
            x += n * 100 / everyone
    return found
