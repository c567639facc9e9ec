"""Fields of a network that need more than a path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.forms.text import TEXT, engine_text
from grader.fields.types import Present, Record

if TYPE_CHECKING:
    from grader.fields.types import Normal, Reading, Subject


def read_ipam(value: Any) -> Normal:
    """Read `IPAM.Config`: the first entry that has a subnet, v4 before v6."""
    entries = sorted(value or (), key=lambda entry: ":" in (entry.get("Subnet") or ":"))
    if not entries:
        return None
    found = {key: engine_text(entries[0].get(key.capitalize())) for key in ("subnet", "gateway")}
    return found if any(found.values()) else None


def write_ipam(value: Normal) -> list[dict[str, Any]]:
    return [{key.capitalize(): text for key, text in value.items() if text}]


def read_containers(subject: Subject) -> Reading:
    joined = subject.document.get("Containers") or {}
    return Present(tuple(sorted(engine_text(c.get("Name")) or "" for c in joined.values())) or None)


IPAM = Record({"subnet": TEXT, "gateway": TEXT}, normal=read_ipam, write=write_ipam)
