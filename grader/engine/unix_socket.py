"""A local socket as the transport: one kept connection, no threads, nothing but the library.

Half of what a short run costs would be importing Docker's SDK (`benchmarks/README.md`), which is
not needed to talk to a socket of this machine.
"""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from grader.engine.http1 import BrokenError, Wire, parts_of, read_head, read_reply, request_bytes
from grader.engine.transport import NoReplyError
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.engine.endpoint import Endpoint
    from grader.engine.transport import Reply, Request
    from grader.model.message import Message

SCHEME = "unix://"
BUSY_PAUSE = 0.01  # a socket whose queue is full says so at once instead of letting us wait


class UnixTransport:
    """A `Transport` over a socket of this machine."""

    parallel = 1

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint.url
        self._path = endpoint.url.removeprefix(SCHEME)
        self._wire: Wire | None = None

    def send(self, request: Request) -> Reply:
        until = time.monotonic() + request.seconds
        try:
            return self._send(request, until)
        except (OSError, BrokenError) as wrong:
            self.close()
            raise NoReplyError(_lost(wrong, request.seconds)) from None

    def stream(self, request: Request, *, silence: float) -> UnixStream:
        """Open an answer that goes on, over a connection of its own."""
        until = time.monotonic() + request.seconds
        try:
            wire = Wire(self._connect(until))
        except OSError as wrong:
            raise NoReplyError(_lost(wrong, request.seconds)) from None
        try:
            wire.until = until
            wire.send(_written(request))
            status, headers = read_head(wire)
        except (OSError, BrokenError) as wrong:
            wire.close()
            raise NoReplyError(_lost(wrong, request.seconds)) from None
        return UnixStream(wire, status, headers, silence)

    def _send(self, request: Request, until: float) -> Reply:
        """Send on the kept connection; where that had ended, once more on a new one."""
        if self._wire is not None:
            try:
                return self._exchange(self._wire, request, until)
            except (BrokenError, ConnectionError) as ended:
                self.close()
                begun = isinstance(ended, BrokenError) and ended.begun
                if begun or not request.reads:
                    raise
        self._wire = Wire(self._connect(until))
        return self._exchange(self._wire, request, until)

    def _exchange(self, wire: Wire, request: Request, until: float) -> Reply:
        wire.until = until
        wire.send(_written(request))
        reply, kept = read_reply(wire, request.method, request.limit)
        if not kept:
            self.close()
        return reply

    def _connect(self, until: float) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            while True:
                connection.settimeout(max(until - time.monotonic(), 0.001))
                try:
                    connection.connect(self._path)
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise TimeoutError from None
                    time.sleep(BUSY_PAUSE)
                else:
                    return connection
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        if self._wire is not None:
            self._wire.close()
            self._wire = None


class UnixStream:
    """A `Stream` over a connection of its own."""

    def __init__(self, wire: Wire, status: int, headers: Mapping[str, str], silence: float) -> None:
        self.status = status
        self._wire = wire
        self._headers = headers
        self._silence = silence
        self._reading = False
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        self._reading = True
        parts = parts_of(self._wire, self._headers)
        try:
            while not self._closed:
                self._wire.until = time.monotonic() + self._silence
                part = next(parts, b"")
                if not part:
                    return
                yield part
        except TimeoutError:
            raise NoReplyError(message("silent")) from None
        except (OSError, BrokenError) as wrong:
            if not self._closed:
                raise NoReplyError(_lost(wrong, self._silence)) from None
        finally:
            self._reading = False
            self._wire.close()

    def close(self) -> None:
        """End it, also for a thread that waits in it: that one then closes the socket."""
        self._closed = True
        self._wire.shut()
        if not self._reading:
            self._wire.close()


def _written(request: Request) -> bytes:
    query = f"?{urlencode(request.query, quote_via=quote)}" if request.query else ""
    body = None if request.body is None else json.dumps(request.body).encode()
    return request_bytes(request.method, f"{request.path}{query}", body)


def _lost(wrong: OSError | BrokenError, seconds: float) -> Message:
    """Say why no answer came."""
    if isinstance(wrong, TimeoutError):
        return message("timed-out", seconds=round(seconds, 1))
    if isinstance(wrong, PermissionError):
        return message("permission-denied", text=wrong.strerror or "")
    said = wrong.strerror if isinstance(wrong, OSError) else None
    return message("connection-lost", reason=said or str(wrong))
