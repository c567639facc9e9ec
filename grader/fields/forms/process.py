"""What a container's process is started with: words, variables, user, signals, health checks."""

from __future__ import annotations

import re
import shlex
from typing import Any

from grader.fields.forms.numbers import DURATION, LIMIT, NANOSECONDS, whole
from grader.fields.forms.text import ENTRY, TEXT, engine_text, set_text
from grader.fields.types import BadFormError, ListOf, MapOf, Normal, Record, Scalar

ROOT = re.compile(r"root|\+?0+")  # as engines read a user or a group: a name, or a number
OPERATOR = re.compile("[;&|<>]")
QUOTED = re.compile(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)


def split_words(text: str) -> list[str]:
    """Split a command as a POSIX shell does.

    An unquoted operator is refused: Compose stops reading there, a shell would act on it, and
    neither is what its author meant.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        raise BadFormError("unbalanced-quotes", found=text) from None
    if OPERATOR.search(QUOTED.sub("", text)):
        raise BadFormError("shell-operator", found=text)
    return words


def read_words(value: Any) -> list[Any]:
    """Accept the engine's list of words, or the one string that very old engines give."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise TypeError("a list of words was expected")
    return value


def read_entries(value: Any) -> dict[str, Any]:
    """Read `["K=V", …]` or a mapping; an entry without `=` is unset, the last of a name wins."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list):
        raise TypeError("a list of KEY=value was expected")
    entries: dict[str, Any] = {}
    for item in value:
        name, found, text = set_text(item).partition("=")
        entries.pop(name, None)
        if found:
            entries[name] = text
    return entries


def user(text: str) -> Normal:
    """Root in all its writings is one user, and what an image without a user runs as."""
    name, _, group = text.partition(":")
    is_root = not text or (ROOT.fullmatch(name) and (not group or ROOT.fullmatch(group)))
    return None if is_root else text


def is_root(user: Normal) -> bool:
    """Say whether a user is root, in any group: `0:1000` can do all that root can."""
    return user is None or ROOT.fullmatch(str(user).partition(":")[0]) is not None


def engine_user(value: Any) -> Normal:
    text = engine_text(value)
    return None if text is None else user(text)


def parse_signal(text: str) -> Normal:
    """Read a signal by name or number; as a number."""
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    name = text.upper().removeprefix("SIG")
    real_time = re.fullmatch(r"RT(MIN|MAX)(?:([+-])(\d+))?", name)
    if real_time:
        base = 34 if real_time[1] == "MIN" else 64
        return base + int(f"{real_time[2] or '+'}{real_time[3] or 0}")
    number = SIGNALS.get(name)
    if number is None:
        raise BadFormError(found=text)
    return number


def show_signal(value: Normal) -> str:
    names = {number: name for name, number in SIGNALS.items()}
    return f"SIG{names[value]}" if value in names else str(value)


def engine_signal(value: Any) -> Normal:
    text = engine_text(value)
    return None if text is None else parse_signal(text)


def health_test(text: str) -> list[str]:
    return ["CMD-SHELL", text]


def read_health(value: Any) -> Normal:
    """Read `Config.Healthcheck`; `["NONE"]` and an empty test are unset."""
    if value is None:
        return None
    test = value.get("Test")
    if not test or test == ["NONE"]:
        return None
    keys = {
        "interval": "Interval",
        "timeout": "Timeout",
        "start_period": "StartPeriod",
        "start_interval": "StartInterval",
    }
    normal = {key: DURATION.normal(value.get(name)) for key, name in keys.items()}
    retries = value.get("Retries")
    normal["retries"] = None if not retries else whole(retries)
    normal["test"] = tuple(set_text(word) for word in test)
    return normal


def fill_health(value: Normal) -> Normal:
    """Put in what engines take where nothing is said; some write it down [Podman]."""
    if value is None:
        return None
    return {**value, **{key: value[key] or usual for key, usual in USUAL_HEALTH.items()}}


def show_health(value: Normal) -> dict[str, Any]:
    shown = {
        key: DURATION.show(value[key])
        for key in ("interval", "timeout", "start_period", "start_interval")
        if value.get(key)
    }
    retries = {"retries": value["retries"]} if value.get("retries") else {}
    return {"test": list(value["test"]), **shown, **retries}


def write_health(value: Normal) -> dict[str, Any]:
    keys = {
        "Interval": "interval",
        "Timeout": "timeout",
        "StartPeriod": "start_period",
        "StartInterval": "start_interval",
        "Retries": "retries",
    }
    times = {theirs: value[ours] for theirs, ours in keys.items() if value.get(ours)}
    return {"Test": list(value.get("test") or ("CMD", "true")), **times}


def write_entries(value: Normal) -> list[str]:
    return [f"{name}={text}" for name, text in value.items()]


# Linux's numbers, not this machine's: the container runs there even when the grader does not.
SIGNALS = {
    name: number
    for number, name in enumerate(
        "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT "
        "STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS".split(),
        start=1,
    )
}

USUAL_HEALTH = {"interval": 30 * NANOSECONDS["s"], "timeout": 30 * NANOSECONDS["s"], "retries": 3}
WORD = Scalar("word", parse=str, normal=set_text, show=str)
COMMAND = ListOf(WORD, ordered=True, split=split_words, read=read_words)
HEALTH_TEST = ListOf(WORD, ordered=True, split=health_test, unset=("NONE",), read=read_words)
ENVIRONMENT = MapOf(ENTRY, read=read_entries, write=write_entries)
LABELS = MapOf(ENTRY, read=read_entries)
USER = Scalar("user", parse=user, normal=engine_user, is_unset=is_root)
SIGNAL = Scalar(
    "signal",
    parse_signal,
    engine_signal,
    show_signal,
    textual=False,
    schema={"type": ["string", "integer"]},
    write=show_signal,
)
HEALTHCHECK = Record(
    {
        "test": HEALTH_TEST,
        "interval": DURATION,
        "timeout": DURATION,
        "start_period": DURATION,
        "start_interval": DURATION,
        "retries": LIMIT,
    },
    normal=read_health,
    show=show_health,
    stands_for={"disable": "absent"},
    filled=fill_health,
    write=write_health,
)
GROUPS = ListOf(TEXT)
