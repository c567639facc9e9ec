"""The cases themselves, without an engine: whether they are whole, and whether none is missing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from grader.fields import KINDS
from grader.labspec.matchers import READERS, SOURCES
from grader.messages import CATALOGUE
from tests.conformance.case import CASES as FOLDER
from tests.conformance.case import IMAGES, NAME, Case, cases, only_field, words_in
from tests.engines.recipes import RECIPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model.expectation import Expectation

CASES = cases()
VERDICTS = {"passed", "failed"}


def judged() -> Iterator[tuple[str, str, Expectation]]:
    """The checks that look at one field: the field, the expected outcome, what is expected."""
    for case in CASES:
        for check in case.lab().checks:
            field = only_field(check)
            if field:
                yield field[0], case.expected.outcomes[check.id], field[1]


JUDGED = list(judged())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_whole(case: Case) -> None:
    """Its spec is in order, its checks have outcomes, its engines, codes and images are known."""
    lab = case.lab()
    assert {check.id for check in lab.checks} == set(case.expected.outcomes)
    for engine, differs in case.engines.items():
        assert engine in RECIPES
        assert differs.get("because"), "a difference says why"
        assert {"outcome", "codes", "outcomes"} & set(differs)
    codes = [*(case.expected.codes or ()), *case.expected.notes]
    assert set(codes) <= set(CATALOGUE)
    assert {*case.images} <= {file.stem for file in IMAGES.glob("*.Dockerfile")}
    if "failed" in case.expected.outcomes.values() and len(lab.checks) == 1:
        assert case.expected.codes, "a failing case says by which code"


def test_an_object_is_made_in_one_way() -> None:
    """Cases share what they look at, so two that make a name must make it alike."""
    made: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        for command in case.make:
            for name in NAME.findall(command):
                made[name].add(command)
    assert {name: ways for name, ways in made.items() if len(ways) > 1} == {}


@pytest.mark.parametrize(
    "field", [f"{kind.key}.{name}" for kind in KINDS.values() for name in kind.fields]
)
def test_a_field_has_a_case_that_passes_and_one_that_fails(field: str) -> None:
    assert {outcome for name, outcome, _ in JUDGED if name == field} >= VERDICTS


@pytest.mark.parametrize("word", READERS)
def test_a_matcher_has_a_case_that_passes_and_one_that_fails(word: str) -> None:
    held = {outcome for _, outcome, expected in JUDGED if word in set(words_in(expected))}
    assert held >= VERDICTS


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "field", [name for name, field in KINDS["container"].fields.items() if field.inherits]
)
def test_each_source_has_a_case_that_passes_and_one_that_fails(field: str, source: str) -> None:
    held = {
        outcome
        for name, outcome, expected in JUDGED
        if name == f"container.{field}" and source in sources_in(expected)
    }
    assert held >= VERDICTS


def sources_in(expected: Expectation) -> set[str]:
    found = {str(expected.words["source"])} if "source" in expected.words else set()
    return found.union(*map(sources_in, expected.parts.values()))


def test_a_folder_is_a_field_or_a_rule() -> None:
    fields = {f"{kind.key}.{name}" for kind in KINDS.values() for name in kind.fields}
    for folder in FOLDER.iterdir():
        area = folder.name.partition(".")[0]
        assert area in {"rule", "matcher"} or folder.name in fields
