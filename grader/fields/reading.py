"""Reading a field of a subject: by its path and form, or by the field's own reader."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from grader.fields.types import (
    CutText,
    Field,
    ListOf,
    MapOf,
    Present,
    Record,
    Scalar,
    Subject,
    UndecidedError,
    Unknown,
)
from grader.model.json_values import as_text
from grader.model.message import message

if TYPE_CHECKING:
    from grader.fields.types import Form, Normal, Path, Reading
    from grader.model.expectation import Expectation

# What replaces a secret: in a result, and in a snapshot, where equal marks were equal values.
HIDDEN = "<redacted>"
REDACTED = re.compile(r"<redacted:[0-9a-f]{16}>")

# Beside a document of which only a part was kept: the names of the fields that can be read.
KEPT = "grader.kept"

# What every engine writes, empty or not: where it is missing, a document was cut.
SECTIONS = {
    "container": frozenset({"State", "Config", "HostConfig", "NetworkSettings", "Mounts"}),
    "image": frozenset({"Config", "RootFS"}),
    "network": frozenset({"IPAM"}),
}
# Sections that an engine may write as null, where they hold nothing.
NULLED = frozenset(
    {("container", "Mounts"), ("image", "Config"), ("image", "RootFS"), ("network", "IPAM")}
)


def read_field(field: Field, subject: Subject, wanted: Expectation | None = None) -> Reading:
    """Read one field; `wanted` is what is expected of it, for fields that read no more than that.

    What a document does not hold, and one that is not what an engine writes, reads as unknown.
    """
    if not _holds(subject, field):
        return Unknown(message("not-asked"))
    try:
        if field.read is not None:
            aware = Subject(
                *(subject.kind, subject.document, subject.view, subject.project),
                wanted=wanted,
                lasting=subject.lasting,
            )
            return field.read(aware)
        return Present(normal_form(field.form, dig(subject.document, field.path)))
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, RecursionError):
        return Unknown(message("unreadable", field=field.name))


def _holds(subject: Subject, field: Field) -> bool:
    kept = subject.document.get(KEPT)
    if kept is not None:
        return field.name in kept
    section = str(field.path[0]) if field.path else ""
    if section not in SECTIONS.get(subject.kind, ()):
        return True
    found = subject.document.get(section)
    may_be_null = section in subject.document and (subject.kind, section) in NULLED
    return isinstance(found, (dict, list)) or (found is None and may_be_null)


def dig(document: Any, path: Path) -> Any:
    """Follow a path into a document; None where it ends early."""
    for step in path:
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, list) and isinstance(step, int) and -1 < step < len(document):
            document = document[step]
        else:
            return None
    return document


def normal_form(form: Form, value: Any) -> Normal:
    """Bring an engine's value to its normal form; empty lists and maps are unset."""
    if isinstance(form, Scalar):
        return form.normal(value)
    if value is None:
        return None
    if isinstance(form, ListOf):
        return tuple(normal_form(form.element, v) for v in form.read(value)) or None
    if isinstance(form, Record):
        return form.normal(value)
    if isinstance(form, MapOf):
        entries = form.read(value)
        return {form.name(k): normal_form(form.entry, v) for k, v in entries.items()} or None
    raise TypeError(f"{form} reads its own values")


def text_of(form: Form, value: Normal) -> str:
    """Return the text that `contains` and `matches` see; of a record its short form."""
    return form.text(value) if isinstance(form, Scalar) else as_text(shown(form, value))


def shown(form: Form, value: Normal) -> Any:
    """Make a normal form readable, as JSON."""
    if value is None:
        return None
    if isinstance(form, ListOf):
        return [shown(form.element, v) for v in value]
    if isinstance(form, MapOf):
        return {k: shown(form.entry, v) for k, v in value.items()}
    if isinstance(form, (Scalar, Record)):
        return form.show(value)
    return value


def entry_of(entries: Normal, name: str) -> Normal:
    """Return a map's entry, None where it has none; undecided where a hidden name may be it."""
    if not entries:
        return None
    if name not in entries and any(REDACTED.search(str(found)) for found in entries):
        return UndecidedError(message("redacted"))
    return entries.get(name)


def is_hidden(value: Normal) -> bool:
    """Say whether a value, or any part of it, was hidden."""
    if isinstance(value, str):
        return REDACTED.search(value) is not None
    if isinstance(value, (list, tuple, dict)):
        return any(map(is_hidden, chain(*value.items()) if isinstance(value, dict) else value))
    return isinstance(value, UndecidedError)


def seen_parts(value: Normal) -> list[str]:
    """Cut a text at its marks: what is found in a part is surely in the whole."""
    return REDACTED.split(value) if isinstance(value, str) else [value]


def decidable(value: Normal) -> None:
    """Raise where what was seen of a value does not say whether the rest would have fitted."""
    unseen = undecided(value)
    if unseen:
        raise unseen


def undecided(value: Normal) -> UndecidedError | None:
    if isinstance(value, CutText):
        return UndecidedError(message("cut"))
    if isinstance(value, str) and REDACTED.search(value):
        return UndecidedError(message("redacted"))
    return None
