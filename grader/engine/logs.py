"""A container's log, both streams, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.message import message
from grader.snapshot import ABSENT, Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from grader.engine.connecting import Engine

LIMIT = 1024 * 1024
STDIN, STDOUT, STDERR = range(3)
BOTH = frozenset({STDIN, STDOUT, STDERR})
HEADER = 8  # stream, three zeros, and the length of what follows as 4 bytes


def ask(engine: Engine, question: Question) -> Answer:
    """Ask for the log from the beginning; a driver that cannot be read is a reason."""
    parts = question.parts
    query = {"stdout": "true", "stderr": "true"}
    reply = engine.get(f"/containers/{parts['container']}/logs", query, limit=LIMIT)
    if reply.status == 404:
        return ABSENT
    if reply.status != 200:
        text = reply.body[:500].decode("utf-8", errors="replace")
        return Unanswered(message("logs-unreadable", text=text))
    body = reply.body if parts["tty"] else demultiplex(reply.body)
    return Found({"text": body.decode("utf-8", errors="replace"), "cut": reply.cut})


def demultiplex(stream: bytes, wanted: frozenset[int] = BOTH) -> bytes:
    """Join the frames of the attach protocol (Engine API, ContainerAttach, "Stream format").

    A stream that was cut may end inside a frame; what is there of it is kept.
    """
    text = bytearray()
    at = 0
    while at + HEADER <= len(stream):
        length = int.from_bytes(stream[at + 4 : at + HEADER], "big")
        if stream[at] in wanted:
            text += stream[at + HEADER : at + HEADER + length]
        at += HEADER + length
    return bytes(text)
