"""What can go wrong with one answer: a fault is a function over the real one.

It writes to the connection what it likes and says whether the connection is kept.
"""

from __future__ import annotations

import gzip
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.server import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.server import Server

HANG_SECONDS = 40.0
BOMB = gzip.compress(bytes(64 * 1024**2))
JUNK = b"\x01\x00\x00\x00\x00\x00\x00\x38" + b"x" * 56  # is a frame of a log, too


@dataclass(frozen=True)
class Broken:
    """What a fault has in its hands: the real answer's parts, the connection, the server."""

    head: bytes
    body: bytes
    connection: socket.socket
    server: Server
    method: str

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def hang(self) -> bool:
        """Keep the connection open and say nothing, until the client goes."""
        self.connection.settimeout(HANG_SECONDS)
        self.connection.recv(1)
        return False


def refuses(it: Broken) -> bool:
    it.server.stop()
    return False


def hangs(it: Broken) -> bool:
    return it.hang()


def hangs_in_the_head(it: Broken) -> bool:
    it.send(it.head[:20])
    return it.hang()


def hangs_in_the_body(it: Broken) -> bool:
    it.send(it.head + it.body[: len(it.body) // 2])
    return it.hang()


def closes(it: Broken) -> bool:
    return False


def closes_in_the_body(it: Broken) -> bool:
    it.send(it.head + it.body[: len(it.body) // 2])
    return False


def half_a_document(it: Broken) -> bool:
    it.send(answer(it.body[: len(it.body) // 2]))
    return True


def length_too_long(it: Broken) -> bool:
    it.send(it.head.replace(b"Content-Length: ", b"Content-Length: 9") + it.body)
    return it.hang()


def length_too_short(it: Broken) -> bool:
    short = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(it.body) // 2)
    it.send(short + it.body)
    return True


def not_found(it: Broken) -> bool:
    it.send(answer('{"message": "No such thing"}' * (it.method != "HEAD"), 404))
    return True


def conflict(it: Broken) -> bool:
    it.send(answer('{"message": "it is being removed"}' * (it.method != "HEAD"), 409))
    return True


def error_page(it: Broken) -> bool:
    page = "<html><script>alert(1)</script><h1>500 \x1b[31mInternal</h1>" * (it.method != "HEAD")
    it.send(answer(page, 500, "text/html"))
    return True


def redirects(it: Broken) -> bool:
    it.send(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
    return True


def not_http(it: Broken) -> bool:
    it.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n")
    return False


def zipped(it: Broken) -> bool:
    """A bomb: 64 MiB of zeros, zipped, which nobody asked to be sent so."""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB)
    it.send(head + BOMB)
    return True


def floods(it: Broken) -> bool:
    """10 GB, as fast as it goes."""
    it.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
    for _ in range(10_000):
        it.send(JUNK * 16384)
    return False


def never_ends(it: Broken) -> bool:
    it.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        it.send(b"40\r\n%b\r\n" % JUNK)


def trickles(it: Broken) -> bool:
    """A byte now and then: each begins a socket's timeout anew."""
    it.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    end = time.monotonic() + HANG_SECONDS
    for byte in it.head + it.body:
        it.send(bytes([byte]))
        time.sleep(0.4)
        if time.monotonic() > end:
            break
    return False


def restarts(it: Broken) -> bool:
    """All connections are gone, and the engine is back at once."""
    it.server.restart()
    return False


# Those that befall the first such request alone; the others befall each.
ONCE = frozenset({"restarts", "refuses"})

FAULTS: dict[str, Callable[[Broken], bool]] = {
    fault.__name__.replace("_", " "): fault
    for fault in (
        refuses,
        hangs,
        hangs_in_the_head,
        hangs_in_the_body,
        closes,
        closes_in_the_body,
        half_a_document,
        length_too_long,
        length_too_short,
        not_found,
        conflict,
        error_page,
        redirects,
        not_http,
        zipped,
        floods,
        never_ends,
        trickles,
        restarts,
    )
}
