"""The JSON Schema of specs, made from the field table: what an editor completes and explains.

Written in what draft-07 and 2020-12 share, for the editors that read only one of them. A schema
sees less than the loader (it knows nothing of other checks, of variables, of what cannot fail);
what it refuses, the loader refuses too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS, SET_FIELD, SETS
from grader.labspec.checks import DEFAULTS, REVEALS, VISIBILITIES
from grader.labspec.schema_fields import EXTENSION, PLAIN, field_schema, object_schema
from grader.labspec.targets import METHODS, NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

TOP = {
    "title": "What the lab is called; a text, or one a language.",
    "description": "What is to be done; a text, or one a language.",
}
CHECK = {
    "id": "The check's name, unique in the file.",
    "title": "What readers see; a text, or one a language.",
    "section": "A heading to group checks under.",
    "points": "How much it counts; 0 informs only.",
    "partial": "Each observation that holds earns its equal share.",
    "requires": "Earlier checks that must have passed; else this one is skipped.",
    "within": "How long to wait until it holds, such as 10s.",
    "hint": "A text, or a list of texts from vague to plain.",
    "reveal": "What a failing check shows the student.",
    "visibility": "Who sees the check, and when.",
    "expect": "What must hold.",
}


def lab_schema() -> dict[str, Any]:
    """Build the schema of a spec."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://grader.invalid/schemas/lab-1.schema.json",
        "title": "A lab of grader",
        "description": "What a student's Docker environment must look like.",
        "type": "object",
        "required": ["version", "lab", "checks"],
        "additionalProperties": False,
        "patternProperties": EXTENSION,
        "properties": {
            "version": {"const": 1, "description": "The version of the spec language."},
            "lab": _slug("The lab's name, for reports and files."),
            "$schema": {"type": "string"},
            **{key: _text(doc) for key, doc in TOP.items()},
            "vars": {
                "description": "Variables, put in as ${name}; without a value they must be given.",
                "type": "object",
                "additionalProperties": _variable(),
            },
            "defaults": object_schema(
                {key: _check_keys()[key] for key in DEFAULTS},
                "What every check has that does not say otherwise.",
            ),
            "checks": {
                "description": "What is checked, in order.",
                "type": "array",
                "minItems": 1,
                "items": _check(),
            },
        },
        "definitions": {kind.key: _expect(kind.key) for kind in KINDS.values()},
    }


def _variable() -> dict[str, Any]:
    bound = {"type": "integer"}
    choice = {"type": "array", "minItems": 2, "uniqueItems": True, "items": PLAIN}
    derive = {
        "description": "A value of each student's own, from a secret: a range or a choice.",
        "type": "object",
        "properties": {"min": bound, "max": bound, "one_of": choice},
        "additionalProperties": False,
    }
    return {
        "type": ["string", "number", "boolean", "null", "object"],
        "properties": {"derive": derive},
        "required": ["derive"],
        "additionalProperties": False,
    }


def dump() -> str:
    return json.dumps(lab_schema(), ensure_ascii=False, indent=2) + "\n"


def _check() -> dict[str, Any]:
    keys = _check_keys()
    targets = _targets()
    expect = {"description": CHECK["expect"], "type": "object"}
    branches = [_branch(key, {"$ref": f"#/definitions/{key}"}) for key in KINDS]
    for plural, kind in SETS.items():
        each = {"$ref": f"#/definitions/{kind.key}"}
        counted = object_schema(
            {"count": field_schema(SET_FIELD), "each": each},
            "Of the set: how many, and of each member.",
        )
        branches.append(_branch(plural, counted))
    return {
        "type": "object",
        "required": ["id", "expect"],
        "additionalProperties": False,
        "patternProperties": EXTENSION,
        "properties": {
            **keys,
            **targets,
            "expect": expect,
        },
        "allOf": branches,
    }


def _branch(key: str, expect: Mapping[str, Any]) -> dict[str, Any]:
    return {"if": {"required": [key]}, "then": {"properties": {"expect": expect}}}


def _check_keys() -> dict[str, Any]:
    shapes: dict[str, dict[str, Any]] = {
        "id": _slug(""),
        "title": _text(""),
        "section": _text(""),
        "points": {"type": ["number", "string"], "minimum": 0},
        "partial": {"type": ["boolean", "string"]},
        "requires": {"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1},
        "within": {"type": "string"},
        "hint": {"type": ["string", "object", "array"], "items": _text(""), "minItems": 1},
        "reveal": {"enum": list(REVEALS)},
        "visibility": {"enum": list(VISIBILITIES)},
    }
    return {key: {**shape, "description": CHECK[key]} for key, shape in shapes.items()}


def _targets() -> dict[str, Any]:
    named = {
        kind.key: {"description": f"The {kind.key} to look at.", **_object_name(kind.key)}
        for kind in KINDS.values()
        if kind.named
    }
    sets = {
        plural: object_schema(
            {"name": field_schema(NAME), **{n: field_schema(f) for n, f in kind.fields.items()}},
            f"The {plural} that meet all of this; {{}} is all.",
        )
        for plural, kind in SETS.items()
    }
    container = {"description": "The container to ask.", **_object_name("container")}
    http = object_schema(
        {
            "container": container,
            "url": {"type": "string", "description": "A URL on the engine's own host."},
            "port": {**PLAIN, "description": "The container's port."},
            "protocol": {"enum": ["http", "https"]},
            "path": {"type": "string"},
            "method": {"enum": list(METHODS)},
            "headers": {"type": "object", "additionalProperties": PLAIN},
            "timeout": {"type": "string"},
        },
        "A request to a published port.",
    )
    run = object_schema(
        {
            "container": container,
            "command": {"type": ["string", "array"], "items": PLAIN},
            "user": PLAIN,
        },
        "A command to run in a container; needs --allow-exec.",
    )
    return {**named, **sets, "http": http, "exec": run}


def _object_name(kind: str) -> dict[str, Any]:
    if kind == "image":
        return PLAIN
    key = "service" if kind == "container" else kind
    return {
        "type": ["string", "number", "boolean", "object"],
        "properties": {
            key: {**PLAIN, "description": "The name in the Compose file."},
            "project": {**PLAIN, "description": "The Compose project."},
        },
        "required": [key],
        "additionalProperties": False,
    }


def _expect(kind: str) -> dict[str, Any]:
    """Build the schema of what is expected of a kind of target."""
    table = KINDS[kind]
    properties = {name: field_schema(field) for name, field in table.fields.items()}
    if table.named:
        properties["present"] = {"const": True, "description": "It is there."}
        properties["absent"] = {"const": True, "description": "It is not there; stands alone."}
    return {**object_schema(properties, f"What must hold of the {kind}."), "minProperties": 1}


def _slug(doc: str) -> dict[str, Any]:
    shape = {"type": ["string", "number"], "pattern": "^[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*$"}
    return {**shape, "description": doc} if doc else shape


def _text(doc: str) -> dict[str, Any]:
    shape = {"type": ["string", "number", "object"], "additionalProperties": {"type": "string"}}
    return {**shape, "description": doc} if doc else shape
