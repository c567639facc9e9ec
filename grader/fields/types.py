"""What a field is: the contract of the field table.

A *form* brings two writings of one value to one *normal form*: the author's (`parse`) and the
engine's (`normal`). Comparing is then comparing normal forms. There are five shapes of form:

- `Scalar`: one value;
- `ListOf`: ordered (`command`) or a set (all others);
- `Record`: keys that are ours (`healthcheck`, one port, one mount);
- `MapOf`: keys that are the author's names (`environment`, `labels`);
- `PathsOf`: values at paths of a document (`inspect`).

A form's `write`, where given, turns a normal form back into what an engine writes (the inverse of
reading, for `grader test`); without it, the parts are written one by one.

*Unset* is one state and is written `None`: null, empty, the 0 or -1 of "no limit", and so on.
Normal forms are plain JSON values, tuples and dicts of them, so that they can be compared, kept
and shown.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.model.message import Json, Message
    from grader.model.snapshot import View

Normal: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]

EACH = "*"  # in a path: every element of the list
COMPOSE = "com.docker.compose."  # what the labels of Compose begin with


class UndecidedError(Exception):
    """Two values cannot be compared with what was seen; `reason` says what is missing."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.code)
        self.reason = reason


class BadFormError(ValueError):
    """The author's text is not of the form; `code` names a text in the catalogue."""

    def __init__(self, code: str = "wrong-type", /, **params: Json) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class CutText(str):
    """A text that was longer than what is kept of it.

    What is found in it counts; what is not found in it is not known to be missing.
    """

    __slots__ = ()


def kept_text(text: str, *, cut: bool) -> str:
    return CutText(text) if cut else text


def as_it_is(value: Any) -> Normal:
    return None if value in (None, "") else value


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value.

    `name` is what it is called in errors and the reference ("size", "duration"). `parse` takes
    the author's text and raises `BadFormError`; `normal` takes the engine's value and may raise
    TypeError or ValueError, which reads as "could not be checked". `show` makes a normal form
    readable. `meets(expected, actual)` says whether an actual value is what a plain expected one
    asks for; neither is unset. `is_unset(actual)` says which other values count as the unset one
    when that is what is asked for (root in another group is root). `ordered` admits min and max,
    `textual` contains and matches; `text` gives the text that those see. `typed` values keep
    YAML's types. `assigned` values come from the engine: nobody types them, or gets them wrong.
    """

    name: str
    parse: Callable[[str], Normal] = as_it_is
    normal: Callable[[Any], Normal] = as_it_is
    show: Callable[[Normal], Json] = as_it_is
    meets: Callable[[Normal, Normal], bool] = operator.eq
    is_unset: Callable[[Normal], bool] = lambda _: False
    text: Callable[[Normal], str] = str
    ordered: bool = False
    textual: bool = True
    typed: bool = False
    lines: bool = False
    choices: tuple[str, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    assigned: bool = False
    write: Callable[[Normal], Any] | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of elements of one form; a set unless `ordered`.

    `expand` turns one short text into several (a port range). `split` reads a list from one
    string, as a shell splits words. `single` lets one element stand without a list, where
    Compose does. `unset` are the words of an ordered list that spell "nothing".
    """

    element: Form
    ordered: bool = False
    expand: Callable[[str], list[str]] | None = None
    split: Callable[[str], list[str]] | None = None
    single: bool = False
    unset: tuple[str, ...] = ()
    read: Callable[[Any], list[Any]] = list
    write: Callable[[Normal], Any] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with keys of ours; `short` reads Compose's short text into texts by key.

    `content`, where given, is the form that matcher words beside the keys speak of (a file's
    text); otherwise they speak of the record itself. `show` writes a normal form in the short
    way. `assumed` are texts of keys that are asked for where others are and they are left out (a
    port's protocol); `stands_for` are Compose's keys that mean a matcher word (`disable`);
    `essential` keys matter even where an element leaves them out (which port of the host);
    `filled` adds what an engine assumes where nothing is said, to tell an override.
    """

    keys: Mapping[str, Form]
    normal: Callable[[Any], Normal] = as_it_is
    short: Callable[[str], Mapping[str, str]] | None = None
    show: Callable[[Normal], Json] = as_it_is
    content: Scalar | None = None
    assumed: Mapping[str, str] = field(default_factory=dict)
    stands_for: Mapping[str, str] = field(default_factory=dict)
    filled: Callable[[Normal], Normal] = as_it_is
    essential: tuple[str, ...] = ()
    write: Callable[[Normal], Any] | None = None


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with names of the author's.

    `separators` are those of Compose's list form, first match wins; none where the list form
    has names alone. `name` brings a name to its normal form (a header's is case-insensitive).
    """

    entry: Form
    separators: tuple[str, ...] = ("=",)
    name: Callable[[str], str] = str
    read: Callable[[Any], dict[str, Any]] = dict
    names_alone: bool = False
    write: Callable[[Normal], Any] | None = None


@dataclass(frozen=True, slots=True)
class PathsOf:
    """A list of `{path: [...], <matcher>}`: values at paths of a document, typed as in YAML."""

    entry: Scalar


Form: TypeAlias = "Scalar | ListOf | Record | MapOf | PathsOf"


@dataclass(frozen=True, slots=True)
class Present:
    """The field was read: its normal form (None is unset) and what to note beside it."""

    value: Normal
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class NotThere:
    """There is no such thing at this moment (the exit code of what never ended): a failure."""

    reason: Message


@dataclass(frozen=True, slots=True)
class Unknown:
    """It could not be checked: an error, never a pass or a failure."""

    reason: Message


Reading: TypeAlias = "Present | NotThere | Unknown"


@dataclass(frozen=True, slots=True)
class Subject:
    """What fields are read from: the engine's document of one object, and the snapshot around it.

    `project` is set when the object was named in Compose's form: names inside are then meant
    without the project's prefix. `wanted` is what the check says of the field that is read
    (which files, whether their content). `lasting` says that a state has to last (`within`).
    """

    kind: str
    document: Mapping[str, Any]
    view: View
    project: str | None = None
    wanted: Any = None
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of the table: everything that is known of a field, said once.

    `path` is where `docker inspect` shows it. `read`, where given, replaces reading `path`
    through the form; `also` lists every other path that it touches. `inherits`: the image holds a
    default at the same path, so `source` can be asked. `secret`: its values may contain secrets,
    which are hidden when they are kept or shown; `hides` lists the parts of the document that
    change for that, where it is not all of `path`. `doc` is its sentence in the reference, `flag`
    its equivalent for `docker run`, `example` a YAML value that a test loads. `ours` marks what is
    not Compose's.
    """

    name: str
    form: Form
    path: Path
    doc: str
    example: str
    flag: str = ""
    read: Callable[[Subject], Reading] | None = None
    also: tuple[Path, ...] = ()
    inherits: bool = False
    secret: bool = False
    hides: tuple[Path, ...] = ()
    ours: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path of the object's document that decides the field."""
        return ((self.path,) if self.path else ()) + self.also


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of target: `key` is its word in a check, `plural` that of a set of them.

    `named` kinds are engine objects with a name, and take `present` and `absent`. `secrets` are
    paths that no field reads and that may contain secrets; `listed` are the keys of an entry in
    the engine's list that identify the object.
    """

    key: str
    fields: Mapping[str, Field]
    plural: str | None = None
    named: bool = True
    secrets: tuple[Path, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def secret_places(self) -> tuple[tuple[Path, Form | None], ...]:
        """Every path of a document of this kind that may contain secrets, with its form."""
        read = tuple(
            (path, None if field.hides else field.form)
            for field in self.fields.values()
            if field.secret
            for path in field.hides or filter(None, (field.path,))
        )
        return read + tuple((path, None) for path in self.secrets)


def table(*fields: Field) -> dict[str, Field]:
    """Index fields by name; a name given twice is a mistake in the table."""
    indexed = {f.name: f for f in fields}
    if len(indexed) != len(fields):
        raise ValueError("a field stands twice in the table")
    return indexed
