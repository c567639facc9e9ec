"""Snapshots as files: `grader.snapshot/1`, a JSON document.

Described by `schemas/snapshot.schema.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.errors import SnapshotError
from grader.messages import say
from grader.model.json_reader import CutError, parse_all
from grader.model.json_values import is_number
from grader.model.message import Message
from grader.model.result import EngineFacts
from grader.model.snapshot import ABSENT, Absent, Answer, Found, Question, Snapshot, Unanswered
from grader.privacy.hide import hide_snapshot
from grader.storage.signing import is_intact, is_signed, is_signed_with, sealed_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FAMILY = "grader.snapshot/"
FORMAT = f"{FAMILY}1"
MAX_BYTES = 64 * 1024 * 1024


def dump(snapshot: Snapshot, key: bytes | None = None) -> str:
    """Write a snapshot as JSON with its secrets hidden, signed where there is a key."""
    return sealed_text(document(hide_snapshot(snapshot)), key)


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
        "seconds": snapshot.seconds,
        "waited": dict(snapshot.waited),
        "answers": answers,
    }


ENGINE_KEYS = ("kind", "version", "api", "endpoint", "id", "name")
PLAIN = (str, int, float)  # a bool is an int


def _answer(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Found):
        return {"found": answer.document}
    if isinstance(answer, Absent):
        return {"absent": True}
    return {"unknown": {"code": answer.reason.code, "params": dict(answer.reason.params)}}


@dataclass(frozen=True, slots=True)
class Source:
    """A file of JSON values: the name to report, its bytes and what they say."""

    file: str
    text: bytes
    values: list[Any]


def read(path: Path, key: bytes | None = None) -> Snapshot:
    """Read a snapshot file; raises `SnapshotError` that says what is wrong with it.

    With a key it must bear the signature that the key gives it.
    """
    return opened(source_of(path), key)


def source_of(path: Path) -> Source:
    """Read the JSON values of a file; raises `SnapshotError` where there is none to be had."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise SnapshotError("snapshot-unreadable", file=str(path), reason=reason) from None
    if len(text) > MAX_BYTES:
        raise SnapshotError("snapshot-too-large", file=str(path), limit=MAX_BYTES // 1024**2)
    try:
        values = parse_all(text)
    except CutError:
        raise SnapshotError("snapshot-cut", file=str(path)) from None
    except ValueError:
        raise SnapshotError("snapshot-not-json", file=str(path)) from None
    if not values:
        raise SnapshotError("snapshot-empty", file=str(path))
    return Source(str(path), text, values)


def is_ours(value: Any) -> bool:
    """Say whether a JSON value means to be a snapshot of ours, of whatever version."""
    return isinstance(value, dict) and str(value.get("format", "")).startswith(FAMILY)


def opened(source: Source, key: bytes | None = None) -> Snapshot:
    """Turn the first value of a file into the snapshot that it is."""
    found, file = source.values[0], source.file
    if not is_ours(found):
        raise SnapshotError("snapshot-other-format", file=file, known=FORMAT)
    if found["format"] != FORMAT:
        said = str(found["format"])[:100]
        raise SnapshotError("snapshot-other-version", file=file, found=said, known=FORMAT)
    if not is_intact(found, source.text):
        raise SnapshotError("snapshot-altered", file=file)
    if key is not None and not is_signed_with(found, key):
        code = "snapshot-wrong-signature" if is_signed(found) else "snapshot-not-signed"
        raise SnapshotError(code, file=file)
    try:
        return load(found)
    except KeyError as wrong:
        raise SnapshotError("snapshot-lacks", file=file, part=str(wrong.args[0])[:100]) from None
    except (TypeError, ValueError, AttributeError, OverflowError):
        raise SnapshotError("snapshot-altered", file=file) from None


def load(found: Mapping[str, Any]) -> Snapshot:
    """Build a snapshot from its document; raises KeyError and the like where it is not one."""
    answers = {
        Question(kind, key): _read_answer(kind, answer)
        for kind, by_key in found["answers"].items()
        for key, answer in by_key.items()
    }
    engine = found["engine"]
    return Snapshot(
        answers=answers,
        observed_at=_moment(found["observed_at"]),
        seconds=_number(found["seconds"]),
        engine=None if engine is None else _read_engine(engine),
        labs={str(lab): _text(sha256) or "" for lab, sha256 in found["labs"].items()},
        student=_text(found["student"]),
        waited={str(k): _number(v) for k, v in found["waited"].items()},
    )


def _read_engine(engine: Mapping[str, Any]) -> EngineFacts:
    kind, version, api, endpoint = (_text(engine[k]) or "" for k in ENGINE_KEYS[:4])
    return EngineFacts(kind, version, api, endpoint, _text(engine["id"]), _text(engine["name"]))


def _read_answer(kind: str, answer: Mapping[str, Any]) -> Answer:
    if "found" in answer:
        document = answer["found"]
        items = document if kind == "list" else [document]
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise TypeError("an engine reports objects")
        return Found(document)
    if answer.get("absent") is True:
        return ABSENT
    return Unanswered(_read_reason(answer["unknown"]))


def _read_reason(found: Mapping[str, Any]) -> Message:
    """Read why there is no answer: only what can be said, with plain values in it."""
    reason = Message(_text(found["code"]) or "", dict(found["params"]))
    if not all(value is None or isinstance(value, PLAIN) for value in reason.params.values()):
        raise TypeError("a reason has plain parameters")
    try:
        say(reason)
    except KeyError:
        raise ValueError("nobody says that") from None
    return reason


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment has its time zone")
    return moment


def _number(value: Any) -> float:
    if not is_number(value):
        raise TypeError("it is no number")
    return float(value)


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("it is no text")
    return value
