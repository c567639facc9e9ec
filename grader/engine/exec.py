"""Running a command in a container: the one thing here that is not reading, and off by default."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.engine.logs import STDERR, STDOUT, demultiplex
from grader.engine.queries import refusal
from grader.model.json_reader import parse
from grader.model.message import message
from grader.model.snapshot import ABSENT, Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from grader.engine.connection import Engine
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
    container = quote(parts["container"], "")
    created = engine.request("POST", f"/containers/{container}/exec", body=asked)
    if created.status in (404, 409):
        return ABSENT
    run = _document(created, 201).get("Id")
    if not isinstance(run, str):
        return Unanswered(refusal(created))
    start = {"Detach": False, "Tty": False}
    run = quote(run, "")
    output = engine.request("POST", f"/exec/{run}/start", body=start, limit=OUTPUT_LIMIT)
    if output.status != 200:
        return Unanswered(refusal(output))
    return _ended(engine.get(f"/exec/{run}/json"), output)


def _ended(reply: Reply, output: Reply) -> Answer:
    """Put output and exit code together; without an exit code the end was not seen."""
    code = _document(reply, 200).get("ExitCode")
    if not isinstance(code, int):
        return Unanswered(refusal(reply))
    stdout, whole = demultiplex(output.body, frozenset({STDOUT}))
    stderr, _ = demultiplex(output.body, frozenset({STDERR}))
    return Found(
        {
            "exit_code": code,
            "stdout": stdout.decode("utf-8", errors="replace"),
            "stderr": stderr.decode("utf-8", errors="replace"),
            "cut": output.cut or not whole,
        }
    )


def _document(reply: Reply, status: int) -> dict[str, object]:
    try:
        found = parse(reply.body) if reply.status == status else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
