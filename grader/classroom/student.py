"""A student of a roster, and where the student's work is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """Where a student's state is: one snapshot, or one engine and what on it is the student's.

    `snapshot` is a file; else `host` or `context` name an engine, and without either it is the
    one that the whole class shares. `tls` is a folder with `ca.pem`, `cert.pem` and `key.pem`.
    `prefix` begins the names of the student's objects, `label` (`key=value`) marks them.
    """

    snapshot: str | None = None
    host: str | None = None
    context: str | None = None
    tls: str | None = None
    prefix: str | None = None
    label: str | None = None

    @property
    def shared(self) -> bool:
        """Whether other students' objects are on the same engine."""
        return self.prefix is not None or self.label is not None


@dataclass(frozen=True, slots=True)
class Student:
    """One row: who it is, where the work is, values of one's own, ids in gradebooks.

    `given` are the variables from the roster's columns. `line` is where the row begins.
    """

    id: str
    source: Source
    name: str = ""
    email: str = ""
    section: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """A class, in the order of its file. `base` is what its relative paths start from."""

    students: tuple[Student, ...]
    file: str
    base: Path
    columns: frozenset[str] = frozenset()
