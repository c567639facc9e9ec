"""Every recorded case, judged without an engine: the judge's own tests."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from grader.judge import judge
from tests.conformance import recording
from tests.conformance.case import Case, cases
from tests.conformance.test_conformance import details, found

if TYPE_CHECKING:
    from grader.model.snapshot import Snapshot

CASES = {case.name: case for case in cases()}


@cache
def recorded(engine: str) -> tuple[Snapshot, dict[str, str]]:
    return recording.read(engine)


PAIRS = [(engine, name) for engine in recording.ENGINES for name in recorded(engine)[1]]


@pytest.mark.parametrize(("of", "name"), PAIRS, ids=[f"{e}-{n}" for e, n in PAIRS])
def test_a_recorded_case_is_judged_as_it_says(of: str, name: str) -> None:
    snapshot, specs = recorded(of)
    case: Case = CASES[name]
    result = judge(case.lab(specs[name]), snapshot)
    expected, seen = case.expected_on(of), found(result)
    assert seen.outcomes == expected.outcomes, details(result)
    if expected.codes is not None:
        assert seen.codes == expected.codes, details(result)
    assert set(expected.notes) <= set(seen.notes)
    if expected.score is not None:
        assert seen.score == expected.score


@pytest.mark.parametrize("of", recording.ENGINES)
def test_most_cases_are_in_the_recording(of: str) -> None:
    """Record again when cases were added: GRADER_RECORD=conformance."""
    states = [c for c in CASES.values() if not (c.allow_exec or c.later or c.seconds)]
    wanted = {c.name for c in states if not c.only or of in c.only}
    assert wanted - recorded(of)[1].keys() == set()
