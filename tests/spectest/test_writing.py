"""Writing a normal form and reading it again gives the same, for every field of the table.

So the mutants of a field are what an engine would say. A field without a writer fails here.
"""

import copy
from datetime import UTC, datetime

import pytest

from grader.comparison.compare import compare
from grader.fields import KINDS
from grader.fields.reading import read_field
from grader.fields.types import Field, Kind, PathsOf, Present, Subject
from grader.labspec.loader import load_bytes
from grader.model.snapshot import Recorder
from grader.spectest.absence import PLAIN
from grader.spectest.satisfy import satisfy
from grader.spectest.value_changes import changes
from grader.spectest.writing import write

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
ELSEWHERE = {"logs", "files"}  # answers of their own; see test_labs
FIELDS = [
    (kind, field)
    for kind in KINDS.values()
    for field in kind.fields.values()
    if kind.named and field.name not in ELSEWHERE and not isinstance(field.form, PathsOf)
]


def name_of(one: Kind | Field) -> str:
    return one.key if isinstance(one, Kind) else one.name


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=name_of)
def test_what_is_written_is_read(kind: Kind, field: Field) -> None:
    spec = (
        f"version: 1\nlab: one\nchecks:\n  - id: one\n    {kind.key}: one\n"
        f"    expect: {{{field.name}: {field.example}}}\n"
    )
    expected = load_bytes(spec.encode(), "one.lab.yaml").checks[0].expect[field.name]
    value = satisfy(expected)
    for wanted in (value, *(change.value for change in changes(expected, value))):
        document = copy.deepcopy(PLAIN[kind.key])
        write(field, document, wanted, MOMENT)
        reading = read_field(field, Subject(kind.key, document, Recorder({}, MOMENT)))
        if wanted is value:
            assert isinstance(reading, Present)
            assert compare(expected, reading.value) is None
        elif isinstance(reading, Present) and wanted is not None:
            assert reading.value != value, wanted
