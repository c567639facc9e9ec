r"""Texts that came from an engine or a spec, made fit to be shown.

Escape sequences move a terminal's cursor or change its title; bidi controls and invisible
characters make a text look like another. Whatever could do that is written out, so that it is
seen: `\x1b`, `\u202e`. Nothing is left out in silence.
"""

from __future__ import annotations

import re

LONGEST = 2000

# Controls (C0, DEL, C1), lone surrogates, bidi controls, what has no width (spaces, joiners,
# fillers, soft hyphen, separators of lines, tags, annotations) and noncharacters. A joiner
# between two pictographs is part of an emoji and stays.
HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2028\u2029\u2060-\u2065"
    r"\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    r"|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
    r"|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def harmless(text: str, limit: int = LONGEST) -> str:
    """Write out what a text must not do, on one line, and cut it where it is too long."""
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    whole = len(text)
    shown = HARMFUL.sub(_written_out, text[:limit])
    return shown if whole <= limit else f"{shown}… (+{whole - limit})"


def harmless_lines(text: str, limit: int = LONGEST) -> list[str]:
    """Make a text of several lines harmless, line by line; a tab is a few spaces."""
    cut = text[:limit].expandtabs(4).split("\n")
    lines = [harmless(line, limit) for line in cut]
    if len(text) > limit:
        lines[-1] += f"… (+{len(text) - limit})"
    return lines


def _written_out(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
