"""The figures as a page: a table in Markdown and a drawing beside it."""

from __future__ import annotations

import platform
from textwrap import fill
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.comparing import Ratio

BAR, LEFT, WIDTH = 26, 330, 300


def write(folder: Path, ratios: Sequence[Ratio], engine: str, runs: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(markdown(ratios, engine, runs), encoding="utf-8")
    (folder / "benchmarks.svg").write_text(drawing(ratios), encoding="utf-8")


def markdown(ratios: Sequence[Ratio], engine: str, runs: int) -> str:
    """The table; a time is a median, a ratio the median of the ratios run by run."""
    rows = [
        f"| {r.what} | {r.against} | {r.ours.median * 1000:.0f} ms | "
        f"{r.theirs.median * 1000:.0f} ms | **{r.found:.2f}** | {r.goal:g} | {met(r)} |"
        for r in ratios
    ]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            (
                f"Made by `make bench`: {runs} runs of each in turn (of the larger ones fewer), on "
                f"Python {platform.python_version()}, {engine}."
            ),
            (
                "Whole processes, the same work on the same objects, verdicts that agree. Times "
                "depend on the machine; the ratios hold better."
            ),
            "",
            "| what | against | grader | other | ratio | goal | |",
            "|---|---|--:|--:|--:|--:|---|",
            *rows,
            "",
            *reasons(ratios),
            "![the ratios, and their goals as lines](benchmarks.svg)",
            "",
        ]
    )


def reasons(ratios: Sequence[Ratio]) -> list[str]:
    """Say where the time goes of what misses its goal; what has one reason is told together."""
    told: dict[str, list[str]] = {}
    for ratio in ratios:
        if not ratio.is_met and ratio.why:
            what, against = ratio.what.partition(" (")[0], ratio.against.partition(",")[0]
            told.setdefault(ratio.why, []).append(f"{what} / {against}")
    if not told:
        return []
    lines = [f"- **{'; '.join(whats)}**: {why}" for why, whats in told.items()]
    wrapped = [fill(line, 98, subsequent_indent="  ", break_on_hyphens=False) for line in lines]
    return ["Why, where a goal is missed:", "", *wrapped, ""]


def met(ratio: Ratio) -> str:
    return "met" if ratio.is_met else f"missed by {ratio.found / ratio.goal - 1:.0%}"


def drawing(ratios: Sequence[Ratio]) -> str:
    """A bar a ratio, as part of its goal, which is the line."""
    height = BAR * len(ratios) + 40
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 90} {height}" '
            'font-family="sans-serif" font-size="12" fill="#222">'
        ),
        f'<rect width="{LEFT + WIDTH + 90}" height="{height}" fill="#fff"/>',
    ]
    goal = LEFT + WIDTH / 1.5
    for n, ratio in enumerate(ratios):
        y = 10 + n * BAR
        part = min(ratio.found / ratio.goal, 1.5)
        colour = "#2a7f62" if ratio.is_met else "#b5532a"
        name = f"{ratio.what.partition(' (')[0]} / {ratio.against.partition(',')[0]}"
        parts += [
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name[:52])}</text>',
            (
                f'<rect x="{LEFT}" y="{y}" width="{part * WIDTH / 1.5:.1f}" height="18" '
                f'fill="{colour}"/>'
            ),
            (
                f'<text x="{LEFT + part * WIDTH / 1.5 + 5:.1f}" y="{y + 14}">{ratio.found:.2f} '
                f"of {ratio.goal:g}</text>"
            ),
        ]
    end = 10 + BAR * len(ratios)
    parts += [
        f'<line x1="{goal}" x2="{goal}" y1="4" y2="{end}" stroke="#222" stroke-dasharray="4 3"/>',
        f'<text x="{goal}" y="{end + 16}" text-anchor="middle">the goal</text>',
        "</svg>\n",
    ]
    return "\n".join(parts)
