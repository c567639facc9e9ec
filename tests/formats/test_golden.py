"""Whole reports against files kept beside; `GRADER_GOLDEN=write pytest` writes them anew.

The sample has a check of each outcome. Read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from grader import __version__
from grader.formats import FORMATS, Style
from grader.privacy.audience import cut
from tests.formats import samples

FOLDER = Path(__file__).parent / "golden"
PLAIN = {"plain": Style()}
STYLES = {
    "text": {
        "plain": Style(width=100),
        "colour": Style(width=100, colour=True, links=True, page="/tmp/report.html"),
        "narrow-ascii": Style(width=60, signs=False),
    },
}
RESULTS = ("judged", "hidden")
REPORTS = ("text", "json", "html")  # what tools read is kept by test_tools
CASES = [(f, s, r) for f in REPORTS for s in STYLES.get(f, PLAIN) for r in RESULTS]


def settled(text: str) -> str:
    """Leave out what is tested elsewhere or changes with every release."""
    text = re.sub(r"(<(style|script)[^>]*>).*?(</\2>)", r"\1…\3", text, flags=re.DOTALL)
    text = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", text)
    return text.replace(__version__, "VERSION")


@pytest.mark.parametrize(("format_name", "style", "result"), CASES)
def test_reports_are_as_kept(format_name: str, style: str, result: str) -> None:
    """A student before the due date sees this, byte for byte."""
    chosen = FORMATS[format_name]
    shown = cut(getattr(samples, result)(), "student", "before_due")
    text = settled(chosen.render(shown, STYLES.get(format_name, PLAIN)[style]))
    kept = FOLDER / f"{result}.{style}.{format_name}"
    if os.environ.get("GRADER_GOLDEN") == "write":
        kept.write_text(text, encoding="utf-8", newline="\n")

    assert text == kept.read_text(encoding="utf-8")


def test_the_sample_has_every_outcome() -> None:
    assert {c.outcome for c in samples.judged().checks} == {"passed", "failed", "error", "skipped"}
