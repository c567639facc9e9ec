"""The report for a terminal: aligned, wrapped, and written with what the encoding has."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from grader.formats import FORMATS, Style
from grader.model.message import message
from grader.model.result import CheckResult, Observation, Outcome, Target
from grader.model.snapshot import Found, Question
from grader.privacy.audience import cut
from tests.formats import samples

if TYPE_CHECKING:
    from grader.model.message import Message


def text(name: str, **style: object) -> str:
    return FORMATS["text"].render(samples.RESULTS[name](), replace(Style(), **style))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [40, 60, 80, 110])
@pytest.mark.parametrize("name", samples.RESULTS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int, language: str) -> None:
    """Hangul takes two columns a syllable, and is counted so."""
    lines = text(name, width=width, language=language).splitlines()

    assert [line for line in lines if wcswidth(line) > width] == []


@pytest.mark.parametrize("name", ["judged", "passing", "nothing", "hidden"])
def test_without_signs_all_is_ascii(name: str) -> None:
    assert text(name, signs=False).isascii()


@pytest.mark.parametrize("name", samples.RESULTS)
def test_korean_windows_can_say_it(name: str) -> None:
    assert text(name, signs=False, language="ko").encode("cp949")


def test_points_stand_below_each_other_in_korean_too() -> None:
    lines = text("judged", language="ko", width=80)
    ends = {wcswidth(line) for line in lines.splitlines() if re.search(r" [\d?]+ / \d+$", line)}

    assert ends == {80}


def test_failing_checks_come_first_and_the_summary_last() -> None:
    lines = text("judged").splitlines()
    first = [line.split()[0] for line in lines if re.match(r"[✓✗!-] ", line)]

    assert first == ["✗", "✗", "!", "-", "✓", "!"]
    assert lines[-1].startswith("Something could not be checked")


def test_expected_stands_above_actual_with_its_source() -> None:
    lines = text("judged").splitlines()
    at = next(n for n, line in enumerate(lines) if "environment.COLOR" in line)

    assert lines[at + 1 : at + 4] == [
        "    expected  blue    overridden",
        "    actual    bluee   overridden (image: red)",
        "                  ^",
    ]


def test_colour_is_only_where_it_is_wanted() -> None:
    assert "\x1b" not in text("judged")
    assert "\x1b[" in text("judged", colour=True)


def test_titles_lead_to_the_page() -> None:
    linked = text("judged", links=True, page="file:///reports/a%20b.html")

    assert "\x1b]8;;file:///reports/a%20b.html#check-blue-color\x1b\\The" in linked
    assert "\x1b]8;;" not in text("judged", links=True)


def test_an_error_is_not_called_a_failure() -> None:
    whole = text("judged")

    assert "the engine did not answer within 10 s" in whole
    assert "52 of 100 points so far; 10 undecided" in whole
    assert "could not be fully checked" in whole


def test_what_is_not_shown_says_so() -> None:
    shown = cut(samples.hidden("none"), "student", "before_due")

    assert "The details of this check are not shown." in FORMATS["text"].render(shown, Style())


def one_check(expected: object, actual: object, said: Message) -> str:
    """Render a result of one failing observation."""
    seen = Observation("logs", Outcome.FAILED, expected, actual, message=said)  # type: ignore[arg-type]
    check = CheckResult(
        "c", Target("container", "web", exact=True), Outcome.FAILED, Decimal(1), (seen,)
    )
    return FORMATS["text"].render(replace(samples.judged(), checks=(check,)), Style(width=60))


def test_a_text_of_many_lines_is_shown_from_what_differs_on() -> None:
    lines = [f"line {n}" for n in range(20)]
    wrong = [*lines[:12], "another line", *lines[13:]]
    said = message("differs", expected="\n".join(lines), actual="\n".join(wrong))
    report = one_check("\n".join(lines), "\n".join(wrong), said)

    assert "      … (+11)\n      │ line 11\n      │ another line\n" in report
    assert report.count("│") == 16


def test_a_long_text_shows_its_beginning() -> None:
    said = message("lacks-text", missing=["ready"], actual="")
    report = one_check({"contains": ["ready"]}, "\n".join("abcdefghijkl"), said)

    assert "    expected  contains [ready]\n" in report
    assert "      │ h\n      … (+4)\n" in report


def test_a_word_wider_than_the_terminal_is_broken_where_it_ends() -> None:
    """Hangul without a space, and letters without one."""
    for word in ("컨테이너" * 30, "x" * 300):
        report = one_check(word, "y", message("differs", expected=word, actual="y"))
        broken = "".join(line.strip() for line in report.splitlines())

        assert word in broken
        assert max(map(wcswidth, report.splitlines())) <= 60


def test_a_value_of_the_image_is_said_to_be_one() -> None:
    """Who forgot `--env` sees that what is there came from the image."""
    plain = samples.container("blueColorApp", samples.COLOR_IMAGE, "devwikirepo/envnodecolorapp")
    found = samples.answers() | {Question("container", "blueColorApp"): Found(plain)}
    report = FORMATS["text"].render(samples.judged(found=found), Style())

    assert "    expected  blue   overridden\n    actual    red    from the image\n" in report
