"""Many jobs, whatever happens to some of them: outcomes as they come, all within a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.classroom.grading import GRACE, Graded, Job, grade, ungraded
from grader.model.message import message

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from grader.classroom.executors import Workers

TICK = 0.5  # seconds between looks at the clock
LEAST = 0.1  # seconds that a job has in any case

Batches = Generator[list[Graded], None, bool]


@dataclass(frozen=True, slots=True)
class Run:
    """Hands jobs to workers, a few at a time, and gives back batches of what they come to.

    Each job has exactly one outcome. A worker that dies costs only its job: those that were under
    way with it are tried again, one by one, so that the one that kills workers is found. When
    `deadline` (by `clock`) has come, whatever is left comes to "time was over".
    """

    workers: Workers
    deadline: float | None = None
    clock: Callable[[], float] = time.monotonic
    work: Callable[[Job], Graded] = grade

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[list[Graded]]:
        waiting = iter(jobs)
        suspects: list[Job] = []
        broke = True
        while broke:
            with self.workers.start() as executor:
                broke = yield from self._hand_over(executor, waiting, suspects)
        for job in suspects:
            lost: list[Job] = []
            with self.workers.start() as executor:
                yield from self._hand_over(executor, iter([job]), lost)
            if lost:
                yield [ungraded(job, message("worker-lost"))]

    def _hand_over(
        self, executor: Executor, waiting: Iterator[Job], suspects: list[Job]
    ) -> Batches:
        """Run jobs until there are none, or until the workers die; returns whether they did."""
        running: dict[Future[Graded], Job] = {}
        broke = False
        while True:
            while not broke and len(running) < self.workers.window:
                job = next(waiting, None)
                if job is None:
                    break
                if self._left() <= 0:
                    yield [_too_late(job)]
                else:
                    broke = not self._submit(executor, job, running, suspects)
            if not running:
                return broke
            done, _ = wait(running, timeout=self._tick(), return_when=FIRST_COMPLETED)
            batch = [(running.pop(future), future) for future in done]
            found = [(job, _outcome(job, future)) for job, future in batch]
            lost = [job for job, outcome in found if outcome is None]
            suspects += lost
            broke = broke or bool(lost)
            yield [outcome for _, outcome in found if outcome is not None]
            if self._left() <= 0:
                yield _abandoned(running)

    def _left(self) -> float:
        return float("inf") if self.deadline is None else self.deadline - self.clock()

    def _tick(self) -> float:
        return min(TICK, max(self._left(), 0.0))

    def _submit(
        self,
        executor: Executor,
        job: Job,
        running: dict[Future[Graded], Job],
        suspects: list[Job],
    ) -> bool:
        """Hand a job over with what is left of the time; False when the workers have died."""
        seconds = max(min(job.limits.student, self._left() - GRACE), LEAST)
        bounded = replace(job, limits=replace(job.limits, student=seconds))
        try:
            running[executor.submit(self.work, bounded)] = job
        except BrokenExecutor:
            suspects.append(job)
            return False
        return True


def _outcome(job: Job, future: Future[Graded]) -> Graded | None:
    """Return what a job came to; None when its worker died with it."""
    try:
        return future.result()
    except BrokenExecutor:
        return None
    except CancelledError:
        return ungraded(job, message("worker-lost"))
    except Exception as wrong:  # noqa: BLE001 - a cluster has errors of its own
        kind, text = type(wrong).__name__, str(wrong)[:300]
        return ungraded(job, message("student-crashed", kind=kind, text=text))


def _abandoned(running: dict[Future[Graded], Job]) -> list[Graded]:
    """Give up on what is still under way; it ends by its own deadline, unheard."""
    left = [*running.items()]
    running.clear()
    for future, _ in left:
        future.cancel()
    return [_too_late(job) for _, job in left]


def _too_late(job: Job) -> Graded:
    return ungraded(job, message("class-timed-out"))
