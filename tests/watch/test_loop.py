"""The watch on a real engine: right after every change, quiet when none of it is the lab's."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.watch.hints import Hints
from grader.watch.polling import SETTLE
from grader.watch.state import State
from tests.engines.lab import LabEngine
from tests.relay import Relay
from tests.watch.watching import check, outcome, shows, watching

pytestmark = pytest.mark.engine

SPEC = """\
version: 1
lab: watched
checks:
  - id: runs
    container: web
    expect: {state: running}
    hint: [look at docker ps, docker run -d --name web nginx]
  - id: volume
    volume: data
    expect: {present: true}
  - id: hidden
    container: secret
    visibility: staff
    expect: {state: running}
"""


@pytest.fixture
def spec(lab_engine: LabEngine, tmp_path: Path) -> Path:
    path = tmp_path / "watched.lab.yaml"
    path.write_text(lab_engine.naming.spec(SPEC), encoding="utf-8")
    return path


@pytest.fixture
def relay(lab_engine: LabEngine, tmp_path: Path) -> Iterator[Relay]:
    with Relay(tmp_path, lab_engine.host) as relay:
        yield relay


def both(one: str, other: str) -> object:
    return lambda state: outcome(state, "runs") == one and outcome(state, "volume") == other


def test_each_change_is_seen_and_marked(lab_engine: LabEngine, spec: Path) -> None:
    with watching(spec, lab_engine.host) as (view, _):
        assert view.until(shows("runs", "failed")).changed == frozenset()
        lab_engine.play("docker run -d --name web nginx")
        assert view.until(shows("runs", "passed")).changed == {"runs"}
        lab_engine.play("docker volume create data")
        assert view.until(shows("volume", "passed")).changed == {"volume"}
        lab_engine.play("docker kill web")
        state = view.until(shows("runs", "failed"))
        assert state.changed == {"runs"}
        assert state.step is not None
        assert state.step.id == "runs"
        lab_engine.play("docker rm web\ndocker rename web2 web", check=False)
        lab_engine.play("docker run -d --name elsewhere nginx\ndocker rename elsewhere web")
        assert view.until(shows("runs", "passed")).done


def test_what_is_hidden_stays_hidden(lab_engine: LabEngine, spec: Path) -> None:
    with watching(spec, lab_engine.host) as (view, _):
        view.until(shows("runs", "failed"))
        lab_engine.play("docker run -d --name secret nginx\ndocker volume create data")
        view.until(shows("volume", "passed"))
        assert all(check(state, "hidden") is None for state in view.states)
        assert all("hidden" not in state.changed for state in view.states)


def test_what_is_not_of_the_lab_is_not_asked_for(
    lab_engine: LabEngine, spec: Path, relay: Relay
) -> None:
    with watching(spec, relay.host) as (view, _):
        view.until(shows("runs", "failed"))
        time.sleep(1)
        before = relay.asked.copy()
        for _ in range(5):
            lab_engine.play("docker run -d --name unrelated nginx\ndocker rm -f unrelated")
        time.sleep(1)
        assert relay.asked - before == {}
        lab_engine.play("docker run -d --name web nginx")
        view.until(shows("runs", "passed"))
        assert sum((relay.asked - before).values()) <= 8


def test_a_lost_engine_is_waited_for(lab_engine: LabEngine, spec: Path, relay: Relay) -> None:
    """What was seen last stays; what happened meanwhile is seen as soon as it answers again."""
    with watching(spec, relay.host) as (view, _):
        view.until(shows("runs", "failed"))
        for name, wanted in (("run -d --name web nginx", "passed"), ("rm -f web", "failed")):
            relay.stop()
            lost = view.until(lambda state: state.trouble is not None)
            assert lost.result is not None
            lab_engine.play(f"docker {name}")
            relay.start()
            view.until(shows("runs", wanted))
        assert all(outcome(state, "runs") != "error" for state in view.states)


def test_an_engine_that_is_not_there_yet_is_waited_for(
    lab_engine: LabEngine, spec: Path, tmp_path: Path
) -> None:
    relay = Relay(tmp_path, lab_engine.host)
    with watching(spec, relay.host) as (view, _):
        waiting = view.until(lambda state: state.trouble is not None)
        assert waiting.trouble is not None
        assert waiting.trouble.code == "no-engine"
        with relay:
            view.until(shows("runs", "failed"))


def test_a_stream_that_breaks_or_dies_loses_nothing(
    lab_engine: LabEngine, spec: Path, relay: Relay
) -> None:
    clock = {"ahead": 0.0}
    with watching(spec, relay.host, wall=lambda: time.time() + clock["ahead"]) as (view, _):
        view.until(shows("runs", "failed"))
        relay.cut()
        lab_engine.play("docker run -d --name web nginx")
        view.until(shows("runs", "passed"))
        time.sleep(2 * SETTLE)
        relay.muted.set()  # a laptop falls asleep, and its connections die without a word
        lab_engine.play("docker rm -f web")
        time.sleep(0.5)
        assert shows("runs", "passed")(view.last)
        relay.muted.clear()
        clock["ahead"] = 3600.0
        view.until(shows("runs", "failed"), seconds=5)


def test_the_spec_is_followed(lab_engine: LabEngine, spec: Path) -> None:
    with watching(spec, lab_engine.host) as (view, _):
        view.until(shows("runs", "failed"))
        text = spec.read_text(encoding="utf-8")
        spec.write_text(text.replace("state: running", "stat: running", 1), encoding="utf-8")
        broken = view.until(lambda state: state.problems != ())
        assert broken.problems[0].message.code == "unknown-key"
        assert shows("runs", "failed")(broken)
        spec.write_text(text.replace("state: running", "absent: true", 1), encoding="utf-8")
        mended = view.until(shows("runs", "passed"))
        assert mended.problems == ()


def test_a_log_that_grows_is_seen_without_an_event(lab_engine: LabEngine, tmp_path: Path) -> None:
    path = tmp_path / "log.lab.yaml"
    text = (
        "version: 1\nlab: log\nchecks:\n"
        "  - {id: said, container: web, expect: {logs: {contains: later}}}\n"
    )
    path.write_text(lab_engine.naming.spec(text), encoding="utf-8")
    with watching(path, lab_engine.host) as (view, _):
        lab_engine.play("docker run -d --name web busybox sh -c 'sleep 2; echo later; sleep 60'")
        view.until(shows("said", "failed"))
        view.until(shows("said", "passed"))


def test_hints_unfold_by_themselves_and_on_request(lab_engine: LabEngine, spec: Path) -> None:
    with watching(spec, lab_engine.host, hints=Hints(after=0.5)) as (view, _):
        view.until(lambda state: state.hints.get("runs") == 1)
        view.until(lambda state: state.hints.get("runs") == 2)
    with watching(spec, lab_engine.host, hints=Hints(after=60)) as (view, watch):
        view.until(shows("runs", "failed"))
        watch.wishes.wish("h")
        view.until(lambda state: state.hints.get("runs") == 1)
        lab_engine.play("docker run -d --name web nginx")
        view.until(lambda state: not state.hints)


def test_an_engine_that_asks_nothing_of_its_reader_is_quiet(
    lab_engine: LabEngine, spec: Path
) -> None:
    """Nothing is shown anew when nothing has changed."""
    with watching(spec, lab_engine.host) as (view, _):
        view.until(shows("runs", "failed"))
        shown = len(view.states)
        time.sleep(2)
        assert len(view.states) == shown
        assert isinstance(view.last, State)
