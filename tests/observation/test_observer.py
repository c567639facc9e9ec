"""Patience: how often is looked, when a look is the last one, and what is kept of it.

Time, news and the engine's answers come from the test.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.model.result import Outcome, Result
from grader.model.snapshot import ABSENT, Answer, Found, Question
from grader.observation.observer import PAUSE, SLOW, Observer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.model.lab import Lab


@dataclass
class World:
    """An engine with one container, `web`, and a clock that runs while one pauses.

    `states` are what the container does from a second on; before the first there is none.
    """

    states: Mapping[float, str]
    logs: Mapping[float, str] = field(default_factory=dict)
    seconds: float = 0.0
    pauses: list[float] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def ask(self, questions: Iterable[Question], _seconds: float) -> Mapping[Question, Answer]:
        return {question: self.answer(question) for question in questions}

    def answer(self, question: Question) -> Answer:
        self.asked.append(question.kind)
        state = now(self.states, self.seconds)
        if question.kind == "container" and question.key == "web" and state:
            return Found(container(state))
        if question.kind == "logs":
            return Found({"text": now(self.logs, self.seconds) or "", "cut": False})
        return Found([]) if question.kind == "list" else ABSENT

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds

    @contextmanager
    def news(self) -> Iterator[Callable[[float], None]]:
        """Tell of each change of the container at the moment it comes."""

        def hear(seconds: float) -> None:
            changes = [at for at in self.states if self.seconds < at <= self.seconds + seconds]
            self.pause(min(changes, default=self.seconds + seconds) - self.seconds)

        yield hear

    def look(self, *labs: Lab, heard: bool = False) -> list[Result]:
        observer = Observer(self.ask, clock=lambda: self.seconds, pause=self.pause)
        if heard:
            observer.listen = self.news
        snapshot = observer.observe(labs)
        return [judge(lab, snapshot) for lab in labs]


def now(by_second: Mapping[float, str], seconds: float) -> str | None:
    """What is at a moment: what came last."""
    came = [at for at in by_second if at <= seconds]
    return by_second[max(came)] if came else None


def container(state: str) -> dict[str, Any]:
    started = {"Status": state, "StartedAt": "2026-01-01T00:00:00Z", "ExitCode": 0}
    return {"Id": "1" * 64, "Name": "/web", "State": started, "Config": {}, "HostConfig": {}}


def lab(*checks: str, name: str = "patience") -> Lab:
    text = "\n".join(f"  - {{id: c{n}, {check}}}" for n, check in enumerate(checks))
    return load_bytes(f"version: 1\nlab: {name}\nchecks:\n{text}\n".encode(), "patience.lab.yaml")


RUNNING = "container: web, within: 10s, expect: {state: running}"


def test_what_holds_is_looked_at_once() -> None:
    world = World({0: "running"})
    assert world.look(lab(RUNNING))[0].outcome is Outcome.PASSED
    assert world.pauses == []


def test_what_is_missing_may_still_come() -> None:
    world = World({3: "running"})
    assert world.look(lab(RUNNING))[0].outcome is Outcome.PASSED
    assert 3 <= world.seconds < 3 + 2 * PAUSE


def test_news_end_a_pause() -> None:
    world = World({3: "running"})
    assert world.look(lab(RUNNING), heard=True)[0].outcome is Outcome.PASSED
    assert world.seconds == 3
    assert world.pauses == [SLOW, 3 - SLOW]


def test_of_logs_there_are_no_news() -> None:
    world = World({0: "running"}, logs={1: "ready"})
    check = "container: web, within: 10s, expect: {logs: {contains: ready}}"
    assert world.look(lab(check), heard=True)[0].outcome is Outcome.PASSED
    assert set(world.pauses) == {PAUSE}


def test_what_ended_is_final() -> None:
    world = World({0: "running", 1: "exited"})
    check = "container: web, within: 10s, expect: {state: running, restart_count: 5}"
    assert world.look(lab(check))[0].outcome is Outcome.FAILED
    assert 1 <= world.seconds < 1 + 2 * PAUSE


def test_the_last_look_is_at_the_end_of_patience() -> None:
    """What comes in the last moment counts, and the last value is the one that is told."""
    world = World({0: "created", 10: "running"})
    assert world.look(lab(RUNNING))[0].outcome is Outcome.PASSED
    world = World({0: "created", 9.9: "paused"})
    result = world.look(lab(RUNNING))[0]
    assert result.checks[0].observations[0].actual == "paused"
    assert world.seconds == 10
    assert result.checks[0].seconds == 10


def test_patience_is_counted_from_when_its_requires_hold() -> None:
    late = "requires: [c0], within: 2s, container: other, expect: {present: true}"
    world = World({3: "running"})
    first, second = world.look(lab(RUNNING, late))[0].checks
    assert (first.outcome, second.outcome) == (Outcome.PASSED, Outcome.FAILED)
    assert 5 <= world.seconds < 5 + 2 * PAUSE


def test_what_was_seen_is_not_asked_again_by_others() -> None:
    """Only the objects of the checks that are waited for are asked again."""
    other = "image: nginx, expect: {absent: true}"
    world = World({1: "running"})
    world.look(lab(RUNNING, other))
    assert world.asked.count("image") == 1
    assert world.asked.count("container") > 2


def test_labs_with_checks_of_one_id_are_waited_for_each_by_itself() -> None:
    world = World({1: "running"})
    missing = "container: other, within: 2s, expect: {present: true}"
    one, two = world.look(lab(RUNNING, name="one"), lab(missing, name="two"))
    assert (one.outcome, two.outcome) == (Outcome.PASSED, Outcome.FAILED)
    assert (one.checks[0].seconds, two.checks[0].seconds) == (1, 2)
