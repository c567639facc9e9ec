"""Restarts, capabilities, limits and the like: what the engine lets a container do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.fields.forms.numbers import COUNT, parse_whole, whole
from grader.fields.forms.process import read_entries
from grader.fields.forms.text import ENTRY, TEXT, engine_text, set_text
from grader.fields.types import BadFormError, ListOf, MapOf, Normal, Record, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

RESTART = re.compile(r"(no|always|unless-stopped|on-failure)(?::(\d+))?")


def parse_restart(text: str) -> Normal:
    """Read Compose's `no | always | unless-stopped | on-failure[:count]`; `no` is unset."""
    match = RESTART.fullmatch(text)
    if not match or (match[2] and match[1] != "on-failure"):
        raise BadFormError("unknown-word", found=text, allowed=RESTART_WORDS)
    return None if match[1] == "no" else (match[1], int(match[2] or 0) or None)


def read_restart(value: Any) -> Normal:
    if not value or value.get("Name") in (None, "", "no"):
        return None
    count = value.get("MaximumRetryCount")
    return (set_text(value["Name"]), whole(count) if count else None)


def meets_restart(expected: Normal, actual: Normal) -> bool:
    """The count of on-failure is not asked where it is left out."""
    return bool(expected[0] == actual[0] and expected[1] in (None, actual[1]))


def show_restart(value: Normal) -> str:
    return value[0] if value[1] is None else f"{value[0]}:{value[1]}"


def capability(text: Any) -> Normal:
    return set_text(text).upper().removeprefix("CAP_")


def security_option(text: Any) -> Normal:
    """`no-new-privileges` and `no-new-privileges:true` are one."""
    option = set_text(text).replace("=", ":", 1)
    return "no-new-privileges" if option == "no-new-privileges:true" else option


def parse_cpuset(text: str) -> Normal:
    """Read `0-2,5` as the processors it names, in order."""
    numbers: set[int] = set()
    for part in filter(None, text.split(",")):
        low, _, high = part.partition("-")
        if not low.isdecimal() or not (high or low).isdecimal() or int(high or low) > 2**16:
            raise BadFormError(found=text)
        numbers.update(range(int(low), int(high or low) + 1))
    return tuple(sorted(numbers)) or None


def engine_cpuset(value: Any) -> Normal:
    text = engine_text(value)
    return None if text is None else parse_cpuset(text)


def short_ulimit(text: str) -> Mapping[str, str]:
    """One number is both the soft and the hard limit."""
    parse_whole(text)
    return {"soft": text, "hard": text}


def limit_name(text: str) -> str:
    """Name a limit as Compose does: `nofile` for the kernel's `RLIMIT_NOFILE` [Podman]."""
    return text.lower().removeprefix("rlimit_")


def read_ulimits(value: Any) -> dict[str, Any]:
    return {set_text(v["Name"]): v for v in value}


def read_ulimit(value: Any) -> Normal:
    return {"soft": whole(value["Soft"]), "hard": whole(value["Hard"])}


def show_ulimit(value: Normal) -> Any:
    if value["soft"] == value["hard"]:
        return value["soft"]
    return {"soft": value["soft"], "hard": value["hard"]}


def read_hosts(value: Any) -> dict[str, str]:
    """Read `["name:address"]`; an address may hold colons itself."""
    entries = [re.split("[:=]", set_text(item), maxsplit=1) for item in value]
    return {name: address.strip("[]") for name, address in entries}


def read_logging(value: Any) -> Normal:
    if not value or not value.get("Type"):
        return None
    options = read_entries(value.get("Config") or {})
    return {"driver": set_text(value["Type"]), "options": options or None}


RESTART_WORDS = ["no", "always", "unless-stopped", "on-failure", "on-failure:3"]


def write_restart(value: Normal) -> dict[str, Any]:
    return {"Name": value[0], "MaximumRetryCount": value[1] or 0}


def write_ulimits(value: Normal) -> list[dict[str, Any]]:
    return [{"Name": name, "Soft": of["soft"], "Hard": of["hard"]} for name, of in value.items()]


def write_logging(value: Normal) -> dict[str, Any]:
    return {"Type": value.get("driver") or "json-file", "Config": dict(value.get("options") or {})}


def write_hosts(value: Normal) -> list[str]:
    return [f"{name}:{address}" for name, address in value.items()]


def show_cpuset(value: Normal) -> str:
    return ",".join(map(str, value))


RESTART_POLICY = Scalar(
    "restart policy",
    parse_restart,
    read_restart,
    show_restart,
    meets_restart,
    text=show_restart,
    choices=("no", "always", "unless-stopped", "on-failure"),
    write=write_restart,
)
ALL = "ALL"


def meets_capability(expected: Normal, actual: Normal) -> bool:
    """Say whether a capability gives another one: `ALL` gives every one."""
    return actual in (expected, ALL)


CAPABILITIES = ListOf(Scalar("capability", capability, capability, meets=meets_capability))
SECURITY_OPTIONS = ListOf(Scalar("security option", security_option, security_option))
CPUSET = Scalar(
    "CPU set",
    parse_cpuset,
    engine_cpuset,
    show_cpuset,
    textual=False,
    schema={"type": ["string", "integer"]},
    write=show_cpuset,
)
ULIMITS = MapOf(
    Record(
        {"soft": COUNT, "hard": COUNT}, normal=read_ulimit, short=short_ulimit, show=show_ulimit
    ),
    read=read_ulimits,
    name=limit_name,
    write=write_ulimits,
)
EXTRA_HOSTS = MapOf(ENTRY, separators=("=", ":"), read=read_hosts, write=write_hosts)
SYSCTLS = MapOf(ENTRY, read=read_entries)
OPTIONS = MapOf(ENTRY, read=read_entries)
LOGGING = Record({"driver": TEXT, "options": OPTIONS}, normal=read_logging, write=write_logging)
