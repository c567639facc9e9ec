"""A field declares every path that its reader touches: what is kept of a document depends on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from grader.fields import KINDS
from grader.fields.reading import dig, read_field
from grader.fields.types import Field, Path, Subject
from grader.labspec.loader import load_bytes
from grader.model.snapshot import Question, Snapshot
from tests.observation.recorded import LABS, documents

KIND_FIELDS = [
    (kind, field)
    for kind in ("container", "image")
    for field in KINDS[kind].fields.values()
    if field.name != "inspect"  # it reads what a spec names
]
VIEW = Snapshot({}, datetime(2026, 1, 31, tzinfo=UTC))
# Sections of a container in which each reader finds something.
RICH: dict[str, Any] = {
    "Id": "c" * 64,
    "Image": "sha256:" + "a" * 64,
    "RestartCount": 2,
    "State": {
        "Status": "exited", "ExitCode": 3, "Error": "port is already allocated",
        "StartedAt": "2026-01-31T09:00:00Z", "Health": {"Status": "healthy"},
    },
    "Config": {"Image": "nginx", "Tty": True, "Healthcheck": {"Test": ["CMD", "true"]}},
    "HostConfig": {
        "NetworkMode": "bridge", "CpuQuota": 50_000, "CpuPeriod": 100_000, "Tmpfs": {"/run": ""},
        "Mounts": [{"Type": "tmpfs", "Target": "/scratch", "TmpfsOptions": {"SizeBytes": 64}}],
        "PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]},
    },
    "Mounts": [{"Type": "tmpfs", "Destination": "/run"}],
    "NetworkSettings": {"Networks": {}, "Ports": {}},
}  # fmt: skip


SPEC = (
    b"version: 1\nlab: x\nchecks:\n  - id: one\n    container: x\n"
    b"    expect: { files: { /etc/motd: { contains: hello } }, cap_add: { not: [NET_RAW] } }\n"
)
WANTED = load_bytes(SPEC, "x.lab.yaml").checks[0].expect


def subject(kind: str, document: dict[str, Any], field: Field) -> Subject:
    return Subject(kind, document, VIEW, wanted=WANTED.get(field.name), lasting=True)


class UndeclaredError(AssertionError):
    """A reader touched a path that its field does not declare."""


class Watched(dict[str, Any]):
    """A document that refuses access to all but some paths."""

    def __init__(self, document: dict[str, Any], paths: tuple[Path, ...], at: Path = ()) -> None:
        super().__init__(document)
        self.paths, self.at = paths, at

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            return default
        return self[key]

    def __getitem__(self, key: str) -> Any:
        here = (*self.at, key)
        near = [p for p in self.paths if p[: len(here)] == here or here[: len(p)] == p]
        if not near:
            raise UndeclaredError(f"{here} is not declared")
        value = super().__getitem__(key)
        return Watched(value, self.paths, here) if isinstance(value, dict) else value


def cut(document: dict[str, Any], paths: tuple[Path, ...]) -> dict[str, Any]:
    kept: dict[str, Any] = {section: {} for section in ("State", "Config", "HostConfig")}
    kept |= {"Mounts": [], "NetworkSettings": {}, "RootFS": {}}
    for path in paths:
        value, into = dig(document, path), kept
        if value is not None:
            for step in path[:-1]:
                into = into.setdefault(str(step), {})
            into[str(path[-1])] = value
    return kept


def states(kind: str) -> list[dict[str, Any]]:
    found = [document for lab in LABS for document in documents(lab, kind)]
    if kind == "container":
        running = {**RICH, "State": {**RICH["State"], "Status": "running"}}
        plain = {**RICH, "Config": {"Image": "nginx"}, "State": {"Status": "created"}}
        found += [RICH, running, plain]
    return found


@pytest.mark.parametrize(("kind", "field"), KIND_FIELDS, ids=lambda one: getattr(one, "name", one))
def test_a_reader_touches_only_what_its_field_declares(kind: str, field: Field) -> None:
    for document in states(kind):
        watched = Watched(document, field.paths)
        if field.read:
            field.read(subject(kind, watched, field))
        else:
            dig(watched, field.path)


@pytest.mark.parametrize(("kind", "field"), KIND_FIELDS, ids=lambda one: getattr(one, "name", one))
def test_a_document_cut_to_the_declared_paths_reads_the_same(kind: str, field: Field) -> None:
    for document in states(kind):
        whole = read_field(field, subject(kind, document, field), WANTED.get(field.name))
        again = read_field(
            field, subject(kind, cut(document, field.paths), field), WANTED.get(field.name)
        )
        assert repr(again) == repr(whole)


@pytest.mark.parametrize(
    ("field", "path"),
    [(f, p) for _, f in KIND_FIELDS for p in f.also],
    ids=lambda one: getattr(
        one, "name", ".".join(map(str, one)) if isinstance(one, tuple) else one
    ),
)
def test_no_declared_path_is_superfluous(field: Field, path: Path) -> None:
    """Deleting any declared path is noticed."""
    rest = tuple(p for p in field.paths if p != path)
    read = replace(field).read
    assert read is not None

    def read_all() -> None:
        for document in states("container"):
            read(subject("container", Watched(document, rest), field))

    with pytest.raises(UndeclaredError):
        read_all()


def test_a_question_needs_the_id_that_is_kept() -> None:
    """Logs and files are asked for by the container's id."""
    for name in ("logs", "files"):
        assert ("Id",) in KINDS["container"].fields[name].paths
    assert Question.of("logs", container="x", tty=False).parts["container"] == "x"
