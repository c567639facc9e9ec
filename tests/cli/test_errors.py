"""What nobody expected ends with one line and exit code 3: 1 would say that a check failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.cli.errors import through

if TYPE_CHECKING:
    import pytest


def broken() -> int:
    raise KeyError("field")


def test_an_unexpected_exception_is_one_line_with_an_id_and_exit_code_3(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert through(broken, "en") == 3
    told = capsys.readouterr().err
    assert re.match(r"internal error [0-9a-f]{8}: KeyError: 'field'\n", told)
    assert "GRADER_DEBUG=1" in told
    assert "Traceback" not in told


def test_the_id_is_the_same_for_the_same_place(capsys: pytest.CaptureFixture[str]) -> None:
    through(broken, "en")
    one = capsys.readouterr().err
    through(broken, "en")
    assert capsys.readouterr().err == one


def test_a_runtime_error_is_no_interrupt(capsys: pytest.CaptureFixture[str]) -> None:
    def wrong() -> int:
        raise RuntimeError("dictionary changed size during iteration")

    assert through(wrong, "en") == 3
    assert "RuntimeError" in capsys.readouterr().err


def test_the_traceback_is_shown_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_DEBUG", "1")
    assert through(broken, "en") == 3
    assert "Traceback" in capsys.readouterr().err
