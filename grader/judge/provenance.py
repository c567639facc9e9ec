"""Where a value came from: the image's default, or an override.

The container's normal form is held against that of the image it was made from, by the image's
id. An override with the very same value cannot be told from none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.fields.reading import REDACTED, entry_of, is_hidden, read_field
from grader.fields.types import (
    MapOf,
    Normal,
    Present,
    Record,
    Subject,
    UndecidedError,
    Unknown,
)
from grader.model.message import message
from grader.model.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from grader.fields.types import Field

INHERITED = "inherited"
OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True)
class Origin:
    """`source` is None where neither side has the entry; `inherited` is the image's value."""

    source: str | None
    inherited: Normal = None


def origin(field: Field, subject: Subject, value: Normal, entry: str | None) -> Origin | Unknown:
    """Say where a value, or one entry of a map, came from."""
    default = image_default(field, subject)
    if isinstance(default, Unknown):
        return default
    if entry is None:
        own, given = _filled(field, value), _filled(field, default.value)
        return _told(own, given, default.value)
    own, given = entry_of(value, entry), entry_of(default.value, entry)
    if isinstance(field.form, MapOf) and own is None and given is None:
        return Origin(None)
    return _told(own, given, given)


def _told(own: Normal, given: Normal, inherited: Normal) -> Origin | Unknown:
    """Compare the two sides; a hidden value is only known to be equal, or to be another one."""
    if isinstance(own, UndecidedError) or isinstance(given, UndecidedError):
        return Unknown(message("redacted"))
    if own == given:
        return Origin(INHERITED, inherited)
    if _differ(own, given):
        return Origin(OVERRIDDEN, inherited)
    return Unknown(message("redacted"))


def _differ(own: Normal, given: Normal) -> bool:
    """Say whether two unequal values surely differ: a mark stands for its text, and hides it."""
    if isinstance(own, (list, tuple)) and isinstance(given, (list, tuple)):
        return len(own) != len(given) or any(map(_differ, own, given))
    if isinstance(own, dict) and isinstance(given, dict) and own.keys() == given.keys():
        return any(_differ(own[key], given[key]) for key in own)
    both = [isinstance(v, str) and REDACTED.fullmatch(v) is not None for v in (own, given)]
    unhidden = own is None or given is None or not is_hidden((own, given))
    return own != given and (all(both) or unhidden)


def _filled(field: Field, value: Normal) -> Normal:
    return field.form.filled(value) if isinstance(field.form, Record) else value


def image_default(field: Field, subject: Subject) -> Present | Unknown:
    """Read a field's default from the image that a container was made from."""
    answer = subject.view.answer(Question("image", str(subject.document.get("Image") or "")))
    if isinstance(answer, Absent):
        return Unknown(message("image-gone"))
    if not isinstance(answer, Found):
        return Unknown(answer.reason)
    reading = read_field(field, Subject("image", answer.document, subject.view))
    if isinstance(reading, Present):
        return reading
    return Unknown(reading.reason)


def port_sources(ports: Normal, default: Normal, named: list[Normal]) -> dict[Normal, str | None]:
    """Say of each exposed port, the named ones or all, where it came from."""
    own, given = set(ports or ()), set(default or ())
    sources: dict[Normal, str | None] = {}
    for port in named or sorted(own | given):
        if port not in own | given:
            sources[port] = None
        else:
            sources[port] = INHERITED if (port in own) == (port in given) else OVERRIDDEN
    return sources
