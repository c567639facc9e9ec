"""Counts, sizes, durations, fractions of a processor, and switches."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from grader.fields.types import BadFormError, Normal, Scalar

NANOSECONDS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9}
NANOSECONDS["h"] = 60 * NANOSECONDS["m"]
DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?", re.IGNORECASE)
DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
POWER = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
NUMBER = {"type": ["integer", "string"]}


def whole(value: Any) -> int:
    """Accept a whole number of the engine's; a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"a whole number was expected, not {type(value).__name__}")
    return value


def parse_whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise BadFormError(found=text)
    return int(text)


def limit(value: int | None) -> Normal:
    """0 and -1 mean "no limit": unset."""
    return None if value in (None, 0, -1) else value


def parse_size(text: str) -> int:
    """Read a size as Compose does, 1024-based: `64m`, `1g`, `512`; in bytes."""
    if text == "-1":
        return -1
    match = SIZE.fullmatch(text)
    if not match:
        raise BadFormError(found=text)
    return int(Decimal(match[1]) * 1024 ** POWER[match[2].lower()])


def show_size(value: Normal) -> str:
    """Write bytes the short way, and the bytes beside it: `64m (67108864 bytes)`."""
    for unit in "gmk":
        step = 1024 ** POWER[unit]
        if value >= step and value % step == 0:
            return f"{value // step}{unit} ({value} bytes)"
    return f"{value} bytes"


def parse_duration(text: str) -> int:
    """Read a duration as Compose does: `1m30s`, `500ms`; in nanoseconds."""
    parts = DURATION_PART.findall(text)
    if text == "0":
        return 0
    if not parts or "".join(n + u for n, u in parts) != text:
        raise BadFormError(found=text)
    return int(sum(Decimal(number) * NANOSECONDS[unit] for number, unit in parts))


def show_duration(value: Normal) -> str:
    """Write nanoseconds as a duration: `1m30s`."""
    if value == 0:
        return "0s"
    text = ""
    for unit in ("h", "m", "s", "ms", "us", "ns"):
        count, value = divmod(value, NANOSECONDS[unit])
        text += f"{count}{unit}" if count else ""
    return text


def parse_decimal(text: str) -> Decimal:
    if not DECIMAL.fullmatch(text) or abs(number := Decimal(text)) > 10**15:
        raise BadFormError(found=text)
    return number


def parse_switch(text: str) -> Normal:
    """True is true, false is unset: a switch that is off was not set."""
    if text.lower() not in ("true", "false"):
        raise BadFormError(found=text)
    return True if text.lower() == "true" else None


def engine_switch(value: Any) -> Normal:
    if value is not None and not isinstance(value, bool):
        raise TypeError("true or false was expected")
    return True if value else None


def parse_cpus(text: str) -> Normal:
    """Processors as billionths, as the engine counts them; 0 is no limit."""
    return limit(int(parse_decimal(text) * 10**9))


def show_cpus(value: Normal) -> str:
    return f"{Decimal(value) / 10**9:f}"


COUNT = Scalar(
    "whole number", parse_whole, whole, lambda v: v, ordered=True, textual=False, schema=NUMBER
)
LIMIT = Scalar(
    "whole number",
    lambda t: limit(parse_whole(t)),
    lambda v: limit(None if v is None else whole(v)),
    lambda v: v,
    ordered=True,
    textual=False,
    schema=NUMBER,
)
BYTES = Scalar(
    "size",
    lambda t: limit(parse_size(t)),
    lambda v: limit(None if v is None else whole(v)),
    show_size,
    ordered=True,
    textual=False,
    schema=NUMBER,
)
DURATION = Scalar(
    "duration",
    lambda t: limit(parse_duration(t)),
    lambda v: limit(None if v is None else whole(v)),
    show_duration,
    ordered=True,
    textual=False,
)
SECONDS = Scalar(
    "duration",
    lambda t: limit(parse_duration(t) // 10**9),
    lambda v: limit(None if v is None else whole(v)),
    lambda v: show_duration(v * 10**9),
    ordered=True,
    textual=False,
)
CPUS = Scalar(
    "number",
    parse_cpus,
    lambda v: limit(None if v is None else whole(v)),
    show_cpus,
    ordered=True,
    textual=False,
    schema={"type": ["number", "string"]},
)
SWITCH = Scalar(
    "true or false",
    parse_switch,
    engine_switch,
    lambda v: v,
    textual=False,
    schema={"type": ["boolean", "string"]},
)
