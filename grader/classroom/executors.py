"""Where jobs run: threads, processes or a Dask cluster, all behind `concurrent.futures.Executor`.

Threads for engines, where the time goes by waiting; processes for snapshots, where it goes by
reading and judging; a cluster where it is given one. A job and its outcome are data, so nothing
else differs.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FEW = 100  # snapshots; for fewer, starting processes costs more than they save


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Workers:
    """A way to run jobs: `start` opens an executor, `window` is how many are handed to it at once.

    What is submitted and has not started yet is lost when a run is stopped, so the window is small.
    """

    start: Callable[[], AbstractContextManager[Executor]]
    window: int


class Threads(Executor):
    """A thread for each job, begun at once; how many there are is for the caller to bound.

    The threads are daemons: one that hangs in spite of its deadline does not keep the process.
    """

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()

        def run() -> None:
            try:
                found = fn(*args, **kwargs)
            except BaseException as wrong:  # noqa: BLE001 - handed to whoever waits
                future.set_exception(wrong)
            else:
                future.set_result(found)

        future.set_running_or_notify_cancel()
        Thread(target=run, daemon=True).start()
        return future


def threads(jobs: int) -> Workers:
    return Workers(lambda: _pool(Threads()), jobs)


def processes(jobs: int) -> Workers:
    # Not by fork: what threads of this process hold locked would stay locked in the child.
    def start() -> AbstractContextManager[Executor]:
        context = multiprocessing.get_context("spawn")
        return _pool(ProcessPoolExecutor(jobs, mp_context=context))

    return Workers(start, jobs * 8)


@contextmanager
def _pool(executor: Executor) -> Iterator[Executor]:
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def dask(address: str) -> Workers:
    """Run on a Dask cluster; a job whose worker dies is given to another one."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError("no-dask") from None
    try:
        client = distributed.Client(address, timeout="10s", set_as_default=False)
        client.wait_for_workers(1, timeout=10)
    except (OSError, TimeoutError, ValueError) as wrong:
        raise UsageError("dask-not-there", address=address, reason=str(wrong)[:200]) from None
    slots = sum(client.nthreads().values())

    @contextmanager
    def start() -> Iterator[Executor]:
        try:
            # A worker that is killed costs its jobs an attempt; one that kills workers runs out.
            yield client.get_executor(pure=False, retries=5)
        finally:
            client.close()

    return Workers(start, max(slots, 1) * 4)
