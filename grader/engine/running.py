"""Running a command in a container: the one thing here that is not reading, and off by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.documents import parse
from grader.engine.logs import STDERR, STDOUT, demultiplex
from grader.message import message
from grader.snapshot import ABSENT, Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from grader.engine.connecting import Engine
    from grader.engine.transport import Reply

OUTPUT_LIMIT = 1024 * 1024


def ask(engine: Engine, question: Question) -> Answer:
    """Create, start and inspect an exec; its output is bounded, its end awaited."""
    if not engine.allow_exec:
        return Unanswered(message("exec-not-allowed"))
    parts = question.parts
    asked = {
        "AttachStdout": True,
        "AttachStderr": True,
        "Cmd": parts["command"],
        "User": parts["user"] or "",
    }
    created = engine.request("POST", f"/containers/{parts['container']}/exec", body=asked)
    if created.status in (404, 409):
        return ABSENT
    run = _document(created, 201).get("Id")
    if not run:
        return _refused(created)
    start = {"Detach": False, "Tty": False}
    output = engine.request("POST", f"/exec/{run}/start", body=start, limit=OUTPUT_LIMIT)
    if output.status != 200:
        return _refused(output)
    ended = _document(engine.get(f"/exec/{run}/json"), 200)
    return Found(
        {
            "exit_code": ended.get("ExitCode"),
            "stdout": _stream(output.body, STDOUT),
            "stderr": _stream(output.body, STDERR),
            "cut": output.cut,
        }
    )


def _document(reply: Reply, status: int) -> dict[str, object]:
    try:
        found = parse(reply.body) if reply.status == status else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refused(reply: Reply) -> Answer:
    text = reply.body[:500].decode("utf-8", errors="replace")
    return Unanswered(message("engine-refused", status=reply.status, text=text))


def _stream(stream: bytes, wanted: int) -> str:
    return demultiplex(stream, frozenset({wanted})).decode("utf-8", errors="replace")
