"""Translations: gettext catalogues, looked up by the English text.

A catalogue is `<language>/LC_MESSAGES/grader.po`, compiled when the package is built or tested
(`make messages`).
"""

from __future__ import annotations

import os.path
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from gettext import NullTranslations

LANGUAGES = ("en", "ko")
DOMAIN = "grader"
FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - help is printed without pathlib


@cache
def _catalogue(language: str) -> NullTranslations:
    import gettext

    return gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=True)


def base(language: str) -> str:
    """Return the language of a tag: `ko` of `ko-KR`."""
    return language.partition("-")[0].lower()


def translate(text: str, language: str) -> str:
    """Translate a text; `ko-KR` falls back to `ko`, what has no translation stays English."""
    wanted = base(language)
    if wanted == "en" or not text:
        return text
    return _catalogue(wanted).gettext(text)


def translate_library(language: str, environ: MutableMapping[str, str]) -> None:
    """Let what the standard library says (argparse) come from the same catalogue.

    It asks gettext for the texts of the current domain, in the language of the environment.
    """
    import gettext

    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    environ["LANGUAGE"] = base(language)


def pick(text: str | Mapping[str, str] | None, language: str) -> str:
    """Choose an author's text: the language asked for, its base, English, else the first."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    for wanted in (language, language.partition("-")[0], "en"):
        if wanted in text:
            return text[wanted]
    return next(iter(text.values()), "")
