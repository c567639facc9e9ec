"""Snapshots with one thing changed. A snapshot is frozen; each function returns another one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.fields.reading import dig
from grader.fields.types import COMPOSE, UndecidedError
from grader.judge.objects import LABELS, key_of, names_of
from grader.model.snapshot import ABSENT, Answer, Found, Question, Snapshot
from grader.spectest.writing import put, raw, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.fields.types import Field, Normal, Subject

    Document = dict[str, Any]


def copied(document: Mapping[str, Any]) -> Document:
    """Copy a document to be changed: it is JSON, and so this is the fast way."""
    made: Document = json.loads(json.dumps(document))
    return made


def with_answers(snapshot: Snapshot, changed: Mapping[Question, Answer]) -> Snapshot:
    return replace(snapshot, answers={**snapshot.answers, **changed})


def identity(kind: str, document: Mapping[str, Any]) -> str:
    """What an object is told from others by: its id; a volume's is its name."""
    return str(document.get("Name") if kind == "volume" else document.get("Id"))


def questions_of(snapshot: Snapshot, kind: str, document: Any) -> Iterator[Question]:
    """Find the questions that were answered with an object's document."""
    wanted = identity(kind, document) if kind in LABELS or kind == "image" else None
    for question, answer in snapshot.answers.items():
        if question.kind == kind and isinstance(answer, Found):
            same = answer.document is document
            if same or (wanted is not None and identity(kind, answer.document) == wanted):
                yield question


def with_field(snapshot: Snapshot, subject: Subject, field: Field, value: Normal) -> Snapshot:
    """Give a field of an object another value."""
    if field.name == "logs" and not field.path:
        return _with_logs(snapshot, subject, value)
    if field.name == "files" and not field.path:
        return _with_files(snapshot, subject, value)
    document = copied(subject.document)
    write(field, document, value, snapshot.observed_at)
    return with_document(snapshot, subject.kind, subject.document, document)


def with_document(snapshot: Snapshot, kind: str, before: Any, after: Document) -> Snapshot:
    changed = {question: Found(after) for question in questions_of(snapshot, kind, before)}
    return with_answers(snapshot, changed)


def with_path(snapshot: Snapshot, subject: Subject, path: Any, value: Any) -> Snapshot:
    """Set what stands at a path of a document."""
    document = copied(subject.document)
    put(document, tuple(path), value)
    return with_document(snapshot, subject.kind, subject.document, document)


def _with_logs(snapshot: Snapshot, subject: Subject, value: Normal) -> Snapshot:
    found = Found({"text": str(value or ""), "cut": False})
    return with_answers(snapshot, dict.fromkeys(_about(snapshot, "logs", subject), found))


def _with_files(snapshot: Snapshot, subject: Subject, value: Mapping[str, Any]) -> Snapshot:
    changed: dict[Question, Answer] = {}
    for question in _about(snapshot, "file", subject):
        path = str(question.parts["path"]).rstrip("/") or "/"
        stat = value.get(path)
        if path in value and not isinstance(stat, UndecidedError):
            changed[question] = ABSENT if stat is None else Found(_file(stat))
    return with_answers(snapshot, changed)


def _file(stat: Mapping[str, Any]) -> Document:
    kept = {key: inner for key, inner in stat.items() if key != "content"}
    if stat.get("content") is not None and stat.get("type") == "file":
        kept |= {"text": str(stat["content"]), "cut": False}
    return kept


def _about(snapshot: Snapshot, kind: str, subject: Subject) -> list[Question]:
    """Find what was asked about the inside of a container."""
    wanted = subject.document.get("Id")
    return [q for q in snapshot.answers if q.kind == kind and q.parts["container"] == wanted]


def with_default(snapshot: Snapshot, subject: Subject, field: Field, value: Normal) -> Snapshot:
    """Give the image that a container was made from another default."""
    key = Question("image", str(subject.document.get("Image") or ""))
    answer = snapshot.answer(key)
    if not isinstance(answer, Found):
        return snapshot
    document = copied(answer.document)
    put(document, field.path, raw(field.form, value))
    return with_document(snapshot, "image", answer.document, document)


def without(snapshot: Snapshot, subject: Subject) -> Snapshot:
    """Take an object away."""
    gone = dict.fromkeys(questions_of(snapshot, subject.kind, subject.document), ABSENT)
    changed: dict[Question, Answer] = {**gone}
    listed = Question("list", f"{subject.kind}s")
    answer = snapshot.answer(listed)
    if isinstance(answer, Found):
        key = identity(subject.kind, subject.document)
        left = [item for item in answer.document if key_of(subject.kind, item) != key]
        changed[listed] = Found(left)
    return with_answers(snapshot, changed)


def refused(snapshot: Snapshot, subject: Subject) -> Snapshot:
    """Let nothing listen where something answered."""
    silent = Found({"failed": "http.refused"})
    return with_answers(
        snapshot, dict.fromkeys(questions_of(snapshot, "http", subject.document), silent)
    )


def with_object(snapshot: Snapshot, kind: str, document: Document) -> Snapshot:
    """Put an object there, under its names and in the list."""
    listed = Question("list", f"{kind}s")
    answer = snapshot.answer(listed)
    others = list(answer.document) if isinstance(answer, Found) else []
    item = listing(kind, document)
    changed: dict[Question, Answer] = {listed: Found([*others, item])}
    names = {identity(kind, document), *names_of(kind, item), *(document.get("RepoTags") or ())}
    changed |= {Question(kind, name): Found(document) for name in names if name}
    return with_answers(snapshot, changed)


def listing(kind: str, document: Mapping[str, Any]) -> Document:
    """Write an object as the engine's lists do."""
    labels = dig(document, ("Config", "Labels")) or document.get("Labels") or {}
    item = {"Id": document.get("Id"), "Labels": dict(labels)}
    if kind == "container":
        state = dig(document, ("State", "Status"))
        image = dig(document, ("Config", "Image"))
        return {**item, "Names": [document.get("Name")], "Image": image, "State": state}
    if kind == "image":
        return {**item, "RepoTags": list(document.get("RepoTags") or ())}
    return {**item, "Name": document.get("Name")}


def named(kind: str, document: Mapping[str, Any], name: str) -> Document:
    """Copy an object's document under another name and id."""
    made = copied(document)
    made["Id"] = (
        hashlib.sha256(name.encode()).hexdigest() if kind != "image" else f"sha256:{'0' * 64}"
    )
    if kind == "image":
        made["RepoTags"] = [name]
        made["RepoDigests"] = []
    else:
        made["Name"] = f"/{name}" if kind == "container" else name
    return made


def relabelled(kind: str, document: Mapping[str, Any], service: str) -> Document:
    """Copy an object's document as that of another service of Compose."""
    made = copied(document)
    path = ("Config", "Labels") if kind == "container" else ("Labels",)
    put(made, (*path, f"{COMPOSE}{LABELS[kind]}"), service)
    return made


def composed_labels(kind: str, service: str, project: str) -> dict[str, str]:
    return {f"{COMPOSE}{LABELS[kind]}": service, f"{COMPOSE}project": project}
