"""JSON from outside: what an engine, a container's port or a snapshot file says.

Whatever comes out of `parse` can be walked, compared and written again: its numbers are finite,
its texts are Unicode, and it is not nested deeper than a function may call itself.
"""

from __future__ import annotations

import json
import math
import re
from itertools import chain
from typing import Any, NoReturn

MAX_DEPTH = 100  # an engine's documents have about 10 levels
NESTING = frozenset({dict, list})  # what the decoder makes of brackets, and no other types
SURROGATE = re.compile(r"[\ud800-\udfff]")
ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse(source: bytes) -> Any:
    """Read a JSON text in UTF-8; raises ValueError for everything that is none."""
    text = source.decode("utf-8-sig")
    try:
        found = DECODER.decode(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if is_deep(found):
        raise ValueError("it is nested too deeply")
    return _clean(found) if ESCAPED_SURROGATE.search(text) else found


BETWEEN = re.compile(r"[ \t\r\n\ufeff]*")  # concatenated files bring their byte order marks along


class CutError(ValueError):
    """The text ends in the middle of a value."""


def parse_all(source: bytes) -> list[Any]:
    """Read one JSON text, or several behind each other, as tools and people write them to files.

    In UTF-8, 16 or 32, with or without a byte order mark (RFC 4627, section 3): PowerShell's `>`
    writes UTF-16. Raises ValueError like `parse`, a `CutError` where the end is missing.
    """
    text = source.decode(json.detect_encoding(source)).rstrip()
    halves = ESCAPED_SURROGATE.search(text) is not None
    found: list[Any] = []
    at = 0
    while (at := BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        try:
            value, end = DECODER.raw_decode(text, at)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        except json.JSONDecodeError as wrong:
            cut = wrong.pos >= len(text) - 1 or wrong.msg.startswith("Unterminated")
            if cut and text[at] in "[{":
                raise CutError("it ends in the middle") from None
            raise
        if is_deep(value):
            raise ValueError("it is nested too deeply")
        found.append(_clean(value) if halves else value)
        at = end
    return found


def is_deep(document: Any) -> bool:
    """Say whether a document has more levels than `MAX_DEPTH`."""
    level = [document] if type(document) in NESTING else []
    for _ in range(MAX_DEPTH):
        values = chain.from_iterable(v.values() if type(v) is dict else v for v in level)
        level = [v for v in values if type(v) in NESTING]
        if not level:
            return False
    return True


def _clean(value: Any) -> Any:
    """Replace halves of surrogate pairs, which JSON can spell and no encoding can write."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)
