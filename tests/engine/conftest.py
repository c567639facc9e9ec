"""Sockets that answer as a test says, and both ways to talk to them."""

from __future__ import annotations

import gc
import warnings
from typing import TYPE_CHECKING

import pytest

from grader.engine.endpoint import Endpoint
from grader.engine.session import transport_to
from tests.faults.server import Server

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.engine.transport import Transport
    from tests.faults.server import Request

    Answers = Callable[[Request], bytes | None]
    Listen = Callable[[Answers], Server]


@pytest.fixture
def listen(tmp_path: Path) -> Iterator[Listen]:
    """Start a server that sends what a function returns; None closes the connection."""
    servers: list[Server] = []

    def start(answers: Answers) -> Server:
        def serve(request: Request, connection: socket.socket) -> bool:
            data = answers(request)
            if data is not None:
                connection.sendall(data)
            return data is not None

        servers.append(Server(tmp_path / f"{len(servers)}.sock", serve))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(params=[True, False], ids=["plain", "sdk"])
def reach(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Transport]]:
    """Open a transport to a host, once the plain way and once by the SDK."""
    opened: list[Transport] = []

    def reach_host(host: str) -> Transport:
        opened.append(transport_to(Endpoint(host, "test"), seconds=5, plain=request.param))
        return opened[-1]

    yield reach_host
    for transport in opened:
        transport.close()
    with warnings.catch_warnings():
        # The SDK forgets to close a socket whose answer was broken; nothing of ours is left open.
        warnings.simplefilter("ignore" if not request.param else "error", ResourceWarning)
        opened.clear()
        gc.collect()
