"""One field of one subject against what is expected of it: observations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.comparison.compare import compare
from grader.fields.reading import entry_of, read_field, shown
from grader.fields.types import (
    ListOf,
    MapOf,
    NotThere,
    PathsOf,
    Present,
    Record,
    Subject,
    UndecidedError,
    Unknown,
)
from grader.judge.provenance import (
    INHERITED,
    OVERRIDDEN,
    Origin,
    image_default,
    origin,
    port_sources,
)
from grader.model.message import Message, message
from grader.model.result import Observation, Outcome

if TYPE_CHECKING:
    from grader.fields.types import Field, Normal
    from grader.model.expectation import Expectation


@dataclass(frozen=True, slots=True)
class Piece:
    """One observation to make: a value, one entry of a map, or one key of a record."""

    label: str
    expected: Expectation
    value: Normal
    entry: str | None = None
    words_only: bool = False


def observe(
    field: Field, expected: Expectation, subject: Subject
) -> tuple[list[Observation], tuple[Message, ...]]:
    """Observe a field: an observation for each piece, and what to note beside them."""
    reading = read_field(field, subject, expected)
    if isinstance(reading, Present):
        pieces = pieces_of(field, expected, reading.value)
        return [_judge(field, piece, reading.value, subject) for piece in pieces], reading.notes
    outcome = Outcome.FAILED if isinstance(reading, NotThere) else Outcome.ERROR
    found = [
        Observation(
            piece.label, outcome, piece.expected.written, None, field.path, message=reading.reason
        )
        for piece in pieces_of(field, expected, None)
    ]
    return found, ()


def pieces_of(field: Field, expected: Expectation, value: Normal) -> list[Piece]:
    """Cut an expectation into the observations that it asks for."""
    if not expected.parts or not isinstance(expected.form, (MapOf, PathsOf, Record)):
        return [Piece(field.name, expected, value)]
    whole = [Piece(field.name, expected, value, words_only=True)] if expected.words else []
    if isinstance(expected.form, Record):
        value = expected.form.filled(value)
    parts = expected.parts.items()
    return whole + [Piece(_label(field, n), p, entry_of(value, n), entry=n) for n, p in parts]


def _label(field: Field, name: str) -> str:
    if isinstance(field.form, PathsOf):
        return f"{field.name}.{'.'.join(map(str, json.loads(name)))}"
    return f"{field.name}.{name}"


def _judge(field: Field, piece: Piece, whole: Normal, subject: Subject) -> Observation:
    source = _origin(field, piece, whole, subject)
    inherited = _inherited(piece, source)
    known = source.source if isinstance(source, Origin) else None
    wrong, undecided = _wrong(piece)
    if wrong is None:
        wrong, missing = _wrong_source(field, piece, whole, subject, source)
        undecided = undecided or missing
    outcome, said = Outcome.PASSED, undecided
    if wrong is not None:
        outcome, said = Outcome.FAILED, _taught(wrong, known, inherited)
    elif undecided is not None:
        outcome = Outcome.ERROR
    return Observation(
        field=piece.label,
        outcome=outcome,
        expected=piece.expected.written,
        actual=_shown(piece),
        path=_path(field, piece),
        source=known,
        inherited=inherited,
        message=said,
    )


def _origin(field: Field, piece: Piece, whole: Normal, subject: Subject) -> Origin | Unknown | None:
    if not field.inherits or subject.kind != "container":
        return None
    if isinstance(field.form, Record):
        return origin(field, subject, whole, None)
    return origin(field, subject, whole, piece.entry)


def _inherited(piece: Piece, source: Origin | Unknown | None) -> Any:
    if not isinstance(source, Origin) or source.inherited is None:
        return None
    if isinstance(source.inherited, dict) and isinstance(piece.expected.form, Record):
        return piece.expected.form.show(source.inherited)
    if isinstance(source.inherited, dict) and piece.entry is not None:
        return shown(piece.expected.form, source.inherited.get(piece.entry))
    return shown(piece.expected.form, source.inherited)


def _wrong(piece: Piece) -> tuple[Message | None, Message | None]:
    """Return what is wrong, or what keeps it from being decided."""
    try:
        return compare(piece.expected, piece.value, parts=not piece.words_only), None
    except UndecidedError as undecided:
        return None, undecided.reason
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError):
        return None, message("unreadable", field=piece.label)


def _wrong_source(
    field: Field, piece: Piece, whole: Normal, subject: Subject, source: Origin | Unknown | None
) -> tuple[Message | None, Message | None]:
    """Hold the word `source` against where the value came from."""
    asked = piece.expected.words.get("source")
    if asked is None:
        return None, None
    if isinstance(source, Unknown):
        return None, source.reason
    if isinstance(field.form, ListOf) and not field.form.ordered:
        return _wrong_ports(field, piece, whole, subject, asked)
    if source is None or source.source is None:
        return message("nowhere"), None
    if source.source == asked:
        return None, None
    own = _inherited(piece, source)
    removed = source.source == OVERRIDDEN and piece.value is None and own is not None
    code = "source-removed" if removed else f"source-{source.source}"
    return message(code, actual=_shown(piece), inherited=own), None


def _wrong_ports(
    field: Field, piece: Piece, whole: Normal, subject: Subject, asked: str
) -> tuple[Message | None, Message | None]:
    default = image_default(field, subject)
    if isinstance(default, Unknown):
        return None, default.reason
    elements = piece.expected.words.get("contains") or piece.expected.words.get("equals") or ()
    named = [e.words["equals"] for e in elements if "equals" in e.words]
    sources = port_sources(whole, default.value, named)
    wrong = [port for port, source in sources.items() if source != asked]
    if not wrong and sources:
        return None, None
    if not sources:
        return (None if asked == INHERITED else message("nowhere")), None
    other = OVERRIDDEN if asked == INHERITED else INHERITED
    return message(
        f"source-{other}", actual=wrong, inherited=shown(field.form, default.value)
    ), None


def _taught(wrong: Message, source: str | None, inherited: Any) -> Message:
    """Say of a wrong value that it is the image's: then the override is what is missing."""
    if wrong.code == "differs" and source == INHERITED:
        return Message("differs-inherited", wrong.params)
    if wrong.code == "unset" and source == OVERRIDDEN and inherited is not None:
        return Message("unset-removed", {**wrong.params, "inherited": inherited})
    return wrong


def _shown(piece: Piece) -> Any:
    """Show a value as JSON; what cannot be shown is not there."""
    if piece.value is None or isinstance(piece.value, UndecidedError):
        return None
    try:
        return shown(piece.expected.form, piece.value)
    except (TypeError, ValueError, AttributeError, KeyError):
        return None


def _path(field: Field, piece: Piece) -> tuple[str | int, ...]:
    if isinstance(field.form, PathsOf) and piece.entry is not None:
        return tuple(json.loads(piece.entry))
    return field.path
