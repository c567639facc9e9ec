"""Getting to know an engine: which API is spoken, what is no engine, which kind it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.engine.connection import connect
from grader.engine.endpoint import Endpoint
from grader.engine.transport import NoReplyError
from grader.engine.unix_socket import UnixTransport
from grader.errors import EngineError, UsageError
from tests.faults.server import answer

if TYPE_CHECKING:
    from pathlib import Path

    from grader.engine.connection import Engine
    from tests.engine.conftest import Listen

DOCKER = {"Version": "20.10.24", "ApiVersion": "1.41", "MinAPIVersion": "1.12"}


def reached(host: str, seconds: float = 1) -> Engine:
    endpoint = Endpoint(host, "test")
    return connect(endpoint, UnixTransport(endpoint), seconds=seconds)


def meet(listen: Listen, version: Any, status: int = 200) -> Engine:
    text = version if isinstance(version, str) else json.dumps(version)
    engine = reached(listen(lambda _: answer(text, status)).host)
    engine.close()
    return engine


@pytest.mark.parametrize(
    ("newest", "least", "spoken"),
    [
        ("1.41", "1.12", "1.41"),
        ("1.47", "1.24", "1.47"),
        ("1.51", "1.24", "1.51"),
        ("1.52", "1.24", "1.51"),
        ("1.99", "1.60", "1.60"),
        ("1.47", None, "1.47"),
        ("2.0", "1.24", "1.51"),
    ],
)
def test_the_lower_of_both_newest_is_spoken(
    listen: Listen, newest: str, least: str | None, spoken: str
) -> None:
    engine = meet(listen, DOCKER | {"ApiVersion": newest, "MinAPIVersion": least})
    assert engine.facts.api == spoken


def test_an_engine_before_1_41_is_said_to_be_too_old(listen: Listen) -> None:
    with pytest.raises(EngineError) as wrong:
        meet(listen, DOCKER | {"ApiVersion": "1.40"})
    assert wrong.value.message.code == "engine-too-old"
    assert wrong.value.message.params["api"] == "1.40"


@pytest.mark.parametrize(
    "version",
    [
        "<html>It works!</html>",
        "",
        "[]",
        "null",
        "[" * 100_000,
        {},
        {"ApiVersion": None},
        {"ApiVersion": "new"},
        {"ApiVersion": "1.²"},
        {"ApiVersion": 1.41, "MinAPIVersion": []},
    ],
)
def test_what_is_no_engine_is_told_so(listen: Listen, version: Any) -> None:
    if version == {"ApiVersion": 1.41, "MinAPIVersion": []}:
        assert meet(listen, version).facts.api == "1.41"
        return
    with pytest.raises(EngineError, match="no-engine"):
        meet(listen, version)


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_another_status_than_200_is_no_engine(listen: Listen, status: int) -> None:
    with pytest.raises(EngineError) as wrong:
        meet(listen, DOCKER, status)
    assert wrong.value.message.params["status"] == status


@pytest.mark.parametrize(
    ("components", "kind"),
    [
        ([{"Name": "Podman Engine"}, {"Name": "Conmon"}], "podman"),
        ([{"Name": "Engine"}, {"Name": "containerd"}], "docker"),
        ([None, 5, {}, {"Name": None}], "docker"),
        (None, "docker"),
        (5, "docker"),
        ({"Name": "Podman Engine"}, "docker"),
    ],
)
def test_podman_names_itself_among_its_components(
    listen: Listen, components: Any, kind: str
) -> None:
    assert meet(listen, DOCKER | {"Components": components}).facts.kind == kind


def test_nobody_there_and_no_answer_are_told_apart(tmp_path: Path, listen: Listen) -> None:
    with pytest.raises(EngineError) as wrong:
        reached(f"unix://{tmp_path}/nothing.sock")
    assert wrong.value.message.params["reason"] == "No such file or directory"
    with pytest.raises(EngineError) as wrong:
        reached(listen(lambda _: b"").host, seconds=0.3)
    assert wrong.value.message.params["reason"] == "timed-out"
    assert wrong.value.message.params["seconds"] == 0.3


def test_a_socket_that_may_not_be_opened_is_no_permission(tmp_path: Path) -> None:
    class Denied(UnixTransport):
        """What the kernel says to anyone but root."""

        def _connect(self, until: float) -> Any:  # noqa: ARG002
            raise PermissionError(13, "Permission denied")

    endpoint = Endpoint(f"unix://{tmp_path}/x.sock", "test")
    with pytest.raises(EngineError, match="no-permission"):
        connect(endpoint, Denied(endpoint), seconds=1)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_but_get_and_head_leaves_an_engine(listen: Listen, method: str) -> None:
    server = listen(lambda _: answer(json.dumps(DOCKER)))
    engine = reached(server.host)
    with pytest.raises(NoReplyError):
        engine.request(method, "/containers/create")
    engine.close()
    assert [r.method for r in server.requests] == ["GET"]


@pytest.mark.parametrize("host", ["http://x", "x y", "[::1", "127.0.0.1:80", "로컬"])
def test_what_is_no_host_for_ports_is_refused(tmp_path: Path, host: str) -> None:
    """Else every page of every student would seem to be broken."""
    endpoint = Endpoint(f"unix://{tmp_path}/none.sock", "test")
    with pytest.raises(UsageError, match="bad-http-host"):
        connect(endpoint, UnixTransport(endpoint), seconds=1, http_host=host)
