"""Between grader and a real engine: passes everything on, but for one kind of request."""

from __future__ import annotations

import http.client
import re
from collections import Counter
from typing import TYPE_CHECKING

from tests.engines.api import connect
from tests.faults.faults import FAULTS, ONCE, Broken
from tests.faults.server import Server

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.server import Request

VERSION = re.compile(r"^/v\d+\.\d+(?=/)")


class Proxy(Server):
    """Breaks the answers to requests whose line (`GET /images/x/json`) a pattern matches.

    `upstream` opens a connection to what really answers. `asked` counts the requests by line.
    """

    def __init__(
        self,
        path: Path | None,
        upstream: Callable[[], http.client.HTTPConnection],
        pattern: str = "$.",
        fault: str = "closes",
    ) -> None:
        self.asked: Counter[str] = Counter()
        self._upstream = upstream
        self._pattern = re.compile(pattern)
        self._fault = fault
        self.struck = 0
        super().__init__(path, self._pass)

    def _pass(self, request: Request, connection: socket.socket) -> bool:
        line = f"{request.method} {VERSION.sub('', request.target)}"
        self.asked[line] += 1
        head, body = self._real(request)
        if self._pattern.search(line) and not (self.struck and self._fault in ONCE):
            self.struck += 1
            broken = Broken(head, body, connection, self, request.method)
            return FAULTS[self._fault](broken)
        connection.sendall(head + body)
        return True

    def _real(self, request: Request) -> tuple[bytes, bytes]:
        upstream = self._upstream()
        try:
            upstream.request(request.method, request.target, request.body, request.headers)
            reply = upstream.getresponse()
            body = reply.read()
        finally:
            upstream.close()
        headers = [
            f"{name}: {value}\r\n"
            for name, value in reply.getheaders()
            if name.lower() not in ("transfer-encoding", "content-length", "connection")
        ]
        length = f"Content-Length: {len(body)}\r\n\r\n"
        head = f"HTTP/1.1 {reply.status} -\r\n{''.join(headers)}{length}"
        return head.encode("latin-1"), body


def engine_proxy(path: Path, host: str, pattern: str = "$.", fault: str = "closes") -> Proxy:
    return Proxy(path, lambda: connect(host, 30), pattern, fault)


def port_proxy(host: str, port: int, pattern: str = "$.", fault: str = "closes") -> Proxy:
    """Listen at a port of this machine, before a port of a container."""
    return Proxy(None, lambda: http.client.HTTPConnection(host, port, timeout=30), pattern, fault)
