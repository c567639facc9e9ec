"""Snapshots as files: `grader.snapshot/1`, a JSON document.

Described by `schemas/snapshot.schema.json`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.documents import parse
from grader.errors import SnapshotError
from grader.message import Message
from grader.result import EngineFacts
from grader.snapshot import ABSENT, Absent, Answer, Found, Question, Snapshot, Unanswered

if TYPE_CHECKING:
    from pathlib import Path

    from grader.message import Json

FORMAT = "grader.snapshot/1"
MAX_BYTES = 64 * 1024 * 1024


def dump(snapshot: Snapshot) -> str:
    """Write a snapshot as JSON; the same snapshot gives the same text."""
    return json.dumps(document(snapshot), ensure_ascii=False, indent=1) + "\n"


def document(snapshot: Snapshot) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = {}
    for question, answer in sorted(
        snapshot.answers.items(), key=lambda item: (item[0].kind, item[0].key)
    ):
        answers.setdefault(question.kind, {})[question.key] = _answer(answer)
    engine = snapshot.engine
    return {
        "format": FORMAT,
        "tool": {"name": "grader", "version": __version__},
        "labs": dict(snapshot.labs),
        "student": snapshot.student,
        "engine": None if engine is None else {k: getattr(engine, k) for k in ENGINE_KEYS},
        "observed_at": snapshot.observed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "seconds": round(snapshot.seconds, 3),
        "waited": dict(snapshot.waited),
        "answers": answers,
    }


ENGINE_KEYS = ("kind", "version", "api", "endpoint", "id", "name")


def _answer(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Found):
        return {"found": answer.document}
    if isinstance(answer, Absent):
        return {"absent": True}
    return {"unknown": {"code": answer.reason.code, "params": dict(answer.reason.params)}}


def read(path: Path) -> Snapshot:
    """Read a snapshot file; raises `SnapshotError` that says what is wrong with it."""
    try:
        source = path.read_bytes()
    except OSError as wrong:
        raise _bad(path, wrong.strerror or str(wrong)) from None
    if len(source) > MAX_BYTES:
        raise _bad(path, "file-too-large", limit=f"{MAX_BYTES // 1024**2} MiB")
    try:
        found = parse(source)
    except ValueError:
        raise _bad(path, "it is not JSON, or was cut") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _bad(path, "it is not a snapshot of grader")
    try:
        return load(found)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise _bad(path, "altered", what=type(wrong).__name__) from None


def _bad(path: Path, reason: str, **params: Json) -> SnapshotError:
    return SnapshotError("bad-snapshot", file=str(path), reason=reason, **params)


def load(found: dict[str, Any]) -> Snapshot:
    """Build a snapshot from its document; raises KeyError and the like where it is not one."""
    answers = {
        Question(kind, key): _read_answer(answer)
        for kind, by_key in found["answers"].items()
        for key, answer in by_key.items()
    }
    engine = found["engine"]
    return Snapshot(
        answers=answers,
        observed_at=datetime.fromisoformat(found["observed_at"]),
        seconds=float(found["seconds"]),
        engine=None if engine is None else EngineFacts(**{k: engine[k] for k in ENGINE_KEYS}),
        labs=dict(found["labs"]),
        student=found["student"],
        waited={str(k): float(v) for k, v in found["waited"].items()},
    )


def _read_answer(answer: dict[str, Any]) -> Answer:
    if "found" in answer:
        return Found(answer["found"])
    if answer.get("absent") is True:
        return ABSENT
    reason = answer["unknown"]
    return Unanswered(Message(str(reason["code"]), dict(reason["params"])))
