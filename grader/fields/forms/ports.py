"""Published and exposed ports, in Compose's short and long forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.fields.forms.numbers import NUMBER
from grader.fields.forms.text import TEXT, choice, write_keys
from grader.fields.types import BadFormError, ListOf, Normal, Record, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EVERYWHERE = frozenset({"", "0.0.0.0", "::", "[::]"})  # noqa: S104 - compared, never bound
PORTS = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
SHORT = re.compile(
    r"(?:(?P<host_ip>\[[0-9a-fA-F:]*\]|\d+(?:\.\d+){3}):)?(?:(?P<published>[0-9-]*):)?"
    r"(?P<target>[0-9-]+)(?:/(?P<protocol>[a-z]+))?"
)


def parse_range(text: str) -> tuple[int, int]:
    """Read `80` or `8000-8010`; both ends, each from 1 to 65535."""
    match = PORTS.fullmatch(text)
    if not match:
        raise BadFormError(found=text)
    low, high = int(match[1]), int(match[2] or match[1])
    if not 1 <= low <= high <= 65535:
        raise BadFormError("port-out-of-range", found=text)
    return low, high


def parse_port(text: str) -> Normal:
    low, high = parse_range(text)
    return low if low == high else (low, high)


def parse_published(text: str) -> Normal:
    return None if text in ("", "0") else parse_port(text)


def meets_port(expected: Normal, actual: Normal) -> bool:
    """A range over one container port asks for one port of it."""
    if isinstance(expected, tuple) and isinstance(actual, int):
        return bool(expected[0] <= actual <= expected[1])
    return bool(expected == actual)


def show_port(value: Normal) -> Any:
    return f"{value[0]}-{value[1]}" if isinstance(value, tuple) else value


def parse_address(text: str) -> Normal:
    return None if text in EVERYWHERE else text.strip("[]")


def short_port(text: str) -> Mapping[str, str]:
    """Read `[[host_ip:][published]:]target[/protocol]`."""
    match = SHORT.fullmatch(text)
    if not match:
        raise BadFormError("not-a-port", found=text)
    return {key: value for key, value in match.groupdict().items() if value}


def expand_ports(text: str) -> list[str]:
    """Turn `8000-8001:80-81` into one text a container port; both ranges are of one length."""
    match = SHORT.fullmatch(text)
    if not match or "-" not in match["target"]:
        return [text]
    low, high = parse_range(match["target"])
    head = f"{match['host_ip']}:" if match["host_ip"] else ""
    tail = f"/{match['protocol']}" if match["protocol"] else ""
    if not match["published"]:
        return [f"{head}{port}{tail}" for port in range(low, high + 1)]
    first, last = parse_range(match["published"])
    if last - first != high - low:
        raise BadFormError("ranges-differ", found=text)
    return [f"{head}{first + n}:{low + n}{tail}" for n in range(high - low + 1)]


def expand_exposed(text: str) -> list[str]:
    ports, _, protocol = text.partition("/")
    low, high = parse_range(ports)
    return [f"{port}/{protocol or 'tcp'}" for port in range(low, high + 1)]


def show_published(value: Normal) -> str:
    """Write a port the short way, `8081:3000`; address and protocol where they are not plain."""
    address = value.get("host_ip")
    head = f"{f'[{address}]' if ':' in address else address}:" if address else ""
    host = "" if value.get("published") is None else f"{show_port(value['published'])}:"
    tail = "" if value.get("protocol") in (None, "tcp") else f"/{value['protocol']}"
    return f"{head}{host}{show_port(value.get('target'))}{tail}"


def bindings(ports: Mapping[str, Any]) -> Iterable[dict[str, Normal]]:
    """Read the engine's map of `80/tcp` to bindings; v4 and v6 of one port are one."""
    seen: list[dict[str, Normal]] = []
    for key, bound in sorted(ports.items()):
        target, _, protocol = key.partition("/")
        for binding in bound or ():
            found = {
                "target": int(target),
                "protocol": protocol or "tcp",
                "published": parse_published(binding.get("HostPort") or ""),
                "host_ip": parse_address(binding.get("HostIp") or ""),
            }
            if found not in seen:
                seen.append(found)
    return seen


TARGET_PORT = Scalar(
    "port", parse_port, lambda v: v, show_port, ordered=True, textual=False, schema=NUMBER
)
PUBLISHED_PORT = Scalar(
    "port",
    parse_published,
    lambda v: v,
    show_port,
    meets_port,
    ordered=True,
    textual=False,
    schema=NUMBER,
)
ADDRESS = Scalar("address", parse_address, lambda v: v)
PROTOCOL = choice("protocol", "tcp", "udp", "sctp")
PORT = Record(
    {"target": TARGET_PORT, "published": PUBLISHED_PORT, "protocol": PROTOCOL, "host_ip": ADDRESS},
    short=short_port,
    show=show_published,
    assumed={"protocol": "tcp"},
    essential=("target", "published"),
)
PUBLISHED = ListOf(PORT, expand=expand_ports)
EXPOSED_PORT = Scalar(
    "exposed port", lambda t: expand_exposed(t)[0], lambda v: expand_exposed(v)[0], schema=NUMBER
)
EXPOSED = ListOf(EXPOSED_PORT, expand=expand_exposed, read=sorted, write=write_keys)
ADDRESSES = ListOf(TEXT, single=True)
