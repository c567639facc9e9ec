"""Points: rounded half up once a check, then summed exactly; what is open has none."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from grader.model.result import CheckResult, LabFacts, Observation, Outcome, Result, Target

PASSED, FAILED, ERROR = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR


def check(points: str, *outcomes: Outcome, partial: bool = True) -> CheckResult:
    worst = next(o for o in (ERROR, FAILED, PASSED) if o in outcomes)
    seen = tuple(Observation(f"f{n}", o, None, None) for n, o in enumerate(outcomes))
    target = Target("container", "web")
    return CheckResult(
        "it", target, worst, Decimal(points), seen, partial=partial, open=worst is ERROR
    )


def result(*checks: CheckResult) -> Result:
    return Result(LabFacts("lab", None, ""), checks, datetime(2026, 1, 1, tzinfo=UTC), 0.0)


@pytest.mark.parametrize(
    ("points", "outcomes", "score"),
    [
        ("10", (PASSED, PASSED, FAILED), "6.67"),
        ("10", (PASSED, FAILED, FAILED), "3.33"),
        ("1", (PASSED, *[FAILED] * 7), "0.13"),  # 0.125
        ("0.05", (PASSED, FAILED), "0.03"),  # 0.025
        ("7", (FAILED, FAILED), "0"),
    ],
)
def test_a_partial_check_is_rounded_half_up(
    points: str, outcomes: tuple[Outcome, ...], score: str
) -> None:
    assert check(points, *outcomes).score == Decimal(score)


def test_all_or_nothing_earns_no_share() -> None:
    assert check("10", PASSED, FAILED, partial=False).score == 0


def test_the_lab_is_the_exact_sum() -> None:
    third = check("10", PASSED, FAILED, FAILED)
    assert result(third, third, third).score == Decimal("9.99")
    assert result(*[check("0.1", PASSED)] * 3).score == Decimal("0.3")


def test_all_of_a_lab_is_never_more_than_its_points() -> None:
    """A check's points are rounded as its score is."""
    whole = result(*[check("0.005", PASSED)] * 2)
    assert whole.score == whole.max_score == Decimal("0.02")


def test_what_is_open_has_no_score_and_takes_the_labs() -> None:
    lab = result(check("3", PASSED), check("4", ERROR))
    assert lab.score is None
    assert (lab.score_so_far, lab.points_open) == (Decimal(3), Decimal(4))
    assert lab.exit_code == 3
