"""Files by the engine's archive: what is read of them, and what a hostile archive cannot do."""

from __future__ import annotations

import base64
import io
import json
import tarfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from grader.engine import archive
from grader.engine.connection import connect
from grader.engine.endpoint import Endpoint
from grader.engine.unix_socket import UnixTransport
from grader.model.snapshot import ABSENT, Found, Question, Unanswered
from tests.faults.server import answer

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.snapshot import Answer
    from tests.engine.conftest import Listen
    from tests.faults.server import Request

VERSION = {"ApiVersion": "1.41", "Version": "x"}
MODES = {"link": 1 << 27, "directory": 1 << 31, "pipe": 1 << 25, "socket": 1 << 24}


def packed(*members: tarfile.TarInfo, data: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def member(name: str = "f", **more: Any) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    for key, value in more.items():
        setattr(info, key, value)
    return info


def ask(
    listen: Listen,
    tar: bytes = b"",
    stats: dict[str, Any] | None = None,
    *,
    follow: bool = True,
    content: bool = True,
    header: str | None = None,
) -> tuple[Answer, list[Request]]:
    """Ask for /f of an engine that has these files and sends this archive."""
    known = {"/f": {"mode": 0o644, "size": 3}} if stats is None else stats

    def answers(request: Request) -> bytes:
        if request.path == "/version":
            return answer(json.dumps(VERSION))
        (path,) = request.query["path"]
        if request.method == "GET":
            return answer(tar, kind="application/x-tar")
        if path not in known:
            return answer("", 404)
        text = base64.b64encode(json.dumps(known[path]).encode()).decode()
        text = header if header is not None else text
        stat = (
            f"HTTP/1.1 200 -\r\nX-Docker-Container-Path-Stat: {text}\r\nContent-Length: 0\r\n\r\n"
        )
        return stat.encode()

    server = listen(answers)
    endpoint = Endpoint(server.host, "test")
    engine = connect(endpoint, UnixTransport(endpoint), seconds=5)
    question = Question.of("file", container="c", path="/f", content=content, follow=follow)
    with closing(engine):
        found = archive.ask(engine, question)
    return found, server.requests[1:]


def test_content_and_owner_come_from_the_archive_and_the_rest_from_its_stat(
    listen: Listen,
) -> None:
    found, _ = ask(listen, packed(member(size=3, uid=1000, gid=50), data=b"abc"))
    assert found == Found(
        {
            "type": "file",
            "mode": "644",
            "size": 3,
            "owner": "1000:50",
            "text": "abc",
            "cut": False,
        }
    )


def test_where_no_content_is_asked_none_is_fetched(listen: Listen) -> None:
    _, requests = ask(listen, content=False)
    assert [r.method for r in requests] == ["HEAD"]


def test_what_is_not_there_is_absent(listen: Listen) -> None:
    assert ask(listen, stats={})[0] == ABSENT


@pytest.mark.parametrize("kind", MODES)
def test_kinds_are_told_by_the_bits_of_go(listen: Listen, kind: str) -> None:
    stats = {"/f": {"mode": MODES[kind] | 0o755, "size": 9}}
    found, _ = ask(listen, stats=stats, follow=False, content=False)
    assert isinstance(found, Found)
    assert (found.document["type"], found.document["mode"]) == (kind, "755")
    assert found.document["size"] is None


def test_sticky_and_set_id_bits_are_part_of_the_mode(listen: Listen) -> None:
    bits = 1 << 23 | 1 << 22 | 1 << 20
    found, _ = ask(listen, stats={"/f": {"mode": bits | 0o755, "size": 9}}, content=False)
    assert isinstance(found, Found)
    assert found.document["mode"] == "7755"


def test_a_link_is_followed_once_and_inside_the_container(listen: Listen) -> None:
    link = {"mode": MODES["link"], "size": 1, "linkTarget": "/etc/passwd"}
    stats = {"/f": link, "/etc/passwd": {"mode": 0o600, "size": 3}}
    found, requests = ask(listen, packed(member(size=3), data=b"abc"), stats)
    assert isinstance(found, Found)
    assert found.document["mode"] == "600"
    assert [r.query["path"][0] for r in requests] == ["/f", "/etc/passwd", "/etc/passwd"]


def test_links_in_a_circle_end(listen: Listen) -> None:
    stats = {
        "/f": {"mode": MODES["link"], "size": 1, "linkTarget": "/g"},
        "/g": {"mode": MODES["link"], "size": 1, "linkTarget": "/f"},
    }
    found, requests = ask(listen, stats=stats, content=False)
    assert isinstance(found, Found)
    assert found.document["type"] == "link"
    assert len(requests) == 2


LONG_NAME = {"path": "x" * 70_000}


@pytest.mark.parametrize(
    "tar",
    [
        b"",
        b"not an archive" * 100,
        packed(member(size=3), data=b"abc")[:500],
        packed(member(size=3), data=b"abc")[:300],
        packed(member(type=tarfile.SYMTYPE, linkname="../../../../etc/shadow")),
        packed(member(type=tarfile.LNKTYPE, linkname="/etc/shadow")),
        packed(member("/etc/cron.d/x", size=3), data=b"abc"),
        packed(member("../../x", size=3), data=b"abc"),
        packed(member(type=tarfile.CHRTYPE, devmajor=1, devminor=5)),
        packed(member(pax_headers=LONG_NAME, size=3), data=b"abc"),
        packed(member(pax_headers={"uid": "nonsense", "size": "-5"}, size=3), data=b"abc"),
        packed(member(pax_headers={"GNU.sparse.map": "x,y", "GNU.sparse.major": "0"})),
        packed(member(pax_headers={"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}, size=3),
               data=b"abc"),
        b"\x1f\x8b\x08" + b"\0" * 1000,
    ],
    ids=["none", "garbage", "half a header", "quarter", "symlink out", "hard link out",
         "absolute", "upwards", "device", "long name", "bad numbers", "sparse", "sparse 1.0",
         "compressed"],
)  # fmt: skip
def test_a_hostile_archive_is_data_and_nothing_is_written(
    listen: Listen, tar: bytes, tmp_path: Path
) -> None:
    before = {p for p in tmp_path.rglob("*") if not p.is_socket()}
    found, _ = ask(listen, tar)
    if isinstance(found, Found):
        assert found.document["text"] in ("abc", "")
    assert {p for p in tmp_path.rglob("*") if not p.is_socket()} == before


def test_a_file_over_the_limit_is_cut_and_says_so(listen: Listen) -> None:
    size = archive.CONTENT_LIMIT + 5
    found, _ = ask(listen, packed(member(size=size), data=b"x" * size))
    assert isinstance(found, Found)
    assert len(found.document["text"]) == archive.CONTENT_LIMIT
    assert found.document["cut"]


@pytest.mark.parametrize(
    "header", ["", "?", "AAAA", "bnVsbA==", "W10=", "eyJtb2RlIjogIngifQ==", "e30="]
)
def test_a_stat_that_is_none_is_a_reason(listen: Listen, header: str) -> None:
    assert isinstance(ask(listen, header=header)[0], Unanswered)
