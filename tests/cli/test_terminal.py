"""What a terminal is found to be able to do."""

from __future__ import annotations

import io

import pytest

from grader.cli.terminal import style_for, wants_colour


def _stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("asked", "environ", "tty", "coloured"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_the_flag_wins_then_no_color_then_force_color_then_the_terminal(
    asked: str, environ: dict[str, str], *, tty: bool, coloured: bool
) -> None:
    assert wants_colour(asked, environ, tty=tty) is coloured


@pytest.mark.parametrize(
    ("encoding", "signs"), [("utf-8", True), ("cp949", False), ("cp1252", False), ("ascii", False)]
)
def test_signs_are_used_only_where_the_encoding_has_them(encoding: str, *, signs: bool) -> None:
    assert style_for(_stream(encoding), "ko", environ={}).signs is signs
