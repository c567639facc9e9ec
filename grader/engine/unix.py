"""A local socket as the transport: one kept connection, no threads, nothing but the library.

Half of what a short run costs would be importing Docker's SDK (`benchmarks/README.md`), which is
not needed to talk to a socket of this machine.
"""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from grader.engine.http1 import BrokenError, Stream, read_reply, request_bytes
from grader.engine.transport import REPEATABLE, NoReplyError
from grader.message import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.engine.endpoint import Endpoint
    from grader.engine.transport import Reply

SCHEME = "unix://"
BUSY_PAUSE = 0.01  # a socket whose queue is full says so at once instead of letting us wait


class UnixTransport:
    """A `Transport` over a socket of this machine."""

    parallel = 1

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint.url
        self._path = endpoint.url.removeprefix(SCHEME)
        self._stream: Stream | None = None

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
        until = time.monotonic() + seconds
        target = f"{path}?{urlencode(query, quote_via=quote)}" if query else path
        data = None if body is None else json.dumps(body).encode()
        try:
            return self._send(method, request_bytes(method, target, data), until, limit)
        except TimeoutError:
            reason = message("timed-out", seconds=round(seconds, 1))
        except PermissionError as wrong:
            reason = message("permission-denied", text=wrong.strerror or "")
        except OSError as wrong:
            reason = message("connection-lost", reason=wrong.strerror or str(wrong))
        except BrokenError as wrong:
            reason = message("connection-lost", reason=str(wrong))
        self.close()
        raise NoReplyError(reason)

    def _send(self, method: str, request: bytes, until: float, limit: int) -> Reply:
        """Send on the kept connection; where that had ended, once more on a new one."""
        if self._stream is not None:
            try:
                return self._exchange(self._stream, method, request, until, limit)
            except (BrokenError, ConnectionError) as ended:
                self.close()
                begun = isinstance(ended, BrokenError) and ended.begun
                if begun or method not in REPEATABLE:
                    raise
        self._stream = Stream(self._connect(until))
        return self._exchange(self._stream, method, request, until, limit)

    def _exchange(
        self, stream: Stream, method: str, request: bytes, until: float, limit: int
    ) -> Reply:
        stream.until = until
        stream.send(request)
        reply, kept = read_reply(stream, method, limit)
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
        if self._stream is not None:
            self._stream.close()
            self._stream = None
