"""A socket that reads HTTP requests and hands each to a function."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict[str, str] = field(compare=False)
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)

    def __str__(self) -> str:
        return f"{self.method} {self.target}"


def read_request(stream: BinaryIO) -> Request | None:
    """Read one request; None where the client is gone."""
    first = stream.readline()
    if not first:
        return None
    method, target, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while line := stream.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", "0")))
    return Request(method, target, headers, body)


def answer(body: bytes | str, status: int = 200, kind: str = "application/json") -> bytes:
    """Write a whole answer."""
    data = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


class Server:
    """Listens at a socket, or without a path at a port of 127.0.0.1; a thread a connection.

    `serve` writes what it likes to the connection and says whether it is kept. `stop` ends
    listening and every connection, as an engine that dies does.
    """

    def __init__(self, path: Path | None, serve: Callable[[Request, socket.socket], bool]) -> None:
        self.path = path
        self.requests: list[Request] = []
        self._serve = serve
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._port = 0
        self.start()

    @property
    def host(self) -> str:
        return f"unix://{self.path}"

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        if self.path is None:
            listener = socket.socket(socket.AF_INET)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", self._port))
            self._port = listener.getsockname()[1]
        else:
            self.path.unlink(missing_ok=True)
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(self.path))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self) -> None:
        listener, self._listener = self._listener, None
        self._end(listener, list(self._open))

    def restart(self) -> None:
        """Be gone and back: every connection ends, and whoever comes again is let in."""
        if self.path is None:
            self.stop()
            self.start()
        else:
            listener, ours = self._listener, list(self._open)
            self.start()
            self._end(listener, ours)

    def _end(self, listener: socket.socket | None, connections: list[socket.socket]) -> None:
        for one in [*([listener] if listener else []), *connections]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        if listener is not None:
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, contextlib.suppress(OSError):
            kept = True
            while kept and (request := read_request(stream)):
                self.requests.append(request)
                kept = self._serve(request, connection)
        self._open.discard(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
