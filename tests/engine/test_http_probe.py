"""What a web server in a container answers, read as HTTP says."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from grader.engine.connection import Engine
from grader.engine.http_probe import _send, _url
from grader.model.result import EngineFacts
from grader.model.snapshot import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nblue"


@contextmanager
def answering(text: bytes) -> Iterator[str]:
    """A server that gives one connection this answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(text)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join(10)


@pytest.mark.parametrize(
    "interim",
    [
        b"",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
    ],
)
def test_interim_responses_are_not_the_answer(interim: bytes) -> None:
    """RFC 9110, section 15.2: a client reads on."""
    with answering(interim + FINAL) as url:
        answer = _send({"method": "GET", "headers": {}}, url, 5.0)
    assert isinstance(answer, Found)
    assert answer.document["status"] == 200
    assert answer.document["body"] == "blue"
    assert "link" not in answer.document["headers"]


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("", "http://127.0.0.1:8080/"),
        ("127.0.0.1", "http://127.0.0.1:8080/"),
        ("::1", "http://[::1]:8080/"),
    ],
)
def test_a_port_is_asked_at_the_address_it_is_published_at(address: str, url: str) -> None:
    """Another container may have the same port of another address."""
    facts = EngineFacts("docker", "28.5", "1.51", "unix:///x.sock")
    engine = Engine(facts=facts, transport=None, http_host="127.0.0.1", local=True, seconds=5.0)  # type: ignore[arg-type]
    parts = {"address": address, "protocol": "http", "port": 8080, "path": "/"}
    assert _url(engine, parts) == url
