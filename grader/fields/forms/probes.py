"""Values found at a path inside a document: `inspect` and `json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.fields.forms.text import ANY
from grader.fields.reading import dig
from grader.fields.types import PathsOf, Present

if TYPE_CHECKING:
    from grader.fields.types import Path, Reading, Subject


def path_key(path: Path) -> str:
    """Name a path by its JSON, so that it can stand as a key."""
    return json.dumps(list(path), ensure_ascii=False)


def read_paths(document: Any, subject: Subject) -> Reading:
    """Read from a document what the check asks for, by path."""
    keys = subject.wanted.parts if subject.wanted else ()
    return Present({key: ANY.normal(dig(document, tuple(json.loads(key)))) for key in keys})


def read_inspect(subject: Subject) -> Reading:
    return read_paths(subject.document, subject)


PROBES = PathsOf(ANY)
