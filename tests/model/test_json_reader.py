"""What is read as JSON can be walked and written again; all else is refused as a ValueError."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.json_reader import MAX_DEPTH, parse, parse_all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


@given(JSON)
def test_json_is_read_as_it_is(document: Any) -> None:
    assert parse(json.dumps(document).encode()) == document


@given(st.binary())
def test_any_bytes_are_a_document_or_a_value_error(source: bytes) -> None:
    try:
        found = parse(source)
    except ValueError:
        return
    json.dumps(found, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "source",
    [
        "NaN", "-Infinity", "1e999", "[-1e999]", "1" * 5000, "", "{", "[1,]", "{'a': 1}",
        "[" * 200_000, "[" * 500 + "]" * 500, '{"a":' * 500 + "1" + "}" * 500, "\x00",
    ],
)  # fmt: skip
def test_what_cannot_be_written_again_is_refused(source: str) -> None:
    with pytest.raises(ValueError):
        parse(source.encode())


def test_the_deepest_that_is_read() -> None:
    depth = MAX_DEPTH
    assert parse(b"[" * depth + b"]" * depth)
    with pytest.raises(ValueError):
        parse(b"[" * (depth + 1) + b"]" * (depth + 1))


def test_half_a_surrogate_pair_becomes_the_sign_for_that() -> None:
    assert parse(rb'{"a\ud800": ["\udc00x"], "b": "\ud83d\ude00"}') == {
        "a\ufffd": ["\ufffdx"],
        "b": "😀",
    }


def test_many_values_are_read_one_after_the_other() -> None:
    """Each value is read where it begins: the rest is not copied for each."""
    assert len(parse_all(b"[]" * 200_000)) == 200_000
    assert parse_all(b'1\n\xef\xbb\xbf{"a": 2}  []') == [1, {"a": 2}, []]
