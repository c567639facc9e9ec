"""The JSON Schema of a field's expectation, made from its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.types import ListOf, MapOf, PathsOf, Record, Scalar
from grader.labspec.matchers import SOURCES, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.fields.types import Field, Form

PLAIN = {"type": ["string", "number", "boolean"]}
VARIABLE = {"type": "string", "pattern": r"\$\{"}
EXTENSION: dict[str, Any] = {"^x-": {}}

WORDS = {
    "equals": "Exactly this.",
    "not": "Not this; for a list, none of what is named may be there.",
    "one_of": "One of these.",
    "contains": "One or several: parts of a text, elements of a list.",
    "matches": "A regular expression (RE2) that is found in it.",
    "min": "At least this.",
    "max": "At most this.",
    "present": "It is set.",
    "absent": "It is not set.",
    "empty": "It is empty.",
    "source": "Where the value comes from: the image's own, or an override.",
}


def field_schema(field: Field) -> dict[str, Any]:
    parts = [field.doc]
    if field.flag:
        parts.append(f"docker: {field.flag}.")
    if field.path:
        parts.append(f"inspect: {'.'.join(map(str, field.path))}.")
    parts.append(f"Example: {field.example}")
    return {"description": " ".join(parts), **_form(field.form, source=field.inherits)}


def _form(form: Form, *, source: bool = False) -> dict[str, Any]:
    if isinstance(form, PathsOf):
        return _paths(form)
    if isinstance(form, MapOf):
        return _map(form, source=source)
    words = list(form.choices) if isinstance(form, Scalar) else []
    offered = {"examples": words} if words else {}  # editors do not look for words under `else`
    return {
        **offered,
        "if": {"type": "object"},
        "then": _matcher(form, source=source),
        "else": _plain(form),
    }


def _plain(form: Form) -> dict[str, Any]:
    if isinstance(form, Scalar):
        if form.choices:
            return {"anyOf": [{"enum": list(form.choices)}, VARIABLE]}
        return {} if form.typed else dict(PLAIN)
    if isinstance(form, ListOf):
        kinds = ["array"]
        if form.split or form.single:
            kinds += ["string", "number"]
        return {"type": kinds, "minItems": 1, "items": _form(form.element)}
    if isinstance(form, Record) and form.short:
        return dict(PLAIN)
    return {"type": "object"}


def _matcher(form: Form, *, source: bool) -> dict[str, Any]:
    keys = {k: _form(f) for k, f in form.keys.items()} if isinstance(form, Record) else {}
    words = {
        word: {"description": WORDS[word], **_operand(word)}
        for word in words_of(form, source=source)
        if word not in keys
    }
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "patternProperties": EXTENSION,
        "properties": {**keys, **words},
    }


def _operand(word: str) -> dict[str, Any]:
    if word in ("present", "absent", "empty"):
        return {"const": True}
    if word == "source":
        return {"enum": list(SOURCES)}
    if word == "one_of":
        return {"type": "array", "minItems": 1}
    if word == "matches":
        return {"type": "string", "minLength": 1}
    return {}


def _map(form: MapOf, *, source: bool) -> dict[str, Any]:
    listed = [] if not form.separators and not form.names_alone else ["array"]
    return {
        "type": ["object", *listed],
        "minProperties": 1,
        "minItems": 1,
        "additionalProperties": _form(form.entry, source=source),
        "properties": {"equals": {"description": "As the sole key: exactly these."}},
        "items": dict(PLAIN),
    }


def _paths(form: PathsOf) -> dict[str, Any]:
    matcher = _matcher(form.entry, source=False)
    path = {
        "description": "The steps into the document.",
        "type": "array",
        "minItems": 1,
        "items": {"type": ["string", "integer"]},
    }
    entry = {
        **matcher,
        "required": ["path"],
        "minProperties": 2,
        "properties": {"path": path, **matcher["properties"]},
    }
    return {"type": "array", "minItems": 1, "items": entry}


def object_schema(properties: Mapping[str, Any], doc: str) -> dict[str, Any]:
    return {
        "description": doc,
        "type": "object",
        "additionalProperties": False,
        "patternProperties": EXTENSION,
        "properties": dict(properties),
    }
