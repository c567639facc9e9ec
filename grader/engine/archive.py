"""A file of a container, by the archive that the engine makes of a path.

It works for a stopped container too, and runs nothing in it. HEAD tells kind, mode and size; the
tar stream is read only where content or owner is asked, and only its first member.
"""

from __future__ import annotations

import base64
import io
import tarfile
from typing import TYPE_CHECKING, Any

from grader.documents import parse
from grader.message import message
from grader.snapshot import ABSENT, Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.engine.connecting import Engine

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
SPECIAL = {1 << 23: 0o4000, 1 << 22: 0o2000, 1 << 20: 0o1000}


def ask(engine: Engine, question: Question) -> Answer:
    """Ask for a file; the last link is followed inside the container where that is wanted."""
    parts = question.parts
    stat = _stat(engine, parts["container"], parts["path"])
    path = parts["path"]
    if isinstance(stat, dict) and stat["type"] == "link" and parts["follow"]:
        path = stat["link"] or path
        stat = _stat(engine, parts["container"], path)
    if not isinstance(stat, dict):
        return stat
    if parts["content"]:
        stat |= _content(engine, parts["container"], path)
    return Found({key: value for key, value in stat.items() if key != "link"})


def _stat(engine: Engine, container: str, path: str) -> dict[str, Any] | Answer:
    reply = engine.request("HEAD", f"/containers/{container}/archive", query={"path": path})
    if reply.status == 404:
        return ABSENT
    if reply.status != 200 or STAT_HEADER not in reply.headers:
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


def _content(engine: Engine, container: str, path: str) -> dict[str, Any]:
    """Read owner and, of a file, text; a broken archive leaves them unknown."""
    reply = engine.get(
        f"/containers/{container}/archive", {"path": path}, limit=CONTENT_LIMIT + TAR_OVERHEAD
    )
    stream = io.BytesIO(reply.body)
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            member = archive.next()
            if member is None:
                return {}
            found: dict[str, Any] = {"owner": f"{member.uid}:{member.gid}"}
            if member.isfile():
                start = member.offset_data
                data = reply.body[start : start + min(member.size, CONTENT_LIMIT)]
                found["text"] = data.decode("utf-8", errors="replace")
                found["cut"] = len(data) < member.size
            return found
    except (tarfile.TarError, ValueError, OverflowError, EOFError, RecursionError):
        return {}
