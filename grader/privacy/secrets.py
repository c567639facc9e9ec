"""What looks like a secret: by the name of a variable or option, and by the shape of a text.

The names and shapes are those that secret scanners look for (gitleaks, detect-secrets) and that
Docker labs use. A scanner itself does not fit: it reads source files line by line and reports a
line, where this needs the part of a value to hide.
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
    r"pass(?!ive|enger|age)|pwd|secret|token(?!iz)|credential|creds|private|webhook|jwt|basic.?auth"
    r"|authorization|contrase"
    r"|(?:api|app|application|access|auth|signing|encryption|master|account|session|cookie|client"
    r"|service|db|database|priv|storage|shared).?key"
    r"|(?:^|[_.-])(?:auth|pw|key_base|salt|dsn|cookie)$|_key$",
    re.IGNORECASE,
)
# What ends so is public, or the place of a secret: PASSWORD_FILE=/run/secrets/x.
NO_SECRET = re.compile(r"(?:public|gpg|pub)_?keys?$|_file$|_path$", re.IGNORECASE)
LONGEST_NAME = 500
OPTION = re.compile(
    r"--?[a-z-]*(?:pass(?:word|wd|phrase|in|out)?|secret|token|api-?key|credentials?|masterauth)",
    re.IGNORECASE,
)
# Short options that take a secret, by program: glued (`mysql -pX`) or as the next word.
MYSQL = (
    "mysql mysqldump mysqladmin mysqlcheck mysqlimport mysqlsh mariadb mariadb-admin mariadb-dump"
)
GLUED = {
    "-p": frozenset([*MYSQL.split(), "sshpass"]),
    "-P": frozenset({"sqlcmd", "bcp"}),
    "-a": frozenset({"redis-cli"}),
}
NEXT = {
    "-p": frozenset({"sshpass", "mongo", "mongosh", "mongodump", "mongorestore", "login"}),
    "-P": frozenset({"sqlcmd", "bcp"}),
    "-a": frozenset({"redis-cli"}),
}
# Options that take `user:password`, or samba's `user%password`.
USERS = {
    "-u": frozenset({"curl", "http", "https"}),
    "-a": frozenset({"http", "https"}),
    "-U": frozenset({"curl", "smbclient"}),
    "--user": frozenset({"curl", "smbclient"}),
    "--proxy-user": frozenset({"curl"}),
    "--auth": frozenset({"http", "https"}),
}
BETWEEN = re.compile(r"[:%]")
LONGEST_COMMAND = 20_000  # characters; a longer text is not read as a command line

TOKENS = (
    r"gh[pousr]_\w{20,}|github_pat_\w{20,}|gl(?:pat|dt|rt|ptt|cbt)-[\w-]{16,}|xox[a-z]-[\w-]{10,}"
    r"|(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}"
    r"|[sr]k_(?:live|test)_\w{16,}|sk-(?:ant-|proj-|svcacct-)?[\w-]{32,}|hf_\w{30,}"
    r"|npm_\w{30,}|pypi-[\w-]{40,}|dckr_pat_[\w-]{20,}|dop_v1_[0-9a-f]{40,}|hvs\.[\w-]{20,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|(?:AC|SK)[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|sq0\w{3}-[\w-]{20,}"
    r"|\d{8,10}:[\w-]{35}|[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
)
DATABASES = r"(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|oracle)(?:\+\w+)?"
# What a text has to contain, in small letters, and a pattern that hides its group `s`. They are
# compiled when they are needed; possessive quantifiers keep them linear.
SHAPES = (
    # a password in a URL, which may contain @; of a database it may contain / too
    ("://", r"(?<=://)[^\s/:@]*+:(?P<s>[^\s/]{0,500})@"),
    ("://", r"\b" + DATABASES + r"://[^\s/:@]*+:(?P<s>\S{0,500})@"),
    # a token in a URL
    ("https://", r"(?<=https://)(?P<s>[^\s/:@]++)@"),
    ("http://", r"(?<=http://)(?P<s>[^\s/:@]++)@"),
    # without a scheme; what follows the tag of an image is a digest
    (
        "@",
        r"(?<![\w.:/@-])[\w.-]++:(?P<s>[^\s/@:]{1,200}+)@(?!sha256:)[\w.-]++(?::\d++)?+(?![\w(])",
    ),
    # the DSN of Go's MySQL driver
    ("@tcp(", r"(?<![\w.-])[\w.-]++:(?P<s>[^\s/]{1,200})@tcp\("),
    ("@unix(", r"(?<![\w.-])[\w.-]++:(?P<s>[^\s/]{1,200})@unix\("),
    (
        "authorization",
        r"(?i)authorization[\"']?\s*+[:=]\s*+(?:(?:bearer|basic|token)\s++)?(?P<s>[^\s\"']++)",
    ),
    ("bearer", r"\b[Bb]earer\s++(?P<s>[\w.~+/=-]{8,})"),
    ("$", r"(?P<s>(?:\$apr1\$|\$2[aby]\$|\$[156]\$)[^\s,]++)"),  # htpasswd
    ("{sha}", r"(?P<s>\{SHA\}[^\s,]++)"),
    ("hooks.slack.com/", r"(?<=hooks\.slack\.com/services/)(?P<s>[^\s\"']++)"),
    ("/api/webhooks/", r"(?<=discord\.com/api/webhooks/)(?P<s>[^\s\"']++)"),
    ("cookie", r"(?i)cookie[\"']?\s*+:\s*+(?P<s>[^\r\n\"']++)"),
    ("</", r"(?i)(?:password|passwd|secret|token|api-?key)>(?P<s>[^<]{1,500}+)</"),
    ("requirepass", r"(?im)^[^\S\n]*+requirepass\s++(?P<s>\S++)"),  # redis.conf
    ("masterauth", r"(?im)^[^\S\n]*+masterauth\s++(?P<s>\S++)"),
    ("login", r"\blogin\s++\S++\s++password\s++(?P<s>\S++)"),  # netrc
    (
        "chpasswd",
        r"(?<![\w.-])[\w.-]++:(?P<s>[^\s|\"']{1,200}+)[\"']?\s*+\|\s*+(?:sudo\s++)?chpasswd",
    ),
    ("private key", r"(?s)-----BEGIN [A-Z ]*+-----(?P<s>.*?)(?:-----END|\Z)"),
    ("", rf"\b(?P<s>{TOKENS})"),
)
ASSIGNED = re.compile(r"(?<![\w.-])(?P<name>[\w.-]++)[\"']?+\s*+[:=]\s*+")
ASSIGNED_VALUE = re.compile(r"\"(?P<d>[^\"]++)\"|'(?P<q>[^']++)'|(?P<s>[^\s;&,'\"]++)")


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Say whether what has this name is a secret; the same names come again and again."""
    name = name[:LONGEST_NAME]
    return NAME.search(name) is not None and NO_SECRET.search(name) is None


def secrets_in_text(text: str) -> list[Span]:
    """Find the parts of a text that look like secrets, as sorted spans that do not overlap."""
    low = text.lower()
    found: list[Span] = []
    for needed, shape in SHAPES:
        if needed in low:
            found += [match.span("s") for match in re.finditer(shape, text)]
    if "=" in text or ":" in text:
        found += _assigned(text)
    if " -" in text and len(text) <= LONGEST_COMMAND:
        found += _in_command(text)
    return merged(found)


def _assigned(text: str) -> Iterator[Span]:
    """Find what is assigned to secret names; a value may be an assignment: --env=TOKEN=x."""
    end = 0
    for match in ASSIGNED.finditer(text):
        if match.end() < end or not is_secret_name(match["name"]):
            continue
        value = ASSIGNED_VALUE.match(text, match.end())
        if value:
            end = value.end()
            yield value.span(value.lastgroup or "s")


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
        name, given, _ = word.partition("=")
        if glued and programs & GLUED.get(option, frozenset()):
            yield index, (2, len(word))
        elif glued and programs & USERS.get(option, frozenset()):
            yield from ((index, span) for span in _password_in(word, 2))
        elif given and programs & USERS.get(name, frozenset()):
            yield from ((index, span) for span in _password_in(word, len(name) + 1))
        elif before.startswith("-") and "=" not in before:
            if OPTION.fullmatch(before) or programs & NEXT.get(before, frozenset()):
                yield index, (0, len(word))
            elif programs & USERS.get(before, frozenset()):
                yield from ((index, span) for span in _password_in(word, 0))


def _password_in(word: str, start: int) -> Iterator[Span]:
    """Find the password of `user:password`, behind the first `start` characters."""
    found = BETWEEN.search(word, start)
    if found:
        yield found.end(), len(word)


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
