"""A file inside a container."""

from __future__ import annotations

import re

from grader.fields.forms.numbers import NUMBER, parse_size, show_size, whole
from grader.fields.forms.storage import MODE
from grader.fields.forms.text import BLOCK, choice, path
from grader.fields.types import BadFormError, MapOf, Normal, Record, Scalar

TYPES = ("file", "directory", "link", "device", "pipe", "socket")


def parse_owner(text: str) -> Normal:
    if not re.fullmatch(r"\d+:\d+", text):
        raise BadFormError(found=text)
    return text


OWNER = Scalar("owner as uid:gid", parse_owner)
SIZE = Scalar("size", parse_size, whole, show_size, ordered=True, textual=False, schema=NUMBER)
FILES = MapOf(
    Record(
        {"type": choice("file type", *TYPES), "mode": MODE, "owner": OWNER, "size": SIZE},
        content=BLOCK,
        essential=("type",),
        show=lambda v: {key: item for key, item in v.items() if item is not None},
    ),
    separators=(),
    name=lambda name: path(name) or "",
)
