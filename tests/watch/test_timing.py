"""What is asked without an event, and when hints unfold."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from grader.model.result import CheckResult, LabFacts, Outcome, Result, Target
from grader.model.snapshot import Question
from grader.watch.hints import Hints
from grader.watch.polling import EVERYTHING, LONGEST, LONGEST_EXEC, SETTLE, Restless
from grader.watch.state import State, changes

WEB = Question("container", "web")
LOGS = Question("logs", "{}")
EXEC = Question("exec", "{}")


def result(*outcomes: Outcome, points: int = 1) -> Result:
    checks = tuple(
        CheckResult(
            f"c{n}",
            Target("container", "web"),
            outcome,
            Decimal(points),
            hint=("vague", "plain"),
            open=outcome is Outcome.ERROR,
        )
        for n, outcome in enumerate(outcomes)
    )
    return Result(LabFacts("x", None, ""), checks, datetime(2026, 1, 1, tzinfo=UTC), 0.0)


def test_what_an_event_touched_is_looked_at_once_more() -> None:
    """An event may come before its effect is visible."""
    restless = Restless(everything_at=100)
    restless.touched({WEB}, 10)
    assert restless.take(10.1) == set()
    assert restless.take(10 + SETTLE) == {WEB}
    assert restless.take(20) == set()


def test_what_changes_without_a_word_is_asked_often_at_first_and_seldom_later() -> None:
    restless, now, asked = Restless(everything_at=1e9), 0.0, []
    restless.keep({LOGS}, now, 0.0)
    while now < 30:
        now = restless.next_at()
        assert restless.take(now) == {LOGS}
        asked.append(now)
        restless.keep({LOGS}, now, 0.0)
    gaps = [round(b - a, 2) for a, b in zip([0, *asked], asked, strict=False)]
    assert gaps[:3] == [0.2, 0.4, 0.8]
    assert max(gaps) == LONGEST
    restless.touched({LOGS}, now)
    restless.keep({LOGS}, now, 0.0)
    assert restless.due[LOGS] == now + 0.2


def test_asking_takes_no_more_than_a_share_of_the_time() -> None:
    restless = Restless()
    restless.keep({LOGS}, 0, took=3.0)
    assert restless.due[LOGS] == 30.0


def test_a_command_in_a_container_is_run_seldom() -> None:
    restless = Restless(everything_at=1e9)
    for _ in range(20):
        restless.keep({EXEC}, 0, 0.0)
        restless.take(1e6)
    restless.keep({EXEC}, 0, 0.0)
    assert restless.due[EXEC] == LONGEST_EXEC


def test_everything_is_looked_at_now_and_then() -> None:
    """Some engines keep an event to themselves."""
    restless = Restless()
    restless.seen_all(5)
    assert restless.next_at() == 5 + EVERYTHING


def test_what_is_not_asked_any_more_is_forgotten() -> None:
    restless = Restless()
    restless.keep({LOGS}, 0, 0)
    restless.keep(set(), 0, 0)
    assert (restless.due, restless.pauses) == ({}, {})


def test_hints_unfold_after_a_while_one_by_one() -> None:
    hints, failing = Hints(after=30), result(Outcome.FAILED)
    hints.follow(failing, 0)
    assert not hints.ripen(failing, "c0", 29)
    assert hints.ripen(failing, "c0", 30)
    hints.follow(failing, 31)
    assert not hints.ripen(failing, "c0", 59)
    assert hints.ripen(failing, "c0", 60)
    assert not hints.ripen(failing, "c0", 1000)
    assert hints.unfolded == {"c0": 2}


def test_hints_unfold_on_request_and_fold_when_the_check_passes() -> None:
    hints, failing = Hints(), result(Outcome.FAILED, Outcome.PASSED)
    hints.follow(failing, 0)
    assert hints.ask(failing, "c0", 1)
    assert not hints.ask(failing, "c1", 1)
    assert not hints.ask(failing, None, 1)
    hints.follow(result(Outcome.PASSED, Outcome.PASSED), 2)
    assert hints.unfolded == {}


def test_the_next_step_is_the_first_that_failed_and_counts() -> None:
    def step(state: Result) -> str:
        found = State("x", state).step
        return found.id if found else ""

    assert step(result(Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILED)) == "c2"
    assert step(result(Outcome.ERROR, Outcome.FAILED)) == "c1"
    assert step(result(Outcome.ERROR, Outcome.PASSED)) == "c0"
    assert step(result(Outcome.PASSED)) == ""
    both = result(Outcome.FAILED, Outcome.FAILED)
    for_free = replace(both, checks=(replace(both.checks[0], points=Decimal(0)), both.checks[1]))
    assert step(for_free) == "c1"


def test_only_what_a_reader_sees_change_is_marked() -> None:
    before, after = result(Outcome.FAILED, Outcome.PASSED), result(Outcome.PASSED, Outcome.PASSED)
    assert changes(None, before) == frozenset()
    assert changes(before, after) == {"c0"}
    waited = replace(after.checks[1], seconds=3.0)
    assert changes(after, replace(after, checks=(after.checks[0], waited))) == frozenset()
