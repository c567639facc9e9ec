"""Networks as a container has them: names, aliases, addresses."""

from __future__ import annotations

from typing import Any

from grader.fields.forms.text import TEXT, engine_text
from grader.fields.types import ListOf, MapOf, Normal, Record, Scalar


def read_joined(value: Any) -> Normal:
    """Read one entry of `NetworkSettings.Networks`; from API 1.45 `DNSNames` holds aliases too."""
    config = value.get("IPAMConfig") or {}
    aliases = [*(value.get("Aliases") or ()), *(value.get("DNSNames") or ())]
    return {
        "aliases": tuple(dict.fromkeys(map(engine_text, aliases))) or None,
        "ipv4_address": engine_text(config.get("IPv4Address")),
        "ipv6_address": engine_text(config.get("IPv6Address")),
        "mac_address": engine_text(value.get("MacAddress")),
    }


def write_joined(value: Normal) -> dict[str, Any]:
    return {
        "Aliases": list(value.get("aliases") or ()),
        "IPAMConfig": {
            "IPv4Address": value.get("ipv4_address") or "",
            "IPv6Address": value.get("ipv6_address") or "",
        },
        "MacAddress": value.get("mac_address") or "",
    }


def mode(text: str) -> Normal:
    return "bridge" if text in ("", "default") else text


def namespace(value: Any) -> Normal:
    """A namespace of its own is what a container has where nothing else is said [Podman]."""
    text = engine_text(value)
    return None if text == "private" else text


NAMESPACE = Scalar("namespace", parse=namespace, normal=namespace)
NETWORK_MODE = Scalar("network mode", mode)
NETWORKS = MapOf(
    Record(
        {
            "aliases": ListOf(TEXT),
            "ipv4_address": TEXT,
            "ipv6_address": TEXT,
            "mac_address": TEXT,
        },
        normal=read_joined,
        write=write_joined,
        show=lambda v: {key: _plain(item) for key, item in v.items() if item},
    ),
    names_alone=True,
)


def _plain(item: Any) -> Any:
    return list(item) if isinstance(item, tuple) else item
