"""What looks like a secret: by the name of a variable or option, and by the shape of a text.

The names and shapes are those that secret scanners look for (gitleaks, detect-secrets) and that
Docker labs use. A scanner itself does not fit: it reads source files line by line, takes 0.2 s to
import, and reports a line instead of the part of a value to hide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Span = tuple[int, int]

NAME = re.compile(
    r"pass(?!ive|enger|age)|pwd|secret|token(?!iz)|credential|private|webhook|jwt|basic.?auth"
    r"|(?:api|access|auth|signing|encryption|master|account|session|cookie).?key"
    r"|(?:^|[_.-])(?:auth|key_base|salt|dsn)$|_key$",
    re.IGNORECASE,
)
LONGEST_NAME = 500
OPTION = re.compile(
    r"--?[a-z-]*(?:pass(?:word|wd|phrase)?|secret|token|api-?key|credentials?)", re.IGNORECASE
)
# Short options that take a secret, by program: glued (`mysql -pX`) or as the next word.
GLUED = {"-p": frozenset({"mysql", "mysqldump", "mysqladmin", "mysqlcheck", "mariadb"})}
GLUED["-p"] |= {"mariadb-admin", "mariadb-dump", "sshpass"}
NEXT = {"-p": frozenset({"sshpass", "mongo", "mongosh", "mongodump"}), "-a": {"redis-cli"}}
USERS = {"-u": frozenset({"curl", "http"}), "--user": frozenset({"curl"})}
LONGEST_COMMAND = 20_000  # characters; a longer text is not read as a command line

TOKENS = (
    r"gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|AKIA[0-9A-Z]{16}"
    r"|AIza[\w-]{30,}|sk_live_\w{16,}|npm_\w{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
)
# Each pattern hides its group `s`. Possessive quantifiers keep them linear.
SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=://)[^\s/:@]*+:(?P<s>[^\s/]{0,500})@",  # a password in a URL, which may contain @
        r"(?<=https://)(?P<s>[^\s/:@]++)@|(?<=http://)(?P<s2>[^\s/:@]++)@",  # a token in a URL
        r"(?<![\w.-])[\w.-]++:(?P<s>[^\s/]{1,200})@(?:tcp|unix)\(",  # the DSN of Go's MySQL driver
        r"(?i)\b(?:proxy-)?authorization[\"']?\s*+[:=]\s*+(?:(?:bearer|basic|token)\s++)?(?P<s>[^\s\"']++)",
        r"\b[Bb]earer\s++(?P<s>[\w.~+/=-]{8,})",
        r"(?P<s>(?:\$apr1\$|\$2[aby]\$|\$[156]\$|\{SHA\})[^\s,]++)",  # htpasswd
        r"(?<=hooks\.slack\.com/services/)(?P<s>[^\s\"']++)",
        r"(?<=discord\.com/api/webhooks/)(?P<s>[^\s\"']++)",
        rf"\b(?P<s>{TOKENS})",
        r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<s>.*?)(?:-----END|\Z)",
    )
)
ASSIGNED = re.compile(
    r"(?<![\w.-])(?P<name>[\w.-]++)[\"']?+\s*+[:=]\s*+"
    r"(?:\"(?P<d>[^\"]++)\"|'(?P<q>[^']++)'|(?P<s>[^\s;&,'\"]++))"
)


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Say whether what has this name is a secret; the same names come again and again."""
    return NAME.search(name[:LONGEST_NAME]) is not None


def secrets_in_text(text: str) -> list[Span]:
    """Find the parts of a text that look like secrets, as sorted spans that do not overlap."""
    found: list[Span] = []
    for shape in SHAPES:
        found += [match.span(match.lastgroup or "s") for match in shape.finditer(text)]
    if "=" in text or ":" in text:
        assigned = (m for m in ASSIGNED.finditer(text) if is_secret_name(m["name"]))
        found += [match.span(match.lastgroup or "s") for match in assigned]
    if " -" in text and len(text) <= LONGEST_COMMAND:
        found += _in_command(text)
    return merged(found)


def secrets_in_words(words: Sequence[str]) -> list[list[Span]]:
    """Find the secrets of each word of a command line or of a list of `NAME=value`."""
    found = [secrets_in_text(word) for word in words]
    for index, span in _after_options(words):
        found[index] = merged([*found[index], span])
    for index, word in enumerate(words):
        name, given, value = word.partition("=")
        if given and value and is_secret_name(name.lstrip("-")) and " " not in name:
            found[index] = [(len(name) + 1, len(word))]
    return found


def _in_command(text: str) -> Iterator[Span]:
    """Find what options give in one text, such as the argument of `sh -c`."""
    words = list(re.finditer(r"[^\s\"']+", text))
    for index, (start, end) in _after_options([word[0] for word in words]):
        offset = words[index].start()
        yield offset + start, offset + end


def _after_options(words: Sequence[str]) -> Iterator[tuple[int, Span]]:
    """Find the words, or parts of them, that an option marks as a secret."""
    programs: set[str] = set()
    for index, (before, word) in enumerate(pairwise(("", *words))):
        programs.add(before.rpartition("/")[2])
        option, glued = word[:2], word[2:]
        if glued and programs & GLUED.get(option, frozenset()):
            yield index, (2, len(word))
        elif before.startswith("-") and "=" not in before:
            if OPTION.fullmatch(before) or programs & NEXT.get(before, frozenset()):
                yield index, (0, len(word))
            elif programs & USERS.get(before, frozenset()) and ":" in word:
                yield index, (word.index(":") + 1, len(word))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Sort spans and join those that overlap, so that no end of a longer secret is left."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
