"""The contract between asking and the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.model.message import Message


READING = frozenset({"GET", "HEAD"})
DOCUMENT_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One request: all within `seconds`, with at most `limit` bytes of its answer's body kept.

    `body` is sent as JSON.
    """

    method: str
    path: str
    seconds: float
    query: Mapping[str, str] | None = None
    limit: int = DOCUMENT_LIMIT
    body: Any = None

    @property
    def reads(self) -> bool:
        """Whether it changes nothing, and may be sent again where no answer to it had begun."""
        return self.method in READING


@dataclass(frozen=True, slots=True)
class Reply:
    """What an engine answered: its body up to the request's limit; `cut` when there was more.

    Headers have their names in lower case.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


class NoReplyError(Exception):
    """No whole answer came: the reason, for the result."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.code)
        self.reason = reason


class Stream(Protocol):
    """An answer that goes on: what came, piece by piece, as it comes.

    It ends when the engine ends it or when it is closed, from any thread; a break, or silence for
    longer than was agreed on, raises `NoReplyError`.
    """

    status: int

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class Transport(Protocol):
    """A way to an engine. `parallel` is how many requests may be under way at once."""

    endpoint: str
    parallel: int

    def send(self, request: Request) -> Reply:
        """Send one request and read its answer, or raise `NoReplyError`."""
        ...

    def stream(self, request: Request, *, silence: float) -> Stream:
        """Open an answer that goes on; a piece of it must come every `silence` seconds.

        The status is not judged, and what comes is not kept: both are the caller's.
        """
        ...

    def close(self) -> None: ...
