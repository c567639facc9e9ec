"""The fields of a command that was run in a container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.fields.forms import numbers, text
from grader.fields.types import Field, Kind, Present, table

if TYPE_CHECKING:
    from grader.fields.types import Reading, Subject


def _stream(name: str) -> Field:
    def read(subject: Subject) -> Reading:
        return Present(text.stream(subject.document[name], cut=subject.document["cut"]))

    doc = f"What it wrote to {'standard output' if name == 'stdout' else 'standard error'}."
    return Field(
        name, text.STREAM, (name,), doc, "{contains: ok}", read=read, secret=True, ours=True
    )


KIND = Kind(
    "exec",
    named=False,
    fields=table(
        Field("exit_code", numbers.COUNT, ("exit_code",), "How it ended.", "0", ours=True),
        _stream("stdout"),
        _stream("stderr"),
    ),
)
