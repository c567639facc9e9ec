"""A file of a container, by the archive that the engine makes of a path.

It works for a stopped container too, and runs nothing in it. HEAD tells kind, mode and size; the
tar stream is read only where content or owner is asked, and only its first member.
"""

from __future__ import annotations

import base64
import io
import posixpath
import tarfile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from grader.engine.queries import refusal
from grader.model.json_reader import parse
from grader.model.message import message
from grader.model.snapshot import ABSENT, Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.engine.connection import Engine

CONTENT_LIMIT = 1024 * 1024
TAR_OVERHEAD = 64 * 1024
STAT_HEADER = "x-docker-container-path-stat"

# Bits of Go's os.FileMode, which the engine sends.
KINDS = {
    1 << 31: "directory",
    1 << 27: "link",
    1 << 26: "device",
    1 << 25: "pipe",
    1 << 24: "socket",
}
BAD_ARCHIVE = (tarfile.TarError, ValueError, OverflowError, EOFError, RecursionError)
SPECIAL = {1 << 23: 0o4000, 1 << 22: 0o2000, 1 << 20: 0o1000}


def ask(engine: Engine, question: Question) -> Answer:
    """Ask for a file; the last link is followed inside the container where that is wanted.

    Of a link to what is not there only where it `leads` is told.
    """
    parts = question.parts
    stat = _stat(engine, parts["container"], parts["path"])
    path = parts["path"]
    if isinstance(stat, dict) and stat["type"] == "link" and parts["follow"]:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), stat["link"]))
        stat = _stat(engine, parts["container"], path)
        if stat is ABSENT:
            return Found({"leads": path})
    if not isinstance(stat, dict):
        return stat
    if parts["content"]:
        content = _content(engine, parts["container"], path, regular=stat["type"] == "file")
        if not isinstance(content, dict):
            return content
        stat |= content
    return Found({key: value for key, value in stat.items() if key != "link"})


def _stat(engine: Engine, container: str, path: str) -> dict[str, Any] | Answer:
    reply = engine.request("HEAD", _path(container), query={"path": path})
    told = STAT_HEADER in reply.headers
    if reply.status == 404 and not told:  # of a link to nothing Podman tells both
        return ABSENT
    if reply.status not in (200, 404) or not told:
        return Unanswered(message("engine-refused", status=reply.status, text=path))
    try:
        return _read_stat(parse(base64.b64decode(reply.headers[STAT_HEADER])))
    except (ValueError, KeyError, TypeError):
        return Unanswered(message("answer-not-json"))


def _read_stat(stat: Mapping[str, Any]) -> dict[str, Any]:
    mode = int(stat["mode"])
    bits = mode & 0o777 | sum(bit for flag, bit in SPECIAL.items() if mode & flag)
    kind = next((name for flag, name in KINDS.items() if mode & flag), "file")
    return {
        "type": kind,
        "mode": f"{bits:o}",
        "size": int(stat["size"]) if kind == "file" else None,
        "link": str(stat.get("linkTarget") or ""),
    }


def _path(container: str) -> str:
    return f"/containers/{quote(container, '')}/archive"


def _content(
    engine: Engine, container: str, path: str, *, regular: bool
) -> dict[str, Any] | Answer:
    """Read owner and, of a file, text, from the first member of the archive."""
    limit = CONTENT_LIMIT + TAR_OVERHEAD
    reply = engine.get(_path(container), {"path": path}, limit=limit)
    if reply.status != 200:
        return Unanswered(refusal(reply))
    try:
        with tarfile.open(fileobj=io.BytesIO(reply.body), mode="r|") as archive:
            member = archive.next()
    except BAD_ARCHIVE:
        member = None
    if member is None or (regular and not member.isfile()):
        return Unanswered(message("archive-unreadable", path=path))
    found: dict[str, Any] = {"owner": f"{member.uid}:{member.gid}"}
    if regular:
        start = member.offset_data
        data = reply.body[start : start + min(member.size, CONTENT_LIMIT)]
        found["text"] = data.decode("utf-8", errors="replace")
        found["cut"] = len(data) < member.size
    return found
