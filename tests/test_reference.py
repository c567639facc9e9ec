"""The reference page is made from the field table, and what it shows can be used as it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from grader.fields import KINDS
from grader.labspec.loader import load_bytes
from tools import reference

if TYPE_CHECKING:
    from grader.fields.types import Field

SCHEMA = json.loads((reference.ROOT / "schemas" / "lab.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
WRITTEN = reference.PAGE.read_text(encoding="utf-8")
FIELDS = [(kind.key, field) for kind in KINDS.values() for field in kind.fields.values()]
TARGETS = {"http": "{url: 'http://localhost/'}", "exec": "{container: web, command: ls}"}


def test_the_page_is_the_one_that_the_table_makes() -> None:
    """`make reference` writes it anew."""
    assert reference.page() == WRITTEN


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=lambda value: getattr(value, "name", value))
def test_an_example_can_be_used_as_it_stands(kind: str, field: Field) -> None:
    """The loader takes it, and so does the schema of editors."""
    check = f"id: it\n    {kind}: {TARGETS.get(kind, 'web')}\n    expect:\n      {field.name}:"
    text = f"version: 1\nlab: example\nchecks:\n  - {check} {field.example}\n"
    lab = load_bytes(text.encode(), "example.lab.yaml")
    assert set(lab.checks[0].expect) == {field.name}
    VALIDATOR.validate(yaml.safe_load(text))


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=lambda value: getattr(value, "name", value))
def test_a_field_says_what_it_is(kind: str, field: Field) -> None:
    """A sentence, and for what Compose has no word for, nothing that pretends so."""
    assert field.doc.endswith(".")
    assert field.doc[0].isupper() or field.doc.startswith("`")
    assert f'<a id="{kind}-{field.name}"></a>' in WRITTEN
