"""File names from students' ids: safe on every file system, and never two of one name."""

from __future__ import annotations

import hashlib
import re

PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9_-])?")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index)(?:\..*)?")
OTHER = re.compile(r"[^a-z0-9]+")


def file_name(student: str) -> str:
    """Name a student's files: a plain id as it is, any other by its letters and a hash of it.

    Capitals are not plain: `Ada` and `ada` are one file where case does not count.
    """
    if PLAIN.fullmatch(student) and not RESERVED.fullmatch(student) and "--" not in student:
        return student
    letters = OTHER.sub("-", student.lower()).strip("-")[:40]
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{letters}--{digest}" if letters else f"s--{digest}"
