"""What a transport promises, held by the plain one and by the SDK's alike."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from grader.engine.endpoint import Endpoint
from grader.engine.http1 import BrokenError, Wire, read_reply
from grader.engine.transport import NoReplyError, Request
from grader.engine.unix_socket import UnixTransport
from tests.faults.server import answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.engine.transport import Reply, Transport
    from tests.engine.conftest import Listen
    from tests.faults.server import Request as Arrived

    Reach = Callable[[str], Transport]


def get(transport: Transport, path: str = "/x", limit: int = 1000, seconds: float = 5) -> Reply:
    return transport.send(Request("GET", path, seconds, limit=limit))


def test_an_answer_comes_back_whole_with_header_names_in_lower_case(
    listen: Listen, reach: Reach
) -> None:
    server = listen(lambda _: b"HTTP/1.1 200 OK\r\nX-Some: Thing\r\nContent-Length: 2\r\n\r\n{}")
    reply = get(reach(server.host))
    assert (reply.status, reply.body, reply.cut) == (200, b"{}", False)
    assert reply.headers["x-some"] == "Thing"


def test_a_chunked_answer_is_put_together(listen: Listen, reach: Reach) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = listen(lambda _: head + b"2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n")
    transport = reach(server.host)
    assert get(transport).body == b"abcde"
    assert get(transport).body == b"abcde"


def test_an_answer_without_a_length_ends_with_its_connection(listen: Listen, reach: Reach) -> None:
    def once(request: Arrived) -> bytes | None:
        return None if request.path == "/end" else b"HTTP/1.1 200 OK\r\n\r\nabc"

    server = listen(once)
    transport = reach(server.host)
    threading.Timer(0.2, server.stop).start()
    assert get(transport).body == b"abc"


def test_a_body_over_the_limit_is_cut_there(listen: Listen, reach: Reach) -> None:
    server = listen(lambda request: answer("x" * (50 if request.path == "/long" else 10)))
    transport = reach(server.host)
    reply = get(transport, "/long", limit=10)
    assert (reply.body, reply.cut) == (b"x" * 10, True)
    reply = get(transport, limit=10)
    assert (reply.body, reply.cut) == (b"x" * 10, False)


def test_one_connection_serves_many_requests(listen: Listen) -> None:
    """The plain way. The SDK keeps a connection a path, which is half of why it is slower."""
    connections = set()

    def note(request: Arrived) -> bytes:
        connections.add(threading.get_ident())
        return answer(request.target)

    server = listen(note)
    transport = UnixTransport(Endpoint(server.host, "test"))
    assert [get(transport, f"/{n}").body for n in range(20)] == [b"/%d" % n for n in range(20)]
    transport.close()
    assert len(connections) == 1


def test_an_answer_to_head_has_no_body(listen: Listen, reach: Reach) -> None:
    server = listen(lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nX-Stat: 1\r\n\r\n")
    transport = reach(server.host)
    for _ in range(2):
        reply = transport.send(Request("HEAD", "/x", 2, limit=10))
        assert (reply.status, reply.body, reply.headers["x-stat"]) == (200, b"", "1")


def test_query_and_body_arrive_as_given(listen: Listen, reach: Reach) -> None:
    server = listen(lambda _: answer("{}"))
    asked = Request("POST", "/x", 5, query={"path": "/a b&c=ü"}, body={"Cmd": ["ü"]})
    reach(server.host).send(asked)
    (seen,) = server.requests
    assert seen.query == {"path": ["/a b&c=ü"]}
    assert b'"Cmd"' in seen.body
    assert seen.headers["content-type"] == "application/json"


def test_a_redirect_is_never_followed(listen: Listen, reach: Reach) -> None:
    server = listen(
        lambda _: b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    )
    assert get(reach(server.host)).status == 302
    assert [r.path for r in server.requests] == ["/x"]


def test_a_connection_that_ended_in_between_is_opened_again(listen: Listen, reach: Reach) -> None:
    server = listen(lambda _: answer("{}"))
    transport = reach(server.host)
    get(transport)
    server.stop()
    server.start()
    assert get(transport).status == 200


def test_a_post_is_never_sent_twice(listen: Listen, reach: Reach) -> None:
    server = listen(lambda request: answer("{}") if request.method == "GET" else None)
    transport = reach(server.host)
    get(transport)
    with pytest.raises(NoReplyError):
        transport.send(Request("POST", "/run", 5, body={}))
    assert [r.method for r in server.requests] == ["GET", "POST"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (None, "closed before a response"),
        (b"nonsense\r\n\r\n", "the response is not HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", None),
        (b"HTTP/1.1 200 OK\r\nContent-", None),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "the length of a chunk is not a number",
        ),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000, "the response header is too large"),
    ],
    ids=[
        "closed",
        "not HTTP",
        "too short",
        "half a header",
        "bad chunk",
        "header bomb",
    ],
)
def test_a_broken_answer_is_a_reason_within_the_deadline(
    listen: Listen, reach: Reach, sent: bytes | None, said: str | None
) -> None:
    """The same reason both ways, and in words that are translated."""
    server = listen(lambda _: sent)
    start = time.monotonic()
    with pytest.raises(NoReplyError) as none:
        get(reach(server.host), seconds=0.5)
    assert none.value.reason.code == ("connection-lost" if said else "timed-out")
    assert none.value.reason.params.get("reason") == said
    assert time.monotonic() - start < 2


def test_a_trickle_does_not_put_off_the_deadline(listen: Listen, reach: Reach) -> None:
    server = listen(lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    server.stop()

    def trickle(request: Arrived, connection: object) -> bool:
        for _ in range(100):
            connection.sendall(b"x")  # type: ignore[attr-defined]
            time.sleep(0.05)
        return False

    server._serve = trickle
    server.start()
    start = time.monotonic()
    with pytest.raises(NoReplyError) as none:
        get(reach(server.host), seconds=0.5)
    assert none.value.reason.code == "timed-out" or "HTTP" in str(none.value.reason.params)
    assert time.monotonic() - start < 2


def test_nobody_there_is_a_reason(tmp_path: Path, reach: Reach) -> None:
    with pytest.raises(NoReplyError) as none:
        get(reach(f"unix://{tmp_path}/nothing.sock"))
    assert none.value.reason.code == "connection-lost"
    assert none.value.reason.params["reason"] == "No such file or directory"


def test_what_was_left_of_one_answer_is_not_taken_for_the_next(
    listen: Listen, reach: Reach
) -> None:
    def answers(request: Arrived) -> bytes:
        short = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{ ...left over"
        return short if request.path == "/short" else answer('"right"')

    server = listen(answers)
    transport = reach(server.host)
    assert get(transport, "/short").body == b"{"
    assert get(transport).body == b'"right"'


@pytest.mark.parametrize(("lengths", "is_refused"), [((4, 4), False), ((4, 2), True)])
def test_two_lengths_that_differ_are_refused(lengths: tuple[int, int], is_refused: bool) -> None:
    """RFC 9112, section 6.3: which of them is meant cannot be told."""
    fields = "".join(f"Content-Length: {length}\r\n" for length in lengths)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(f"HTTP/1.1 200 OK\r\n{fields}\r\nblue".encode())
        wire = Wire(ours)
        wire.until = time.monotonic() + 5
        if is_refused:
            with pytest.raises(BrokenError, match="two lengths"):
                read_reply(wire, "GET", 100)
        else:
            assert read_reply(wire, "GET", 100)[0].body == b"blue"
