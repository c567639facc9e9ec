"""Translations: gettext catalogues, looked up by the English text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations

LANGUAGES = ("en", "ko")


@cache
def _catalogue(language: str) -> NullTranslations:
    import gettext
    from pathlib import Path

    folder = Path(__file__).parent
    return gettext.translation("grader", folder, languages=[language], fallback=True)


def translate(text: str, language: str) -> str:
    """Translate a text; `ko-KR` falls back to `ko`, what has no translation stays English."""
    base = language.partition("-")[0]
    if base == "en" or not text:
        return text
    return _catalogue(base).gettext(text)


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
