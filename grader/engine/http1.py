"""HTTP/1.1 over a socket, as little of it as an engine speaks: strict, bounded, within a deadline.

The standard library's client restarts its timeout with every byte, and reading headers through
its mail parser costs more than all else of a request; see `benchmarks/README.md` for the figures.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from grader.engine.transport import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAD_LIMIT = 64 * 1024
LINE_LIMIT = 1024  # a chunk's size, and what may stand behind it
CHUNK = 64 * 1024
BODILESS = frozenset({204, 304})


class BrokenError(Exception):
    """The response is incomplete; `begun` says whether any of it was one."""

    def __init__(self, reason: str, *, begun: bool = True) -> None:
        super().__init__(reason)
        self.begun = begun


class Wire:
    """Bytes from and to a socket until a moment; raises TimeoutError when it is past.

    The moment is of the monotonic clock, and holds however slowly the other side trickles.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._buffer = bytearray()
        self.until = 0.0

    @property
    def left_over(self) -> bool:
        """Whether bytes are there that nobody asked for."""
        return bool(self._buffer)

    def send(self, data: bytes) -> None:
        self._socket.settimeout(self._left())
        self._socket.sendall(data)

    def head(self) -> bytes:
        """Read the lines up to the empty one."""
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > HEAD_LIMIT:
                raise BrokenError("the response header is too large")
            if not self._more():
                raise BrokenError("closed before a response", begun=bool(self._buffer))
            if self._buffer[:5] != b"HTTP/"[: len(self._buffer)]:
                raise BrokenError("the response is not HTTP", begun=False)
        return self._take(end + 4)

    def line(self) -> bytes:
        while (end := self._buffer.find(b"\r\n")) < 0:
            if len(self._buffer) > LINE_LIMIT or not self._more():
                raise BrokenError("closed in the middle of a response")
        return self._take(end + 2)[:-2]

    def some(self, most: int) -> bytes:
        """Read at least one byte and at most `most`; none at the end of the wire."""
        if not self._buffer:
            self._more()
        return self._take(min(most, len(self._buffer)))

    def shut(self) -> None:
        """End the connection under whoever reads from it in another thread."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._socket.close()

    def _more(self) -> bool:
        self._socket.settimeout(self._left())
        data = self._socket.recv(CHUNK)
        self._buffer += data
        return bool(data)

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def request_bytes(method: str, target: str, body: bytes | None) -> bytes:
    """Write a request; raises ValueError where its target would be more than a target."""
    if not target.startswith("/") or any(c <= " " or c > "~" for c in target):
        raise ValueError(f"not a request target: {target!r}")
    lines = [f"{method} {target} HTTP/1.1", "Host: engine", "User-Agent: grader"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (body or b"")


def read_reply(wire: Wire, method: str, limit: int) -> tuple[Reply, bool]:
    """Read one answer, at most `limit` bytes of its body; say whether the connection is kept."""
    status, headers = read_head(wire)
    if method == "HEAD" or status in BODILESS:
        return Reply(status, b"", headers), _kept(headers, wire)
    body = bytearray()
    for part in parts_of(wire, headers):
        body += part
        if len(body) > limit:
            return Reply(status, bytes(body[:limit]), headers, cut=True), False
    return Reply(status, bytes(body), headers), _is_framed(headers) and _kept(headers, wire)


def read_head(wire: Wire) -> tuple[int, dict[str, str]]:
    """Read status and headers, their names in lower case; interim answers are passed over."""
    while True:
        first, *lines = wire.head()[:-4].decode("latin-1").split("\r\n")
        version, _, rest = first.partition(" ")
        if not version.startswith("HTTP/1.") or not rest[:3].isdecimal() or rest[3:4].strip():
            raise BrokenError("the response is not HTTP", begun=False)
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            known = headers.setdefault(name.lower(), value.strip())
            if name.lower() == "content-length" and known != value.strip():
                raise BrokenError("the response has two lengths")  # RFC 9112, 6.3
            headers[name.lower()] = value.strip()
        status = int(rest[:3])
        if status >= 200:
            return status, headers


def _is_framed(headers: Mapping[str, str]) -> bool:
    return "content-length" in headers or "transfer-encoding" in headers


def _kept(headers: Mapping[str, str], wire: Wire) -> bool:
    return headers.get("connection", "").lower() != "close" and not wire.left_over


def parts_of(wire: Wire, headers: Mapping[str, str]) -> Iterator[bytes]:
    """Read a body by its framing: chunks, a length, or up to the end of the connection."""
    if "transfer-encoding" in headers:
        if headers["transfer-encoding"].lower() != "chunked":
            raise BrokenError("the response has an unexpected encoding")
        return _chunks(wire)
    if "content-length" in headers:
        return _exactly(
            wire, _number(headers["content-length"], 10, ("the response length is not a number"))
        )
    return iter(lambda: wire.some(CHUNK), b"")


def _chunks(wire: Wire) -> Iterator[bytes]:
    wrong = "the length of a chunk is not a number"
    while size := _number(wire.line().decode("latin-1").partition(";")[0], 16, wrong):
        yield from _exactly(wire, size)
        if wire.line():
            raise BrokenError("a chunk is longer than it says")
    while wire.line():  # trailers
        pass


def _number(digits: str, base: int, wrong: str) -> int:
    digits = digits.strip()
    if not digits or len(digits) > 16 or set(digits.lower()) - set("0123456789abcdef"[:base]):
        raise BrokenError(wrong)
    return int(digits, base)


def _exactly(wire: Wire, count: int) -> Iterator[bytes]:
    while count:
        part = wire.some(min(count, CHUNK))
        if not part:
            raise BrokenError("closed in the middle of a response")
        count -= len(part)
        yield part
