"""The document: described by its schema, the same bytes each time, harmless on a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from grader.formats import FORMATS, Style
from grader.privacy.audience import PHASES, READERS, cut
from tests.formats import samples

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/result.schema.json").read_text(encoding="utf-8"))


def rendered(name: str, language: str = "en") -> Any:
    return json.loads(FORMATS["json"].render(samples.RESULTS[name](), Style(language=language)))


@pytest.mark.parametrize("validator", [Draft7Validator, Draft202012Validator])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", samples.RESULTS)
def test_every_result_fits_the_schema(name: str, phase: Any, reader: Any, validator: Any) -> None:
    """The schema holds in both drafts, for every reader."""
    result = cut(samples.RESULTS[name](), reader, phase)
    document = json.loads(FORMATS["json"].render(result, Style()))

    assert [e.message for e in validator(SCHEMA).iter_errors(document)] == []


def test_the_schema_lets_nothing_else_in() -> None:
    """A key that the schema does not know is refused, at every level that is ours."""
    check = ("checks", 1)
    places: tuple[tuple[str | int, ...], ...] = (
        (),
        ("lab",),
        ("engine",),
        check,
        (*check, "target"),
        (*check, "observations", 0),
        (*check, "observations", 0, "message"),
    )
    for place in places:
        document = inner = rendered("judged")
        for step in place:
            inner = inner[step]
        inner["more"] = 1

        assert not Draft7Validator(SCHEMA).is_valid(document)


def test_every_property_is_described() -> None:
    def walk(schema: Any, at: str = "") -> None:
        if isinstance(schema, dict):
            for name, property_ in schema.get("properties", {}).items():
                assert property_.get("description"), f"{at}.{name}"
            for key, value in schema.items():
                walk(value, f"{at}.{key}")

    walk(SCHEMA)


def test_the_published_schema_is_the_packaged_one() -> None:
    shipped = (ROOT / "grader/schemas/result.schema.json").read_bytes()

    assert shipped == (ROOT / "schemas/result.schema.json").read_bytes()


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    one, other = (FORMATS["json"].render(samples.judged(), Style()) for _ in range(2))

    assert one == other


def test_what_was_not_observed_has_no_score() -> None:
    document = rendered("judged")

    assert (document["outcome"], document["score"]) == ("error", None)
    assert (document["score_so_far"], document["points_open"]) == (52, 10)


def test_hostile_texts_are_escaped_and_read_back_as_they_were() -> None:
    """No control character reaches a terminal; a parser gets the very same text."""
    text = FORMATS["json"].render(samples.hostile(), Style())

    assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in text)
    assert "\u202e" not in text
    assert samples.ESCAPES in json.dumps(json.loads(text), ensure_ascii=False).replace(
        "\\u001b", "\x1b"
    ).replace("\\u0007", "\x07")


def test_several_labs_make_a_list() -> None:
    texts = [FORMATS["json"].render(samples.judged(), Style()) for _ in range(2)]
    join = FORMATS["json"].join

    assert join is not None
    assert [d["lab"]["id"] for d in json.loads(join(texts))] == ["image-metadata"] * 2
