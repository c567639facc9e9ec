"""A deadline that holds whatever the other side does."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from grader.engine.transport import NoReplyError
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class _Box(Generic[T]):
    """What a thread leaves behind."""

    value: T
    error: BaseException | None = None


def within(seconds: float, work: Callable[[], T]) -> T:
    """Run work in a thread of its own and wait for it.

    A socket's timeout restarts with every byte, so a slow trickle would never end it; a thread
    that is left behind does no harm, for it is a daemon. Raises `NoReplyError` when time is over.
    """
    box: _Box[T] = _Box()

    def run() -> None:
        try:
            box.value = work()
        except BaseException as error:  # noqa: BLE001 - handed to the waiting thread
            box.error = error

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise NoReplyError(message("timed-out", seconds=round(seconds, 1)))
    if box.error is not None:
        raise box.error
    return box.value
