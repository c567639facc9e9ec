"""Secrets out of what an engine said, before anything keeps it.

A value that looks secret becomes a mark. Equal values become equal marks, so that "is it there"
and "is it the image's" stay known; the key of the marks is thrown away with the run. What the
spec itself compares is kept: its author knows it already.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.spec.lab import Lab

SECRET_NAME = re.compile(
    r"pass(?!ive)|passwd|pwd$|secret|token|credential|private|(?:api|access|auth|signing).?key|_key$",
    re.IGNORECASE,
)
SECRET_OPTION = re.compile(
    r"--?[a-z-]*(?:pass(?:word|wd|phrase)?|secret|token|api-?key)", re.IGNORECASE
)
CREDENTIALS = re.compile(r"(?<=://)([^/\s:@]*):([^/\s@]+)(?=@)")
COMPARING = frozenset({"equals", "not", "one_of", "contains", "matches"})
SHORTEST = 4  # shorter values are not looked for elsewhere: they would be found everywhere


class Redactor:
    """Redacts documents; `kept` are the names whose values a spec compares."""

    def __init__(self, kept: Iterable[str] = (), key: bytes | None = None) -> None:
        self._kept = frozenset(kept)
        self._key = key or secrets.token_bytes(16)

    def redact(self, document: Any) -> Any:
        """Return a copy of a document with marks where values look secret."""
        found = sorted(set(_secrets(document, self._kept)), key=len, reverse=True)
        return self._clean(document, found)

    def _clean(self, value: Any, found: list[str]) -> Any:
        if isinstance(value, str):
            return self._clean_text(value, found)
        if isinstance(value, list):
            return [self._clean(item, found) for item in value]
        if isinstance(value, dict):
            return {key: self._clean(item, found) for key, item in value.items()}
        return value

    def _clean_text(self, text: str, found: list[str]) -> str:
        for secret in found:
            if secret in text:
                text = text.replace(secret, self._mark(secret))
        if "://" in text and "@" in text:
            text = CREDENTIALS.sub(lambda m: f"{m[1]}:{self._mark(m[2])}", text)
        return text

    def _mark(self, secret: str) -> str:
        digest = hmac.new(self._key, secret.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"<redacted:{digest.hexdigest()[:16]}>"


def _secrets(document: Any, kept: frozenset[str]) -> Iterable[str]:
    """Find the values that look secret, by the names that they stand under."""
    if isinstance(document, dict):
        for name, value in document.items():
            if isinstance(value, str):
                yield from _of_entry(str(name), value, kept)
            else:
                yield from _secrets(value, kept)
    elif isinstance(document, list):
        for before, item in zip([None, *document], document, strict=False):
            if isinstance(item, str):
                yield from _of_word(before, item, kept)
            else:
                yield from _secrets(item, kept)


def _of_word(before: Any, word: str, kept: frozenset[str]) -> Iterable[str]:
    """Look at one word of a list: `KEY=value`, or what follows an option such as --password."""
    name, given, value = word.partition("=")
    if given:
        yield from _of_entry(name, value, kept)
    elif isinstance(before, str) and SECRET_OPTION.fullmatch(before):
        yield from _of_entry("password", word, kept)


def _of_entry(name: str, value: str, kept: frozenset[str]) -> Iterable[str]:
    if name not in kept and len(value) >= SHORTEST and SECRET_NAME.search(name):
        yield value


def compared_names(labs: Iterable[Lab]) -> set[str]:
    """Collect the names in environments and labels whose values the specs compare."""
    names: set[str] = set()
    for lab in labs:
        for check in lab.checks:
            selector = getattr(check.target, "selector", {})
            for fields in (check.expect, check.each, selector):
                for field in ("environment", "labels"):
                    expected = fields.get(field)
                    if expected is not None:
                        whole = expected.words.get("equals")
                        parts = {**expected.parts, **(whole.parts if whole else {})}
                        names |= {n for n, part in parts.items() if COMPARING & part.words.keys()}
    return names
