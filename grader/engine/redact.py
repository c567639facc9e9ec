"""Secrets out of what an engine said, before anything keeps it.

A value that looks secret becomes a mark. Equal values become equal marks, so that "is it there"
and "is it the image's" stay known; the key of the marks is thrown away with the run. What the
spec itself compares is kept: its author knows it already.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grader.engine.compared import Compared
from grader.fields.reading import dig

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SECRET_NAME = re.compile(
    r"pass(?!ive)|passwd|pwd$|secret|token|credential|private|(?:api|access|auth|signing).?key|_key$",
    re.IGNORECASE,
)
SECRET_OPTION = re.compile(
    r"--?[a-z-]*(?:pass(?:word|wd|phrase)?|secret|token|api-?key)", re.IGNORECASE
)
CREDENTIALS = re.compile(r"(?<=://)([^/\s:@]*):([^/\s@]+)(?=@)")
LONGEST_NAME = 500
CALL_COST = 100  # looking into a short text costs as much as reading this many characters
MOST_WORK = 2_000_000_000  # characters to look through, a few seconds; a usual document has 10**5
SHORTEST = 4  # shorter values are not looked for elsewhere: they would be found everywhere


class TooMuchError(Exception):
    """Looking for so many secrets in so much text would take too long."""


class Redactor:
    """Redacts documents; `kept` is what a spec compares, so that its author knows it."""

    def __init__(self, kept: Compared | None = None, key: bytes | None = None) -> None:
        self._kept = kept or Compared()
        self._key = key or os.urandom(16)

    def redact(self, document: Any) -> Any:
        """Return a copy of a document with marks where values look secret.

        A list is cleaned item by item: what is secret in one container is not sought in others.
        One without secrets comes back as it is. Raises `TooMuchError`.
        """
        if isinstance(document, list):
            return [self.redact(item) if isinstance(item, dict) else item for item in document]
        seen = _Survey(self._kept.names)
        seen.look(document)
        seen.forget(dig(document, path) for path in self._kept.paths)
        if not seen.secrets and not seen.credentials:
            return document
        if len(seen.secrets) * (seen.length + CALL_COST * seen.texts) > MOST_WORK:
            raise TooMuchError
        return self._clean(document, sorted(seen.secrets, key=len, reverse=True))

    def _clean(self, value: Any, found: list[str]) -> Any:
        if isinstance(value, str):
            return self._clean_text(value, found)
        if isinstance(value, list):
            return [self._clean(item, found) for item in value]
        if isinstance(value, dict):
            return {self._clean_text(k, found): self._clean(v, found) for k, v in value.items()}
        return value

    def _clean_text(self, text: str, found: list[str]) -> str:
        for secret in found:
            if secret in text:
                text = text.replace(secret, self._mark(secret))
        if "://" in text and "@" in text:
            text = CREDENTIALS.sub(lambda m: f"{m[1]}:{self._mark(m[2])}", text)
        return text

    def _mark(self, secret: str) -> str:
        said = secret.encode("utf-8", "surrogatepass")
        return f"<redacted:{hashlib.blake2b(said, key=self._key, digest_size=8).hexdigest()}>"


class _Survey:
    """One walk through a document: the values that look secret, and how much text there is."""

    def __init__(self, kept: frozenset[str]) -> None:
        self._kept = kept
        self.secrets: set[str] = set()
        self.credentials = False
        self.texts = 0
        self.length = 0

    def look(self, value: Any) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                if isinstance(inner, str):
                    self._text(inner)
                    self._entry(name, inner)
                elif inner:
                    self.look(inner)
        elif isinstance(value, list):
            self._look_at_list(value)

    def forget(self, known: Iterable[Any]) -> None:
        """Let go of what stands in values that the spec compares anyway."""
        texts = [text for value in known for text in _texts(value)]
        self.secrets = {s for s in self.secrets if not any(s in text for text in texts)}

    def _look_at_list(self, values: list[Any]) -> None:
        before: Any = None
        for inner in values:
            if isinstance(inner, str):
                self._text(inner)
                self._word(before, inner)
            elif inner:
                self.look(inner)
            before = inner

    def _text(self, text: str) -> None:
        self.texts += 1
        self.length += len(text)
        if "://" in text and "@" in text:
            self.credentials = True

    def _word(self, before: Any, word: str) -> None:
        """Look at one word of a list: `KEY=value`, or what follows an option as --password."""
        name, given, value = word.partition("=")
        if given:
            self._entry(name, value)
        elif isinstance(before, str) and before[:1] == "-" and SECRET_OPTION.fullmatch(before):
            self._entry("password", word)

    def _entry(self, name: str, value: str) -> None:
        if len(value) >= SHORTEST and looks_secret(name[:LONGEST_NAME]) and name not in self._kept:
            self.secrets.add(value)


@lru_cache(maxsize=4096)
def looks_secret(name: str) -> bool:
    """Say whether what stands under a name is a secret; the same names come again and again."""
    return SECRET_NAME.search(name) is not None


def _texts(value: Any) -> Iterator[str]:
    """Find every text in a value of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
