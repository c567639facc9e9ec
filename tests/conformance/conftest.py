"""The table at the end of a run: what was held of each field on each engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

CONFORMANCE = "conformance"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    held: Counter[tuple[str, str]] = Counter()
    played: Counter[tuple[str, str]] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            engine, *fields = dict(report.user_properties).get(CONFORMANCE, [""])
            for field in fields:
                played[field, engine] += 1
                held[field, engine] += outcome == "passed"
    if played:
        terminalreporter.section("fields × engines: cases held of cases played")
        for line in table(held, played):
            terminalreporter.line(line)


def table(held: Counter[tuple[str, str]], played: Counter[tuple[str, str]]) -> list[str]:
    """A line a field, a column an engine."""
    engines = sorted({engine for _, engine in played})
    fields = sorted({field for field, _ in played})
    width = max(map(len, fields))
    lines = [" " * width + "".join(f"  {engine:>14}" for engine in engines)]
    for field in fields:
        cells = [cell(held[field, engine], played[field, engine]) for engine in engines]
        lines.append(f"{field:<{width}}" + "".join(f"  {text:>14}" for text in cells))
    whole = [e for e in engines if all(held[f, e] == played[f, e] > 0 for f in fields)]
    return [*lines, f"{len(fields)} fields; whole on: {', '.join(whole) or 'none'}"]


def cell(held: int, played: int) -> str:
    return "MISSING" if not played else f"{held}/{played}" + ("" if held == played else " !")
