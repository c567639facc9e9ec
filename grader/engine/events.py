"""The engine's event stream, `GET /events`, reopened whenever it breaks.

A stream breaks when the engine restarts, and falls silent for ever when a laptop slept or a
tunnel died. So one that ended or said nothing for a while is reopened, from the last event on.
More may have been missed [Docker repeats 256]: after `Connected`, look at everything once.

Of an event only `Type`, `Action` and `Actor` are used: newer APIs leave the rest out.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Self

from grader.engine.event_stream import Connected, Lost, Memory, Missed, Notice
from grader.engine.queries import OK, refusal
from grader.engine.transport import NoReplyError, Reply, Request
from grader.model.message import message

if TYPE_CHECKING:
    from grader.engine.connection import Engine
    from grader.engine.transport import Stream
    from grader.model.message import Message

KINDS = ("container", "image", "network", "volume")
SILENCE = 30.0
OPEN_SECONDS = 10.0
CLOSE_SECONDS = 1.0
PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0)  # seconds before each new try; the last one again and again
PENDING = 20_000  # more than that, and looking at everything is less work


class Events:
    """Listens in a thread of its own from `with` on; `wait` gives what came.

    `bell` is rung for every notice; whoever rings it ends a `wait`.
    """

    def __init__(
        self, engine: Engine, *, silence: float = SILENCE, bell: threading.Condition | None = None
    ) -> None:
        self._engine = engine
        self._silence = silence
        self._pending: deque[Notice] = deque()
        self._news = bell or threading.Condition()
        self._over = threading.Event()
        self._stream: Stream | None = None
        self._renewing = False
        self._thread = threading.Thread(target=self._listen, name="events", daemon=True)
        self._memory = Memory()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening; whoever waits is woken."""
        self._over.set()
        if self._stream is not None:
            self._stream.close()
        with self._news:
            self._news.notify_all()
        self._thread.join(CLOSE_SECONDS)  # a stream that cannot be closed ends by its silence

    def wait(self, seconds: float) -> list[Notice]:
        """Return what came since the last time, waiting for it at most so long; maybe nothing."""
        with self._news:
            if not self._pending and not self._over.is_set():
                self._news.wait(seconds)
            came = list(self._pending)
            self._pending.clear()
        return came

    def renew(self) -> None:
        """Reopen the stream: it may have broken during a suspend without an error."""
        self._renewing = True
        if self._stream is not None:
            self._stream.close()

    def _tell(self, *notices: Notice) -> None:
        if not notices:
            return
        with self._news:
            if len(self._pending) + len(notices) > PENDING:
                self._pending.clear()
                self._pending.append(Missed())
            self._pending.extend(notices)
            self._news.notify_all()

    def _listen(self) -> None:
        connected, tries = False, 0
        while not self._over.is_set():
            began = time.monotonic()
            try:
                stream = self._open()
                if not connected:
                    connected = True
                    self._tell(Connected())
                broken = self._hear(stream)
            except NoReplyError as none:
                broken = none.reason
            if broken is None or self._over.is_set():
                continue
            if connected or not tries:
                connected = False
                self._tell(Lost(broken))
            tries = 0 if time.monotonic() - began > PAUSES[-1] else tries
            self._over.wait(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    def _open(self) -> Stream:
        """Open the stream from the last event on; raises `NoReplyError` where that is refused."""
        query = {"filters": json.dumps({"type": list(KINDS)})} | self._memory.since()
        path = f"/v{self._engine.facts.api}/events"
        asked = Request("GET", path, OPEN_SECONDS, query)
        stream = self._engine.transport.stream(asked, silence=self._silence)
        if stream.status != OK:
            body = b"".join(islice(stream, 1))
            stream.close()
            raise NoReplyError(refusal(Reply(stream.status, body)))
        self._memory.begin()
        self._stream = stream
        if self._over.is_set():  # closed meanwhile, before there was something to close
            stream.close()
        return stream

    def _hear(self, stream: Stream) -> Message | None:
        """Tell what is heard until it ends: None when it only has to be reopened."""
        try:
            for chunk in stream:
                self._tell(*self._memory.take(chunk))
        except NoReplyError as none:
            return None if none.reason.code == "silent" else none.reason
        finally:
            stream.close()
            renewed, self._renewing = self._renewing, False
        return None if renewed else message("stream-ended")
