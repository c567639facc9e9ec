"""Which questions an event touches: all that it may have changed, and nothing besides."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from grader.engine.event_stream import Event
from grader.labspec.loader import load_bytes
from grader.model.result import EngineFacts
from grader.model.snapshot import ABSENT, Answer, Found, Question
from grader.watch.looking import Looker

WEB, IMAGE, NETWORK = "a" * 64, "sha256:" + "b" * 64, "c" * 64
FACTS = EngineFacts("docker", "20.10.24", "1.41", "unix:///x")
CONTAINER = {
    "Id": WEB,
    "Name": "/web",
    "Image": IMAGE,
    "State": {"Status": "running", "Running": True, "StartedAt": "2026-01-01T00:00:00Z"},
    "Config": {"Image": "nginx", "Env": ["A=1"], "Tty": False},
}
DOCUMENTS: dict[str, Any] = {
    "container:web": CONTAINER,
    f"container:{WEB}": CONTAINER,
    f"image:{IMAGE}": {"Id": IMAGE, "RepoTags": ["nginx:latest"], "Config": {"Env": ["A=1"]}},
    "image:nginx": {"Id": IMAGE, "RepoTags": ["nginx:latest"], "Config": {"Env": ["A=1"]}},
    "network:net": {"Id": NETWORK, "Name": "net", "Driver": "bridge"},
    "volume:data": {"Name": "data", "Driver": "local"},
    "list:containers": [{"Id": WEB, "Names": ["/web"], "Labels": {}}],
    "list:images": [],
    "list:networks": [],
    "list:volumes": [],
}


def ask(questions: Iterable[Question], seconds: float) -> Mapping[Question, Answer]:
    answers: dict[Question, Answer] = {}
    for question in questions:
        found = DOCUMENTS.get(f"{question.kind}:{question.key}")
        if question.kind == "logs":
            found = {"text": "hello", "cut": False}
        answers[question] = ABSENT if found is None else Found(found)
    return answers


def looker(*checks: str) -> Looker:
    lines = "\n".join(f"  - {{id: c{n}, {check}}}" for n, check in enumerate(checks))
    lab = load_bytes(f"version: 1\nlab: x\nchecks:\n{lines}\n".encode(), "x.lab.yaml")
    made = Looker(lab, ask, FACTS, 10, now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    made.everything()
    return made


def touched(made: Looker, kind: str, action: str, of: str, **attributes: str) -> list[str]:
    """Name the questions that an event of an object touches; `of` is its name or id."""
    assert made.index is not None
    ids = {"web": WEB, "net": NETWORK}
    event = Event(kind, action, ids.get(of, of), {"name": of, **attributes})
    return sorted(f"{q.kind}:{q.key}" for q in made.index.touched(event))


RUNNING = "container: web, expect: {state: running}"


def test_a_container_by_its_name_and_nothing_else() -> None:
    made = looker(RUNNING, "container: other, expect: {state: running}")
    assert touched(made, "container", "die", "web") == ["container:web"]
    assert touched(made, "container", "create", "other") == ["container:other", "list:containers"]
    assert touched(made, "container", "create", "unrelated") == []
    assert touched(made, "image", "tag", IMAGE, name="foo:1") == []


@pytest.mark.parametrize("action", ["exec_create", "archive-path", "top", "attach", "commit"])
def test_what_changes_nothing_touches_nothing(action: str) -> None:
    """Some of it is our own doing, and would go round in circles."""
    assert touched(looker(RUNNING), "container", action, "web") == []


def test_a_rename_touches_both_names() -> None:
    made = looker(RUNNING, "container: db, expect: {state: running}")
    away = touched(made, "container", "rename", WEB, name="else", oldName="/web")
    assert away == ["container:web"]
    towards = touched(made, "container", "rename", "d" * 64, name="db", oldName="/x")
    assert towards == ["container:db", "list:containers"]


def test_a_name_alike_is_worth_telling() -> None:
    """The note that names what is there under a name alike comes at once, too."""
    made = looker("container: blueColorApp, expect: {state: running}")
    assert touched(made, "container", "create", "bluecolorapp") == ["list:containers"]
    assert touched(made, "container", "create", "worker-17") == []


def test_a_network_touches_its_containers() -> None:
    made = looker(RUNNING, "network: net, expect: {driver: bridge}")
    both = touched(made, "network", "connect", "net", container=WEB)
    assert both == ["container:web", "network:net"]
    assert touched(made, "network", "connect", "other", container="e" * 64) == []


def test_a_volume_by_its_name() -> None:
    made = looker("volume: data, expect: {driver: local}", "volume: gone, expect: {present: true}")
    assert touched(made, "volume", "destroy", "data") == ["volume:data"]
    assert touched(made, "volume", "mount", "data") == []
    assert "volume:gone" in touched(made, "volume", "create", "gone")


def test_an_image_by_every_name_that_means_it() -> None:
    made = looker("image: nginx, expect: {present: true}")
    assert touched(made, "image", "tag", "sha256:" + "f" * 64, name="docker.io/library/nginx")
    assert touched(made, "image", "pull", "nginx:latest", name="nginx") == ["image:nginx"]
    assert touched(made, "image", "untag", IMAGE) == ["image:nginx"]
    assert touched(made, "image", "delete", "sha256:" + "f" * 64) == []


def test_an_image_that_comes_without_a_name_may_be_the_missing_one() -> None:
    """`docker load` tells the id alone [20.10]."""
    made = looker("image: redis, expect: {present: true}")
    unnamed = touched(made, "image", "load", "sha256:" + "f" * 64, name="sha256:" + "f" * 64)
    assert "image:redis" in unnamed
    assert touched(made, "image", "tag", "sha256:" + "f" * 64, name="postgres:16") == []


def test_the_image_of_a_container_whose_values_are_compared_with_it() -> None:
    made = looker("container: web, expect: {environment: {A: {source: inherited}}}")
    assert touched(made, "image", "delete", IMAGE) == [f"image:{IMAGE}"]


def test_logs_are_read_again_when_their_container_changes() -> None:
    made = looker("container: web, expect: {logs: {contains: x}}")
    found = touched(made, "container", "die", "web")
    assert [name.partition(":")[0] for name in found] == ["container", "logs"]
    assert [q.kind for q in made.uneventful] == ["logs"]


def test_a_set_by_what_its_selector_can_tell_from_an_event() -> None:
    made = looker("containers: {image: nginx, labels: {course: d}}, expect: {count: 1}")
    fits = {"image": "nginx:latest", "course": "d"}
    assert touched(made, "container", "create", "new", **fits) == ["list:containers"]
    assert touched(made, "container", "die", "web", **fits) == [f"container:{WEB}"]
    assert touched(made, "container", "create", "new", image="redis", course="d") == []
    assert touched(made, "container", "create", "new", image="nginx") == []
    by_id = touched(made, "container", "create", "new", image="sha256:" + "b" * 64, course="d")
    assert by_id == ["list:containers"]


def test_a_set_by_name() -> None:
    made = looker('containers: {name: {matches: "^web"}}, expect: {count: 1}')
    assert touched(made, "container", "create", "web-2") == ["list:containers"]
    assert touched(made, "container", "create", "db") == []


def test_a_service_by_its_label() -> None:
    made = looker("container: {service: web}, expect: {state: running}")
    label = {"com.docker.compose.service": "web"}
    assert touched(made, "container", "create", "p-web-1", **label) == ["list:containers"]
    assert touched(made, "container", "create", "p-db-1") == []


def test_what_nobody_looks_up_any_more_is_forgotten() -> None:
    made = looker("container: web, expect: {environment: {A: {source: inherited}}}")
    assert Question("image", IMAGE) in made.answers
    before = DOCUMENTS.pop("container:web")
    try:
        made.again([Question("container", "web")])
    finally:
        DOCUMENTS["container:web"] = before
    assert Question("image", IMAGE) not in made.answers
