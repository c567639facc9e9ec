"""Normal forms as an author writes them: what the loader reads back as the same."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from grader.authoring.differences import is_anonymous
from grader.fields.forms.numbers import BYTES
from grader.fields.forms.storage import MOUNT, TMPFS
from grader.fields.reading import shown
from grader.fields.types import ListOf, MapOf, Record, Scalar

if TYPE_CHECKING:
    from grader.fields.types import Form, Normal
    from grader.model.message import Json

BACKSLASH = "\\"
UNITS = (("g", 1024**3), ("m", 1024**2), ("k", 1024))


def spell(form: Form, value: Normal) -> Any:
    """Write a normal form as YAML data that means it."""
    if value is None:
        return None
    if isinstance(form, ListOf):
        return [spell(form.element, element) for element in value]
    if isinstance(form, MapOf):
        return {name: spell(form.entry, entry) for name, entry in value.items()}
    if isinstance(form, Record):
        return _record(form, value)
    return _scalar(form, value) if isinstance(form, Scalar) else value


def _record(form: Record, value: Any) -> Json:
    if form is MOUNT:
        return _mount(value)
    if form is TMPFS.element:
        return _tmpfs(value)
    written: Json = shown(form, value)
    return written


def _tmpfs(value: Any) -> str:
    size, mode = value.get("size"), value.get("mode")
    given = [("size", _size(size) if size else None), ("mode", mode)]
    options = ",".join(f"{key}={text}" for key, text in given if text is not None)
    return f"{value['target']}:{options}" if options else str(value["target"])


def _mount(value: Any) -> str:
    """Of a host path its last part: the rest is of one machine alone."""
    source = str(value.get("source") or "")
    if value.get("type") == "bind":
        source = f"./{PurePosixPath(source.replace(BACKSLASH, '/')).name}"
    whole = value["target"] if is_anonymous(value) else f"{source}:{value['target']}"
    return f"{whole}:{'ro' if value.get('read_only') else 'rw'}"


def _scalar(form: Scalar, value: Normal) -> Json:
    if form.show is BYTES.show:
        return _size(value)
    return form.show(value)


def _size(value: int) -> str:
    for unit, step in UNITS:
        if value >= step and value % step == 0:
            return f"{value // step}{unit}"
    return str(value)
