"""Which language is spoken."""

from __future__ import annotations

import pytest

from grader.cli.language import language_of


@pytest.mark.parametrize(
    ("argv", "environ", "language"),
    [
        ([], {}, "en"),
        (["check", "--lang", "ko"], {"GRADER_LANG": "en"}, "ko"),
        (["--lang=ko_KR"], {}, "ko-KR"),
        ([], {"GRADER_LANG": "ko", "LC_ALL": "en_US.UTF-8"}, "ko"),
        ([], {"LC_ALL": "", "LANG": "ko_KR.UTF-8"}, "ko-KR"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LC_ALL": "POSIX", "LANG": "ko_KR.UTF-8"}, "en"),
    ],
)
def test_the_flag_then_the_usual_variables_then_english(
    argv: list[str], environ: dict[str, str], language: str
) -> None:
    assert language_of(argv, environ) == language
