"""Engines that misbehave: servers that hang, send garbage, or break off in the middle."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

VERSION = json.dumps({"Version": "20.10.24", "ApiVersion": "1.41", "MinAPIVersion": "1.12"})
Behave = Callable[[socket.socket, threading.Event], None]


def _read(client: socket.socket) -> bytes:
    client.settimeout(30)
    with suppress(OSError):
        return client.recv(65536)
    return b""


def hangs(client: socket.socket, over: threading.Event) -> None:
    """Accept, and never say anything."""
    _read(client)
    over.wait(60)


def garbage(client: socket.socket, over: threading.Event) -> None:
    _read(client)
    client.sendall(b"\x00\xff SSH-2.0-nonsense\r\n\r\n<html>{{{")


def breaks_off(client: socket.socket, over: threading.Event) -> None:
    """Answer what the engine is, then half of every other answer."""
    while asked := _read(client):
        if b"/version" in asked:
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(VERSION)}\r\n\r\n"
            client.sendall((head + VERSION).encode())
        else:
            client.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{"Id": "cafe", "Name')
            return


@contextmanager
def serving(behave: Behave) -> Iterator[str]:
    """Serve at a free port of this machine; gives the address."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:

        def one(client: socket.socket) -> None:
            with client, suppress(OSError):
                behave(client, over)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = server.accept()
                    threading.Thread(target=one, args=(client,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        finally:
            over.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)


def refused() -> str:
    """Name a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def each(count: int) -> Iterator[dict[str, str]]:
    """Serve some of each kind: names such as `hangs3`, and their addresses."""
    with ExitStack() as stack:
        found: dict[str, str] = {}
        for behave in (hangs, garbage, breaks_off):
            for n in range(count):
                found[f"{behave.__name__}{n}"] = stack.enter_context(serving(behave))
        found |= {f"refused{n}": refused() for n in range(count)}
        yield found
