"""Which language to speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VARIABLES = ("GRADER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    """Choose by `--lang`, then the environment, else English; as a language tag (`ko-KR`).

    Read before the command line is parsed, so that help is in the language too.
    """
    for word, following in zip(argv, [*argv[1:], ""], strict=False):
        if word == "--lang":
            return tag(following)
        if word.startswith("--lang="):
            return tag(word.partition("=")[2])
    return next((tag(environ[name]) for name in VARIABLES if environ.get(name)), "en")


def tag(locale: str) -> str:
    """Turn `ko_KR.UTF-8` into `ko-KR`; C and POSIX are English."""
    name = locale.partition(".")[0].partition("@")[0].replace("_", "-")
    return "en" if name in ("", "C", "POSIX") else name
