"""What is read off a stream of events: lines into notices, each told once."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.model.message import Message

LONGEST_LINE = 256 * 1024  # labels are part of an event
OVERLAP = 1_000_000_000  # nanoseconds: events of one moment may come in another order
REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to an object. `action` is the bare verb: `exec_create`, without more.

    `attributes` are the engine's: `name`, `image`, the labels of a container, the `container` of
    a network's event.
    """

    kind: str
    action: str
    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connected:
    """Events are heard from now on; what was before is not known."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Some events could not be read, or were too many to keep."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The engine is not heard; it is tried again until it is. Told once for each loss."""

    reason: Message


Notice: TypeAlias = "Event | Connected | Missed | Lost"


class Memory:
    """From bytes to events: what is half read, and what was told already."""

    def __init__(self) -> None:
        self._rest = b""
        self._skipping = False
        self._last = 0
        self._told: deque[tuple[int, str, str, str]] = deque(maxlen=REMEMBERED)
        self._repeated: frozenset[tuple[int, str, str, str]] = frozenset()

    def begin(self) -> None:
        """A new stream begins: with a new line, and with what was told already."""
        self._rest, self._skipping = b"", False
        self._repeated = frozenset(self._told)

    def since(self) -> dict[str, str]:
        """Return the query's part that asks for a repetition, in the engine's own time."""
        if not self._last:
            return {}
        seconds, nanoseconds = divmod(self._last - OVERLAP, 1_000_000_000)
        return {"since": f"{seconds}.{nanoseconds:09}"}

    def take(self, chunk: bytes) -> list[Notice]:
        """Read the whole lines that a piece completes; one that is too long is missed."""
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        notices: list[Notice] = []
        for line in whole:
            if self._skipping:
                self._skipping = False
            elif line.strip():
                notices += self._read(line)
        if len(self._rest) > LONGEST_LINE:
            if not self._skipping:
                notices.append(Missed())
            self._rest, self._skipping = b"", True
        return notices

    def _read(self, line: bytes) -> Iterator[Notice]:
        try:
            document = json.loads(line)
            event = _event(document)
            moment = document.get("timeNano")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield Missed()
            return
        if isinstance(moment, int):
            key = (moment, event.kind, event.action, event.id)
            if key in self._repeated:
                return
            self._told.append(key)
            self._last = moment
        yield event


def _event(document: dict[str, Any]) -> Event:
    """Read an event, in Docker's words: Podman says `remove`, and names a volume beside its id."""
    actor = document["Actor"]
    kind, action = str(document["Type"]), str(document["Action"]).partition(":")[0]
    attributes = {str(k): str(v) for k, v in (actor.get("Attributes") or {}).items()}
    if action == "remove" and kind != "image":
        action = "destroy"
    return Event(kind, action, str(actor["ID"] or attributes.get("name", "")), attributes)
