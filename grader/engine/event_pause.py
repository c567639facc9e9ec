"""A pause that ends when the engine tells that something has changed."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.engine.connection import Engine
    from grader.engine.event_stream import Notice

OFTEN = 0.05  # seconds: what happens in a burst is looked at once


@contextmanager
def hearing(engine: Engine) -> Iterator[Callable[[float], object]]:
    """Listen to an engine; one that tells nothing makes every pause a whole one."""
    from grader.engine.events import Events  # most runs wait for nothing

    with Events(engine) as events:

        def pause(seconds: float) -> None:
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                if any(map(changes_something, events.wait(left))):
                    time.sleep(min(OFTEN, max(until - time.monotonic(), 0.0)))
                    return

        yield pause


def changes_something(notice: Notice) -> bool:
    """Leave out the commands that a health check runs, again and again."""
    from grader.engine.event_stream import Event

    return not (isinstance(notice, Event) and notice.action.startswith("exec_"))
