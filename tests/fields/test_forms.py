"""The forms and the comparison, pure: an author's writing against an engine's value, as a table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.comparison.compare import holds
from grader.fields import KINDS
from grader.fields.reading import read_field
from grader.fields.types import Field, Present, Subject, UndecidedError
from grader.labspec.loader import load_bytes
from grader.model.snapshot import Recorder
from tests.conformance.case import LOADER

TABLE = Path(__file__).with_name("forms.yaml").read_text(encoding="utf-8")
VIEW = Recorder({}, datetime(2026, 1, 1, tzinfo=UTC))
TARGETS = {"http": "{url: 'http://localhost/'}"}


def rows() -> list[tuple[str, str, Any, str]]:
    """Field, the author's text as it stands in the table, the engine's value, the verdict."""
    found = []
    table: Any = yaml.compose(TABLE, Loader=LOADER)
    for key, value in table.value:
        for row in value.value:
            written, engine, verdict = row.value
            text = TABLE[written.start_mark.index : written.end_mark.index]
            if written.tag.endswith(":str") and written.value.startswith("["):
                text = written.value
            document = yaml.load(
                TABLE[engine.start_mark.index : engine.end_mark.index], Loader=yaml.SafeLoader
            )
            found.append((key.value, text, document, verdict.value))
    return found


def document_of(field: Field, value: Any) -> dict[str, Any]:
    """Put a value where the field is read; of several places, the mapping that holds them."""
    if field.name == "cpus":
        return {"HostConfig": value}
    for step in reversed(field.path):
        value = {step: value}
    return dict(value)


@pytest.mark.parametrize(("name", "written", "value", "verdict"), rows())
def test_two_writings(name: str, written: str, value: Any, verdict: str) -> None:
    kind, _, field_name = name.partition(".")
    check = f"{{id: it, {kind}: {TARGETS.get(kind, 'web')}, expect: {{{field_name}: {written}}}}}"
    lab = load_bytes(f"version: 1\nlab: forms\nchecks:\n  - {check}\n".encode(), "forms.lab.yaml")
    field = KINDS[kind].fields[field_name]
    reading = read_field(field, Subject(kind, document_of(field, value), VIEW))
    if not isinstance(reading, Present):
        assert verdict == "E"
        return
    try:
        held = holds(lab.checks[0].expect[field_name], reading.value)
    except UndecidedError:
        assert verdict == "E"
        return
    assert {"T": True, "F": False}[verdict] is held, reading.value
