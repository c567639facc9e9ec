"""What a name means, where the engine's answer alone does not say."""

from __future__ import annotations

from datetime import UTC, datetime

from grader.fields.types import Subject, Unknown
from grader.judge.objects import Missing, bears_name, find_object
from grader.model.lab import Named
from grader.model.message import message
from grader.model.snapshot import Answer, Found, Question, Recorder, Unanswered

NETWORK = Question("network", "backend")
LIST = Question("list", "networks")
REFUSED = Unanswered(message("engine-refused", status=400, text="network backend is ambiguous"))


def found(answers: dict[Question, Answer]) -> Subject | Missing | Unknown:
    return find_object(Named("network", "backend"), Recorder(answers, datetime.now(UTC)))


def test_two_networks_of_one_name_are_a_failure_that_names_them() -> None:
    """The engine answers 400 and says nothing of either [20.10]."""
    two = Found([{"Name": "backend", "Id": "1" * 64}, {"Name": "backend", "Id": "2" * 64}])
    missing = found({NETWORK: REFUSED, LIST: two})
    assert isinstance(missing, Missing)
    assert missing.reason.code == "ambiguous"
    assert missing.reason.params["names"] == [f"backend ({'1' * 12})", f"backend ({'2' * 12})"]
    assert not missing.absent


def test_one_network_that_the_engine_does_not_show_is_not_known() -> None:
    unknown = found({NETWORK: REFUSED, LIST: Found([{"Name": "backend", "Id": "1" * 64}])})
    assert isinstance(unknown, Unknown)
    assert unknown.reason.code == "engine-refused"


def test_an_image_bears_its_names_its_digests_and_its_id() -> None:
    digest = f"sha256:{'a' * 64}"
    image = {
        "Id": f"sha256:{'c' * 64}",
        "RepoTags": ["nginx:1"],
        "RepoDigests": [f"nginx@{digest}"],
    }
    for name in ("nginx:1", "docker.io/library/nginx:1", f"nginx@{digest}", f"sha256:{'c' * 12}"):
        assert bears_name("image", image, name), name
    for name in ("nginx", "c" * 12, "cccc", f"redis@{digest}"):
        assert not bears_name("image", image, name), name
