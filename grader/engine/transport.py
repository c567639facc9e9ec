"""The contract between asking and the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.message import Message


# What may be sent again where a kept connection turns out to have ended before an answer began.
REPEATABLE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What an engine answered: at most `limit` bytes of its body; `cut` when there was more.

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

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        seconds: float,
        limit: int,
        body: Any = None,
    ) -> Reply:
        """Send one request and read its answer, all within `seconds`, or raise `NoReplyError`."""
        ...

    def stream(
        self, path: str, *, query: Mapping[str, str] | None = None, seconds: float, silence: float
    ) -> Stream:
        """Open a GET that goes on, within `seconds`; a piece must come every `silence` seconds.

        The status is not judged, and what comes is not kept: both are the caller's.
        """
        ...

    def close(self) -> None: ...
