"""A relay before a real engine: counts what is asked, and lets its event stream suffer.

Real answers, real bytes; only what a test wants to happen to a connection is made here.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import socketserver
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Self

from tests.engines.api import connect

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

VERSION = re.compile(r"^/v[0-9.]+(?=/)")


class Relay:
    """Listens at a Unix socket in a folder, and passes on to the engine at `upstream`."""

    def __init__(self, folder: Path, upstream: str) -> None:
        self.upstream = upstream
        self.path = folder / "relay.sock"
        self.host = f"unix://{self.path}"
        self.asked: Counter[str] = Counter()  # paths without version and query
        self.queries: list[str] = []  # of the event streams
        self.muted = threading.Event()  # set: nothing of the event streams is passed on
        self._streams: set[EventStream] = set()
        self._lock = threading.Lock()
        self._server: Server | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._server = Server(str(self.path), self)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Refuse from now on, and break the streams that are open."""
        if self._server:
            self.path.unlink(missing_ok=True)
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self.cut()

    def cut(self) -> None:
        """Break every event stream in its middle."""
        for stream in self.streams():
            stream.cut()

    def inject(self, data: bytes) -> None:
        """Send bytes on every event stream, as if the engine had."""
        for stream in self.streams():
            stream.send(data)

    def streams(self) -> set[EventStream]:
        with self._lock:
            return set(self._streams)

    def note(self, path: str) -> None:
        bare, _, query = path.partition("?")
        with self._lock:
            self.asked[
                "/" + "/".join(bare.split("/")[2:]) if bare.startswith("/v1.") else bare
            ] += 1
            if bare.endswith("/events"):
                self.queries.append(query)

    def add(self, stream: EventStream) -> None:
        with self._lock:
            self._streams.add(stream)

    def drop(self, stream: EventStream) -> None:
        with self._lock:
            self._streams.discard(stream)


class EventStream:
    """One `GET /events` under way."""

    def __init__(self, client: socket.socket, engine: socket.socket | None) -> None:
        self._client = client
        self._engine = engine
        self.lock = threading.Lock()

    def send(self, data: bytes) -> None:
        with self.lock, contextlib.suppress(OSError):
            self._client.sendall(b"%x\r\n%b\r\n" % (len(data), data))

    def cut(self) -> None:
        for end in (self._client, self._engine):
            with contextlib.suppress(OSError):
                if end:
                    end.shutdown(socket.SHUT_RDWR)


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path: str, relay: Relay) -> None:
        self.relay = relay
        super().__init__(path, Handler)

    def handle_error(self, *_: object) -> None:
        """A client that goes away in the middle is what the tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        self.engine: http.client.HTTPConnection | None = None

    def finish(self) -> None:
        super().finish()
        if self.engine:
            self.engine.close()

    def address_string(self) -> str:
        return "relay"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
        """Say nothing."""

    def relay_request(self) -> None:
        relay = self.server.relay
        relay.note(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        self.engine = self.engine or connect(relay.upstream, 60)
        try:
            self.engine.request(self.command, self.path, body, dict(self.headers))
            answer = self.engine.getresponse()
        except (OSError, http.client.HTTPException):
            self.close_connection = True
            return
        if "/events" in self.path and answer.status == 200:
            self.pass_events(answer)
        else:
            self.pass_whole(answer)

    do_GET = do_HEAD = do_POST = do_DELETE = relay_request  # noqa: N815 - the base's names

    def pass_whole(self, answer: http.client.HTTPResponse) -> None:
        body = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def pass_events(self, answer: http.client.HTTPResponse) -> None:
        """Pass on what comes, until one of the two sides ends it."""
        relay = self.server.relay
        self.close_connection = True
        stream = EventStream(self.connection, self.engine.sock if self.engine else None)
        with stream.lock:  # it can be cut and injected into before its reader knows of it
            relay.add(stream)
            self.send_response_only(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
        if self.engine and self.engine.sock:
            self.engine.sock.settimeout(None)
        try:
            while data := answer.read1(65536):
                if not relay.muted.is_set():
                    stream.send(data)
        except (OSError, http.client.HTTPException):
            pass
        finally:
            answer.close()
            relay.drop(stream)
