"""Many at once: each job has one outcome, whatever happens to it or to its worker."""

import os
import time
from collections.abc import Callable

import pytest

from grader.classroom.class_spec import SpecText
from grader.classroom.entry import Entry, dump, load
from grader.classroom.executors import Workers, processes, threads
from grader.classroom.grading import Graded, Job, Limits
from grader.classroom.runner import Run
from grader.classroom.student import Source
from grader.model.result import Outcome


def job(name: str) -> Job:
    return Job(name, "k", SpecText(b"", "x"), (), Source(), ".", Limits(student=5))


def work(one: Job) -> Graded:
    """Do what the student's name says."""
    if one.student.startswith("die"):
        os._exit(9)
    if one.student.startswith("raise"):
        raise ValueError("no")
    if one.student.startswith("hang"):
        time.sleep(30)
    if one.student.startswith("slow"):
        time.sleep(0.3)
    entry = Entry(one.student, one.key)
    return Graded(one.student, Outcome.PASSED, dump(entry))


def outcomes(run: Run, names: list[str]) -> dict[str, Graded]:
    found = [g for batch in run.outcomes(map(job, names)) for g in batch]
    assert sorted(g.student for g in found) == sorted(names)
    return {g.student: g for g in found}


def reason(graded: Graded) -> str:
    entry = load(graded.line.encode())
    return entry.reason.code if entry.reason else ""


NAMES = [f"s{i}" for i in range(40)]


@pytest.mark.parametrize("make", [threads, processes])
def test_every_job_has_its_outcome(make: Callable[[int], Workers]) -> None:
    outcomes(Run(make(3), work=work), NAMES)


def test_an_exception_costs_its_job_alone() -> None:
    found = outcomes(Run(threads(4), work=work), [*NAMES, "raise1", "raise2"])
    assert {n for n, g in found.items() if reason(g)} == {"raise1", "raise2"}
    assert reason(found["raise1"]) == "student-crashed"


def test_a_job_that_kills_its_worker_is_found_and_the_others_are_graded() -> None:
    """A process that dies breaks the whole pool: all that were under way are tried again."""
    names = [*NAMES[:15], "die1", *NAMES[15:], "die2"]
    found = outcomes(Run(processes(2), work=work), names)
    assert {n for n, g in found.items() if reason(g)} == {"die1", "die2"}
    assert reason(found["die1"]) == "worker-lost"


def test_at_the_deadline_the_rest_comes_to_time_was_over() -> None:
    start = time.monotonic()
    run = Run(threads(2), deadline=start + 1.0, work=work)
    found = outcomes(run, ["s1", "hang1", "s2", "hang2", *NAMES[5:]])
    assert time.monotonic() - start < 2.5
    assert {n for n, g in found.items() if not reason(g)} == {"s1", "s2"}
    assert {reason(g) for n, g in found.items() if n not in ("s1", "s2")} == {"class-timed-out"}


def test_a_job_gets_no_more_time_than_is_left() -> None:
    seen: list[float] = []

    def note(one: Job) -> Graded:
        seen.append(one.limits.student)
        return work(one)

    run = Run(threads(1), deadline=time.monotonic() + 4, work=note)
    outcomes(run, ["s1", "slow1", "s2"])
    assert seen == sorted(seen, reverse=True)
    assert all(seconds < 4 for seconds in seen)


def test_no_more_are_under_way_than_there_are_places() -> None:
    """So each one's own deadline begins when it is handed over."""
    now: list[str] = []
    most = 0

    def note(one: Job) -> Graded:
        nonlocal most
        now.append(one.student)
        most = max(most, len(now))
        time.sleep(0.01)
        now.remove(one.student)
        return work(one)

    outcomes(Run(threads(3), work=note), NAMES)
    assert most <= 3


def test_one_that_hangs_does_not_slow_the_others() -> None:
    start = time.monotonic()
    run = Run(threads(2), work=work)
    seen = 0
    for batch in run.outcomes(map(job, ["hang1", *NAMES])):
        seen += len(batch)
        if seen == len(NAMES):
            break
    assert time.monotonic() - start < 2
