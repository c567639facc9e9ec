"""A container's log, both streams, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.engine.queries import said
from grader.model.message import message
from grader.model.snapshot import ABSENT, Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from grader.engine.connection import Engine

LIMIT = 1024 * 1024
STDIN, STDOUT, STDERR = range(3)
BOTH = KNOWN = frozenset({STDIN, STDOUT, STDERR})
HEADER = 8  # stream, three zeros, and the length of what follows as 4 bytes


def ask(engine: Engine, question: Question) -> Answer:
    """Ask for the log from the beginning; a driver that cannot be read is a reason."""
    parts = question.parts
    query = {"stdout": "true", "stderr": "true"}
    reply = engine.get(f"/containers/{quote(parts['container'], '')}/logs", query, limit=LIMIT)
    if reply.status == 404:
        return ABSENT
    if reply.status != 200:
        return Unanswered(message("logs-unreadable", text=said(reply)))
    body, whole = (reply.body, True) if parts["tty"] else demultiplex(reply.body)
    cut = reply.cut or not whole
    return Found({"text": body.decode("utf-8", errors="replace"), "cut": cut})


def demultiplex(stream: bytes, wanted: frozenset[int] = BOTH) -> tuple[bytes, bool]:
    """Join the frames of the attach protocol (Engine API, ContainerAttach, "Stream format").

    Says too whether it ends where a frame ends; of one that was cut, what is there is kept.
    """
    text = bytearray()
    at = 0
    while at + HEADER <= len(stream):
        if stream[at] not in KNOWN or any(stream[at + 1 : at + 4]):
            return bytes(text), False
        length = int.from_bytes(stream[at + 4 : at + HEADER], "big")
        if stream[at] in wanted:
            text += stream[at + HEADER : at + HEADER + length]
        at += HEADER + length
    return bytes(text), at == len(stream)
