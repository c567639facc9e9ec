"""On an engine that several share a student's part is seen as if it were alone there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.classroom.shared_engine import Part
from grader.model.snapshot import ABSENT, Answer, Found, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ID = "a" * 64


def container(name: str, **labels: str) -> dict[str, Any]:
    return {
        "Id": ID if name == "ada-web" else "b" * 64,
        "Name": f"/{name}",
        "Config": {"Labels": labels},
        "HostConfig": {"NetworkMode": "ada-net"},
        "NetworkSettings": {"Networks": {"ada-net": {}, "bridge": {}}},
        "Mounts": [
            {"Type": "volume", "Name": "ada-data", "Destination": "/data"},
            {"Type": "bind", "Source": "/srv/ada-html", "Destination": "/html"},
        ],
    }


LISTED = [
    {"Id": "1", "Names": ["/ada-web"], "Labels": {"team": "ada"}},
    {"Id": "2", "Names": ["/bob-web"], "Labels": {"team": "bob"}},
]
NETWORKS: list[dict[str, Any]] = [
    {"Name": n, "Driver": "bridge", "Labels": {}} for n in ("bridge", "ada-net", "bob-net")
]
THERE: dict[Question, Answer] = {
    Question("container", "ada-web"): Found(container("ada-web", team="ada")),
    Question("container", "bob-web"): Found(container("bob-web", team="bob")),
    Question("container", ID): Found(container("ada-web", team="ada")),
    Question("container", "b" * 64): Found(container("bob-web", team="bob")),
    Question("network", "bridge"): Found(NETWORKS[0]),
    Question("list", "containers"): Found(LISTED),
    Question("list", "networks"): Found(NETWORKS),
    Question("image", "nginx"): Found({"Id": "i"}),
}


def ask(questions: Iterable[Question], seconds: float) -> Mapping[Question, Answer]:
    return {q: THERE.get(q, ABSENT) for q in questions}


def answer(part: Part, kind: str, key: str) -> Any:
    question = Question(kind, key)
    found = part([question], 1.0)[question]
    return found.document if isinstance(found, Found) else None


ADA = Part(ask, prefix="ada-")
LABELLED = Part(ask, label="team=ada")


def test_a_name_is_meant_with_the_prefix_and_shown_without() -> None:
    found = answer(ADA, "container", "web")
    assert found["Name"] == "/web"
    assert set(found["NetworkSettings"]["Networks"]) == {"net", "bridge"}
    assert found["HostConfig"]["NetworkMode"] == "net"
    assert found["Mounts"][0]["Name"] == "data"
    assert found["Mounts"][1]["Source"] == "/srv/ada-html"


def test_another_students_name_cannot_be_asked_for() -> None:
    assert answer(ADA, "container", "bob-web") is None


@pytest.mark.parametrize(("key", "there"), [(ID, True), ("b" * 64, False)])
def test_an_id_leads_to_ones_own_alone(key: str, there: bool) -> None:
    assert (answer(ADA, "container", key) is not None) is there
    assert (answer(LABELLED, "container", key) is not None) is there


def test_lists_hold_ones_own_alone() -> None:
    """Of what belongs to others nothing is kept, not even that it is there."""
    assert answer(ADA, "list", "containers") == [{**LISTED[0], "Names": ["/web"]}]
    assert answer(LABELLED, "list", "containers") == [LISTED[0]]
    assert [n["Name"] for n in answer(ADA, "list", "networks")] == ["bridge", "net"]


def test_images_and_the_networks_of_every_engine_are_everybodys() -> None:
    assert answer(ADA, "image", "nginx") == {"Id": "i"}
    assert answer(ADA, "network", "bridge") is not None


def test_by_label_names_are_as_they_are() -> None:
    assert answer(LABELLED, "container", "ada-web")["Name"] == "/ada-web"
    assert answer(LABELLED, "container", "bob-web") is None
    assert answer(Part(ask, label="team"), "container", "bob-web") is not None
