"""The stream of events: read whole, and kept up whatever happens to it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from grader.engine.endpoint import Endpoint
from grader.engine.event_stream import Connected, Event, Lost, Missed, Notice
from grader.engine.events import Events
from grader.engine.session import open_engine
from tests.engines.lab import LabEngine
from tests.relay import Relay

pytestmark = pytest.mark.engine


@pytest.fixture
def relay(lab_engine: LabEngine, tmp_path: Path) -> Iterator[Relay]:
    with Relay(tmp_path, lab_engine.host) as relay:
        yield relay


@contextmanager
def listen(host: str, silence: float = 30.0, api: str | None = None) -> Iterator[Events]:
    engine = open_engine(Endpoint(host, "test"))
    if api:
        engine = replace(engine, facts=replace(engine.facts, api=api))
    try:
        with Events(engine, silence=silence) as events:
            yield events
    finally:
        engine.transport.close()


def until(events: Events, wanted: type[Notice], seconds: float = 10) -> list[Notice]:
    """Collect what comes until something of a kind has come."""
    return collect(events, lambda came: any(isinstance(n, wanted) for n in came), seconds)


def collect(events: Events, enough: object, seconds: float = 10) -> list[Notice]:
    came: list[Notice] = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        came += events.wait(0.2)
        if callable(enough) and enough(came):
            return came
    pytest.fail(f"not within {seconds} s; only {came}")


def actions(came: list[Notice], kind: str) -> list[str]:
    return [n.action for n in came if isinstance(n, Event) and n.kind == kind]


def test_what_happens_is_told_in_order_with_its_name(lab_engine: LabEngine) -> None:
    with listen(lab_engine.host) as events:
        assert until(events, Connected) == [Connected()]
        lab_engine.play("docker run -d --name web nginx\ndocker exec web true\ndocker rm -f web")
        came = collect(events, lambda came: "destroy" in actions(came, "container"))
    told = actions(came, "container")
    steady = [a for a in told if a in ("create", "start", "die", "destroy")]
    assert steady == ["create", "start", "die", "destroy"]
    first = next(n for n in came if isinstance(n, Event) and n.kind == "container")
    assert first.attributes["name"] == lab_engine.naming.object("web")
    assert len(first.id) == 64


def test_a_broken_stream_goes_on_where_it_ended(lab_engine: LabEngine, relay: Relay) -> None:
    """What happened in the gap is repeated by the engine, and nothing is told twice."""
    with listen(relay.host) as events:
        until(events, Connected)
        lab_engine.play("docker volume create before")
        came = collect(events, lambda came: "create" in actions(came, "volume"))
        relay.stop()
        lost = until(events, Lost)
        lab_engine.play("docker volume create within")
        relay.start()
        came = until(events, Connected)
        lab_engine.play("docker volume create after")
        came += collect(
            events,
            lambda more: any(isinstance(n, Event) and n.id.endswith("after") for n in more),
        )
    assert [type(n) for n in lost] == [Lost]
    before, *later = (lab_engine.naming.object(name) for name in ("before", "within", "after"))
    # What others did in the second before the stream began may be repeated with the gap.
    ids = [n.id for n in came if isinstance(n, Event) and n.id in (before, *later)]
    assert ids == later


def test_a_loss_is_told_once_however_long_it_lasts(relay: Relay) -> None:
    with listen(relay.host) as events:
        until(events, Connected)
        relay.stop()
        time.sleep(1.5)
        assert [type(n) for n in events.wait(0.1)] == [Lost]
        relay.start()
        assert until(events, Connected) == [Connected()]


def test_a_stream_that_died_in_silence_is_opened_anew(lab_engine: LabEngine, relay: Relay) -> None:
    """No end and no error comes from a tunnel that died: what it kept back is had all the same."""
    with listen(relay.host, silence=0.5) as events:
        until(events, Connected)
        lab_engine.play("docker volume create first")
        collect(events, lambda came: "create" in actions(came, "volume"))
        relay.muted.set()
        lab_engine.play("docker volume create swallowed")
        time.sleep(0.2)
        assert events.wait(0) == []
        relay.muted.clear()
        came = collect(events, lambda came: "create" in actions(came, "volume"))
    assert [n.id for n in came if isinstance(n, Event)] == [lab_engine.naming.object("swallowed")]
    assert not any(isinstance(n, Lost) for n in came)
    assert all("since=" in query for query in relay.queries[1:])


def test_it_can_be_opened_anew_at_once(relay: Relay) -> None:
    with listen(relay.host) as events:
        until(events, Connected)
        events.renew()
        deadline = time.monotonic() + 5
        while relay.asked["/events"] < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert relay.asked["/events"] == 2
        assert events.wait(0.1) == []


def test_what_cannot_be_read_is_missed_and_what_follows_is_not(relay: Relay) -> None:
    line = {"Type": "volume", "Action": "create", "Actor": {"ID": "v", "Attributes": None}}
    good = json.dumps(line).encode() + b"\n"
    with listen(relay.host) as events:
        until(events, Connected)
        for bad in (b"{]\n", b"[1]\n", b'{"Type": 1}\n', b"x" * 600_000 + b"\n"):
            relay.inject(bad)
            relay.inject(good)
            came = collect(events, lambda came: any(isinstance(n, Event) for n in came))
            assert came == [Missed(), Event("volume", "create", "v", {})], bad[:9]


def test_too_many_to_keep_become_one_notice(relay: Relay) -> None:
    line = json.dumps({"Type": "volume", "Action": "create", "Actor": {"ID": "v"}}).encode() + b"\n"
    with listen(relay.host) as events:
        until(events, Connected)
        for _ in range(50):
            relay.inject(line * 1000)
        time.sleep(1)
        came = events.wait(1)
    assert Missed() in came
    assert len(came) <= 20_001


def test_a_refusal_is_a_loss_with_the_engines_words(lab_engine: LabEngine) -> None:
    with listen(lab_engine.host, api="1.41/nowhere") as events:
        [lost] = until(events, Lost)
    assert isinstance(lost, Lost)
    assert lost.reason.code == "engine-refused"


def test_closing_wakes_the_one_that_waits(lab_engine: LabEngine) -> None:
    with listen(lab_engine.host) as events:
        until(events, Connected)
        events.close()
        began = time.monotonic()
        assert events.wait(10) == []
        assert time.monotonic() - began < 1
