"""The page of figures: what is missed is explained, in the figures of its own run."""

from __future__ import annotations

from benchmarks.comparing import Ratio, why_of_a_file
from benchmarks.figures import drawing, markdown
from benchmarks.measuring import Times


def ratio(seconds: float, why: str, what: str = "a run (peak 3 MiB)") -> Ratio:
    return Ratio(what, "the floor, which judges nothing", Times((seconds,)), Times((1.0,)), 2, why)


def page(*ratios: Ratio) -> str:
    return markdown(ratios, "Docker 28.5", 9)


def test_what_misses_its_goal_says_by_how_much_and_why() -> None:
    text = page(ratio(3, "it computes."), ratio(2.5, "it waits.", "another"))
    assert "| **3.00** | 2 | missed by 50% |" in text
    assert "- **a run / the floor**: it computes.\n- **another / the floor**: it waits.\n" in text


def test_what_has_one_reason_is_told_together() -> None:
    text = page(ratio(3, "it computes."), ratio(4, "it computes.", "another"))
    assert "- **a run / the floor; another / the floor**: it computes.\n" in text


def test_what_meets_its_goal_needs_no_reason() -> None:
    text = page(ratio(2, "it computes."))
    assert "| **2.00** | 2 | met |" in text
    assert "Why" not in text
    assert "it computes" not in text
    assert "2.00 of 2" in drawing([ratio(2, "")])


def test_the_reasons_are_figures_of_the_run() -> None:
    times = {"floor": Times((2.0,)), "read": Times((3.0,)), "grader": Times((7.0,))}
    why = why_of_a_file(times, 10_000)
    assert "in C, 0.20 ms a file" in why
    assert "Of grader's 0.70 ms, 0.30 are reading" in why
    assert "0.40 are judging in Python: 20 µs a check" in why
