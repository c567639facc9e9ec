"""The fields of an HTTP response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.fields.forms import numbers, text
from grader.fields.forms.probes import PROBES, read_paths
from grader.fields.types import (
    Field,
    Kind,
    MapOf,
    NotThere,
    Present,
    Unknown,
    table,
)
from grader.model.json_reader import parse
from grader.model.message import message

if TYPE_CHECKING:
    from grader.fields.types import Reading, Subject


def read_body(subject: Subject) -> Reading:
    return Present(text.stream(subject.document["body"], cut=subject.document["cut"]))


def read_json(subject: Subject) -> Reading:
    """Read values of the body as JSON; a body that is none is a failure, a cut one not known."""
    if subject.document["cut"]:
        return Unknown(message("cut", field="json"))
    try:
        document = parse(subject.document["body"].encode("utf-8", "surrogatepass"))
    except ValueError:
        return NotThere(message("not-there.json"))
    return read_paths(document, subject)


HEADERS = MapOf(text.ENTRY, separators=(": ", ":"), name=str.lower)
KIND = Kind(
    "http",
    named=False,
    fields=table(
        Field("status", numbers.COUNT, ("status",), "The status code.", "200", ours=True),
        Field(
            "headers",
            HEADERS,
            ("headers",),
            "Headers by name, in any case.",
            "{content-type: {contains: text/html}}",
            ours=True,
            secret=True,
        ),
        Field(
            "body",
            text.STREAM,
            ("body",),
            "The body as text.",
            "{contains: blue}",
            read=read_body,
            ours=True,
            secret=True,
        ),
        Field(
            "json",
            PROBES,
            ("body",),
            "Values of the body, read as JSON, by paths that are lists.",
            "[{path: [items, 0, name], equals: x}]",
            read=read_json,
            ours=True,
            secret=True,
        ),
    ),
)
