"""Mutants: snapshots of a solution with one mistake in them, each owned by an expectation.

The check that owns a mutant must fail on it; one that passes all the same has let a mistake
through. Objects are taken away, renamed and stopped; each value that a check speaks of is changed
in the ways of `changes`; a value that was overridden is made the image's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.reading import read_field, shown
from grader.fields.types import MapOf, PathsOf, Present, Record, Subject
from grader.judge.observations import Piece, pieces_of
from grader.judge.provenance import OVERRIDDEN, Origin, origin
from grader.model.lab import Composed
from grader.spectest import snapshot_edits
from grader.spectest.value_changes import ALWAYS, changes
from grader.spectest.writing import put

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.fields.types import Field, Normal
    from grader.model.expectation import Expectation, Place
    from grader.model.lab import Check
    from grader.model.snapshot import Snapshot

MADE = frozenset({"size", "layers"})  # an image's, which nobody types: only bounds are overstepped


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: of which check, what was changed and into what, and the snapshot with it.

    `whole` mutants are the lab's: any check that fails will do.
    """

    check: Check
    kind: str
    label: str
    place: Place
    snapshot: Snapshot
    expected: Expectation | None = None
    actual: Any = None
    whole: bool = False


def of_fields(
    check: Check,
    fields: Mapping[str, Expectation],
    subject: Subject,
    snapshot: Snapshot,
    prefix: str = "",
) -> Iterator[Mutant]:
    """Make the mutants of what is expected of one object."""
    table = KINDS[subject.kind].fields
    for name, expected in fields.items():
        field = table.get(name)
        if field is None:
            continue
        reading = read_field(field, subject, expected)
        if not isinstance(reading, Present):
            continue
        for piece in pieces_of(field, expected, reading.value):
            found = _Found(check, subject, field, piece, reading.value, snapshot)
            for mutant in found.mutants():
                yield replace(mutant, label=f"{prefix}{mutant.label}")


@dataclass(frozen=True, slots=True)
class _Found:
    """A piece of an expectation and the value that the solution has there."""

    check: Check
    subject: Subject
    field: Field
    piece: Piece
    whole: Normal
    snapshot: Snapshot

    def mutants(self) -> Iterator[Mutant]:
        for kind, value in self._values():
            yield self._mutant(kind, self._with(value), self._shown(value))
        yield from self._renamed()
        yield from self._sources()

    def _mutant(self, kind: str, snapshot: Snapshot, actual: Any = None) -> Mutant:
        piece = self.piece
        place = piece.expected.place
        return Mutant(self.check, kind, piece.label, place, snapshot, piece.expected, actual)

    def _values(self) -> Iterator[tuple[str, Normal]]:
        missing = isinstance(self.field.form, MapOf) and self.piece.entry is not None
        if missing and self.piece.value is not None:
            yield "missing", None
        for change in changes(self.piece.expected, self.piece.value):
            made = change.kind in ("larger", "smaller") and self.field.name in MADE
            never = change.kind == "missing" and self.piece.entry in ALWAYS
            twice = missing and change.kind == "missing"
            if not (made or never or twice or self._is_same(change.value)):
                yield change.kind, change.value

    def _is_same(self, value: Normal) -> bool:
        """Say whether an engine takes a value for the same: it assumes what is left out."""
        form, entry = self.field.form, self.piece.entry
        if not isinstance(form, Record):
            return False
        if entry is None:
            return bool(form.filled(value) == form.filled(self.piece.value))
        if not isinstance(self.whole, dict):
            return False
        return bool(form.filled({**self.whole, entry: value}) == form.filled(self.whole))

    def _with(self, value: Normal) -> Snapshot:
        """Put a value in the place of the piece's."""
        field, entry = self.field, self.piece.entry
        if isinstance(field.form, PathsOf) and entry is not None:
            return self._with_path(json.loads(entry), value)
        if entry is not None:
            value = {**(self.whole or {}), entry: value}
        return snapshot_edits.with_field(self.snapshot, self.subject, field, value)

    def _with_path(self, path: list[Any], value: Normal) -> Snapshot:
        if self.field.name != "json":
            return snapshot_edits.with_path(self.snapshot, self.subject, path, value)
        document = dict(self.subject.document)
        body = {"body": json.loads(document["body"])}
        put(body, ("body", *path), value)
        document["body"] = json.dumps(body["body"])
        kind, before = self.subject.kind, self.subject.document
        return snapshot_edits.with_document(self.snapshot, kind, before, document)

    def _renamed(self) -> Iterator[Mutant]:
        """The value under another name: of a variable, a label, a network."""
        entry, whole = self.piece.entry, self.whole
        if not isinstance(self.field.form, MapOf) or entry is None or self.field.name == "files":
            return
        if not whole or whole.get(entry) is None:
            return
        rest = {name: value for name, value in whole.items() if name != entry}
        for kind, name in (("renamed", f"{entry}_"), ("name-case", entry.swapcase())):
            if self.field.form.name(name) not in whole:
                value = {**rest, name: whole[entry]}
                yield self._mutant(
                    kind,
                    snapshot_edits.with_field(self.snapshot, self.subject, self.field, value),
                    name,
                )

    def _sources(self) -> Iterator[Mutant]:
        """Where the solution overrides: the image's value left, or changed in the image."""
        field = self.field
        if not field.inherits or self.subject.kind != "container" or field.name == "expose":
            return
        entry = self.piece.entry if isinstance(field.form, MapOf) else None
        found = origin(field, self.subject, self.whole, entry)
        if not isinstance(found, Origin) or found.source != OVERRIDDEN:
            return
        default = found.inherited
        kept = default if entry is None else {**(self.whole or {}), entry: default}
        left = snapshot_edits.with_field(self.snapshot, self.subject, field, kept)
        yield self._mutant("inherited", left, self._shown(default))
        made = snapshot_edits.with_default(self.snapshot, self.subject, field, self.whole)
        yield self._mutant("in-image", made, self._shown(self.piece.value))

    def _shown(self, value: Normal) -> Any:
        try:
            return shown(self.piece.expected.form, value)
        except (TypeError, ValueError, AttributeError, KeyError):
            return None


def of_object(check: Check, subject: Subject, snapshot: Snapshot) -> Iterator[Mutant]:
    """Make the mutants of an object as a whole: missing, or under a name that is nearly right.

    Of a Compose service the label is its name, whatever the container is called.
    """

    def mutant(kind: str, made: Snapshot, actual: Any = None) -> Mutant:
        return Mutant(check, kind, subject.kind, check.place, made, actual=actual)

    if subject.kind == "http":
        yield mutant("refused", snapshot_edits.refused(snapshot, subject))
    if not KINDS[subject.kind].named:
        return
    gone = snapshot_edits.without(snapshot, subject)
    yield mutant("missing", gone)
    service = check.target.service if isinstance(check.target, Composed) else None
    name = service or _name(subject)
    for kind, other in (("renamed", f"{name}2"), ("name-case", name.swapcase())):
        if other != name and not (subject.kind == "image" and kind == "name-case"):
            if service:
                document = snapshot_edits.relabelled(subject.kind, subject.document, other)
            else:
                document = snapshot_edits.named(subject.kind, subject.document, other)
            yield mutant(kind, snapshot_edits.with_object(gone, subject.kind, document), other)


def _name(subject: Subject) -> str:
    if subject.kind == "image":
        return str((subject.document.get("RepoTags") or ["image:latest"])[0])
    return str(subject.document.get("Name", "")).removeprefix("/")
