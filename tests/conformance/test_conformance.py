"""Every case, on a real engine: the verdict, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.model.result import Outcome
from tests.conformance.case import Case, Found, cases, only_field
from tests.conformance.playing import Playing
from tests.engines import plugin
from tests.engines.state import locked

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.result import Result
    from tests.engines.engine import EngineUnderTest
    from tests.engines.lab import LabEngine

CASES = cases()


@pytest.fixture(scope="session")
def played(lab_of_session: LabEngine, request: pytest.FixtureRequest) -> Playing:
    """All cases that were chosen, played on the engine; what they made is gone afterwards."""
    items: list[Any] = request.session.items
    wanted = {i.callspec.params["case"].name for i in items if is_case(i)}
    playing = Playing(lab_of_session, [case for case in CASES if case.name in wanted])
    with locked(plugin.tests_lock(lab_of_session.engine)):
        lab_of_session.cleanup()
        playing.play()
        lab_of_session.cleanup()
    return playing


def is_case(item: Any) -> bool:
    return getattr(item, "originalname", "") == test_a_case_is_judged_as_it_says.__name__


def found(result: Result) -> Found:
    """What a result holds of what a case expects."""
    decided = [c for c in result.checks if c.outcome is not Outcome.PASSED]
    codes = [o.message.code for c in decided for o in c.observations if o.message]
    codes += [c.reason.code for c in decided if c.reason and not c.observations]
    notes = [note.code for c in result.checks for note in c.notes]
    score = None if result.score is None else float(result.score)
    return Found({c.id: str(c.outcome) for c in result.checks}, codes, notes, score)


@pytest.mark.engine
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_judged_as_it_says(
    case: Case,
    engine: EngineUnderTest,
    played: Playing,
    record_property: Callable[[str, object], None],
) -> None:
    if case.only and engine.name not in case.only:
        return  # the case itself says why there is nothing to play
    expected = case.expected_on(engine.name)
    record_property("conformance", [engine.name, *fields_of(case)])
    assert case.name not in played.failed, played.failed[case.name]
    seen = found(played.results[case.name])
    assert seen.outcomes == expected.outcomes, details(played.results[case.name])
    for live, again in zip(
        played.results[case.name].checks, played.replayed[case.name].checks, strict=True
    ):
        assert again.outcome in (live.outcome, Outcome.ERROR), (
            "on a snapshot: the same, or an error"
        )
    if expected.codes is not None:
        assert seen.codes == expected.codes, details(played.results[case.name])
    assert set(expected.notes) <= set(seen.notes), seen.notes
    if expected.score is not None:
        assert seen.score == expected.score


def fields_of(case: Case) -> list[str]:
    of = (only_field(check) for check in case.lab().checks)
    return sorted({found[0] for found in of if found})


def details(result: Result) -> str:
    """What was seen, for whoever reads a failing case."""
    lines = [
        f"{o.field}: {o.outcome}: {o.actual!r} (source {o.source}) for {o.expected!r}: {o.message}"
        for c in result.checks
        for o in c.observations
    ]
    return "\n".join([*lines, *(str(note) for c in result.checks for note in c.notes)])
