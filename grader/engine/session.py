"""An engine to ask: found and connected."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from grader.engine.connection import connect
from grader.engine.queries import ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.engine.connection import Engine
    from grader.engine.endpoint import Endpoint
    from grader.engine.transport import Transport
    from grader.model.snapshot import Answer, Question

REQUEST_SECONDS = 10.0


def open_engine(
    endpoint: Endpoint,
    *,
    seconds: float = REQUEST_SECONDS,
    http_host: str | None = None,
    plain: bool = True,
) -> Engine:
    """Reach an engine; raises `EngineError` where none can be talked to.

    `plain` False reaches a local socket through Docker's SDK too.
    """
    transport = transport_to(endpoint, seconds=seconds, plain=plain)
    return connect(endpoint, transport, seconds=seconds, http_host=http_host)


def transport_to(endpoint: Endpoint, *, seconds: float, plain: bool = True) -> Transport:
    """Choose the way to an engine: a socket of this machine directly, all else by the SDK.

    One behind ssh is brought here as a socket first.
    """
    if endpoint.url.startswith("ssh://"):
        from grader.engine.ssh_tunnel import TunnelTransport

        def through(here: Endpoint) -> Transport:
            return transport_to(here, seconds=seconds, plain=plain)

        return TunnelTransport(endpoint.url, through, seconds=seconds)
    if plain and endpoint.url.startswith("unix://") and hasattr(socket, "AF_UNIX"):
        from grader.engine.unix_socket import UnixTransport

        return UnixTransport(endpoint)
    from grader.engine.sdk import SdkTransport

    return SdkTransport(endpoint, seconds=seconds)


class Asking:
    """Asks an engine; the `ask` of an `Observer`. The answers include secrets."""

    def __init__(self, engine: Engine, *, allow_exec: bool = False) -> None:
        self._engine = engine
        self._allow_exec = allow_exec

    def __call__(self, questions: Iterable[Question], seconds: float) -> Mapping[Question, Answer]:
        return ask(self._engine, questions, allow_exec=self._allow_exec, seconds=seconds)
