"""The server of the live page: this machine alone, whoever knows the token, this origin alone.

Another page in the same browser can send requests here. It learns nothing: without the token
every answer is an empty 404; another name for this machine in `Host` (DNS rebinding) gets the same;
a request that says it comes from another origin gets the same; nothing is answered with CORS.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import threading
from typing import TYPE_CHECKING, Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from grader.errors import UsageError
from grader.formats.html import Extra, policy
from grader.watch.web.page import assets, page, update

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from grader.watch.state import State

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost")
KEEP_ALIVE = 15.0  # seconds of silence after which a comment shows that the stream lives
WAITING = 64  # changes that a tab may be behind before it is told all at once
START_SECONDS = 10.0
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class LivePage:
    """A `View` that serves what it is shown, in a thread of its own, while in `with`."""

    def __init__(self, state: State, language: str, port: int = 0) -> None:
        self._token = secrets.token_urlsafe(24)
        self._language = language
        self._state = state
        self._tabs: set[asyncio.Queue[str | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._socket = _listen(port)
        self.port = int(self._socket.getsockname()[1])
        routes = [
            Route(f"/{self._token}/", self._page),
            Route(f"/{self._token}/events", self._events),
        ]
        app = Starlette(routes=routes, lifespan=self._lifespan)
        app.add_exception_handler(404, lambda *_: _nothing())
        app.add_exception_handler(405, lambda *_: _nothing())
        app.router.redirect_slashes = False
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, lifespan="on"
        )
        self._server = uvicorn.Server(config)
        self._ready = threading.Event()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/{self._token}/"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run, name="live page", daemon=True)
        self._thread.start()
        self._ready.wait(START_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self.drop()
        self._thread.join(5)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    def _lifespan(self, _app: Starlette) -> Any:
        return _Lifespan(self)

    def begun(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._ready.set()

    def show(self, state: State) -> None:
        """Tell every tab what changed; where nobody looks, nothing is drawn."""
        before, self._state = self._state, state
        if self._tabs and before != state:
            self._call(_event(update(before, state, self._language)))

    def drop(self) -> None:
        """End every stream that is open; the tabs come back by themselves."""
        self._call(None)

    def _call(self, text: str | None) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, text)

    def _send(self, text: str | None) -> None:
        for tab in list(self._tabs):
            if tab.qsize() >= WAITING:
                while not tab.empty():
                    tab.get_nowait()
                text = text and _event(update(None, self._state, self._language))
            tab.put_nowait(text)

    async def _page(self, request: Request) -> Response:
        if not self._is_ours(request):
            return _nothing()
        state = self._state
        allowed = policy(Extra(*assets(), data={}))
        security = {"Content-Security-Policy": f"{allowed}; frame-ancestors 'none'", **HEADERS}
        return HTMLResponse(page(state, self._language), headers=security)

    async def _events(self, request: Request) -> Response:
        if not self._is_ours(request):
            return _nothing()
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=HEADERS)

    async def _stream(self) -> AsyncIterator[str]:
        """Tell all that a page shows, for it may be an old one; then each change."""
        tab: asyncio.Queue[str | None] = asyncio.Queue()
        self._tabs.add(tab)
        try:
            yield "retry: 1000\n\n" + _event(update(None, self._state, self._language))
            while True:
                try:
                    text = await asyncio.wait_for(tab.get(), KEEP_ALIVE)
                except TimeoutError:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            self._tabs.discard(tab)

    def _is_ours(self, request: Request) -> bool:
        """Take a request only under this machine's own name, and from no other origin."""
        hosts = {f"{name}:{self.port}" for name in NAMES}
        if request.headers.get("host") not in hosts:
            return False
        origin = request.headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return False
        opened = request.headers.get("sec-fetch-mode") == "navigate"
        site = request.headers.get("sec-fetch-site", "none")
        return site in ("same-origin", "none") or (opened and request.url.path.endswith("/"))


class _Lifespan:
    """Tells the page that its server runs."""

    def __init__(self, live: LivePage) -> None:
        self._live = live

    async def __aenter__(self) -> None:
        self._live.begun(asyncio.get_running_loop())

    async def __aexit__(self, *_: object) -> None:
        """Nothing is left to end."""


def _listen(port: int) -> socket.socket:
    """Listen on loopback, and on nothing else."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen()
    except (OSError, OverflowError) as wrong:
        listening.close()
        reason = getattr(wrong, "strerror", None) or str(wrong)
        raise UsageError("watch.no-port", port=port, reason=reason) from None
    return listening


def _nothing() -> Response:
    """Answer what is not for the one who asks: as if nothing were here."""
    return Response(status_code=404)


def _event(data: dict[str, Any]) -> str:
    return f"event: state\ndata: {json.dumps(data)}\n\n"
