"""A result cut for its reader holds nothing of what is hidden, in any format."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grader.formats import FORMATS, Style
from grader.messages import CATALOGUE, WITHOUT_VALUES, verdicts
from grader.model.result import Outcome
from grader.privacy.audience import PHASES, Phase, cut
from tests.formats import samples
from tests.formats.samples import SECRETS

if TYPE_CHECKING:
    from grader.model.result import Result

# Gradebooks are given the whole result and hide by themselves; test_tools holds them.
CUT = [name for name, chosen in FORMATS.items() if not chosen.gradebook]
WITH_EVERYTHING = ("text", "json", "html")
ALWAYS_HIDDEN = {"expected", "pattern", "near", "inherited"}
HIDDEN_BY = {
    "actual": ALWAYS_HIDDEN - {"inherited"},
    "message": ALWAYS_HIDDEN | {"actual", "slip"},
    "none": ALWAYS_HIDDEN | {"actual", "slip"},
}


def seen(reveal: str, phase: Phase = "before_due") -> Result:
    return cut(samples.hidden(reveal), "student", phase)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", CUT)
@pytest.mark.parametrize("reveal", HIDDEN_BY)
def test_no_format_holds_a_hidden_value(reveal: str, name: str, language: str) -> None:
    """What `reveal` hides is nowhere in the text, not even in what programs read."""
    text = FORMATS[name].render(seen(reveal), Style(language=language, width=500))

    assert [key for key in HIDDEN_BY[reveal] if SECRETS[key] in text] == []


@pytest.mark.parametrize("name", WITH_EVERYTHING)
def test_the_values_are_there_where_nothing_is_hidden(name: str) -> None:
    """The test above could fail: staff see every value."""
    whole = cut(samples.hidden("none"), "staff", "before_due")
    text = FORMATS[name].render(whole, Style(width=500))

    assert [key for key in SECRETS if SECRETS[key] not in text] == []


@pytest.mark.parametrize("name", CUT)
def test_a_hidden_check_leaves_no_trace(name: str) -> None:
    text = FORMATS[name].render(seen("full"), Style(width=500))

    assert SECRETS["id"] not in text
    assert SECRETS["title"] not in text


def test_hidden_points_are_taken_out_and_the_total_is_provisional() -> None:
    before, after = seen("full"), seen("full", "after_due")

    assert (before.max_score, before.provisional) == (Decimal(7), True)
    assert (after.max_score, after.provisional) == (Decimal(12), False)


@pytest.mark.parametrize(
    ("visibility", "phases"),
    [
        ("always", ("before_due", "after_due", "published")),
        ("after_due", ("after_due", "published")),
        ("after_published", ("published",)),
        ("staff", ()),
    ],
)
def test_a_check_is_seen_from_its_phase_on(visibility: str, phases: tuple[Phase, ...]) -> None:
    spec = samples.HIDDEN.replace("REVEAL", "full").replace("after_due", visibility)
    whole = samples.judged(spec, {})
    shown = [p for p in PHASES if len(cut(whole, "student", p).checks) == len(whole.checks)]

    assert tuple(shown) == phases


def test_a_skip_never_names_a_hidden_check() -> None:
    reasons = {c.id: c.reason for c in seen("full").checks}

    assert reasons["after"] is not None
    assert reasons["after"].code == "skipped-hidden"
    assert reasons["after-both"] is not None
    assert reasons["after-both"].params == {"checks": ["told"]}


@pytest.mark.parametrize("reveal", ["full", "actual", "message", "none"])
def test_scores_stay_as_they_were(reveal: str) -> None:
    """Partial points come from observations; they outlive them."""
    whole, shown = samples.hidden(reveal), seen(reveal)

    assert shown.checks[0].score == whole.checks[0].score == Decimal("0.8")
    assert shown.checks[0].outcome is Outcome.FAILED


@pytest.mark.parametrize("reveal", ["full", "actual", "message", "none"])
def test_hints_always_show(reveal: str) -> None:
    assert "look again" in FORMATS["text"].render(seen(reveal), Style())


def test_none_leaves_the_outcome_alone() -> None:
    check = seen("none").checks[0]

    assert (check.observations, check.notes, check.reason) == ((), (), None)


def test_what_could_not_be_observed_says_why_without_values() -> None:
    check = seen("none").checks[-1]

    assert check.outcome is Outcome.ERROR
    assert "the engine did not answer in time" in FORMATS["text"].render(seen("none"), Style())


def test_a_lab_of_hidden_checks_is_not_passed() -> None:
    spec = samples.HIDDEN.replace("REVEAL", "full\n    visibility: staff")
    shown = cut(samples.judged(spec, {}), "student", "published")
    nothing = cut(
        samples.judged(
            spec.replace("  - id: after\n", "  - id: after\n    visibility: staff\n")
            .replace("  - id: after-both\n", "  - id: after-both\n    visibility: staff\n")
            .replace("visibility: after_due", "visibility: staff"),
            {},
        ),
        "student",
        "published",
    )

    assert len(shown.checks) > 0
    assert nothing.checks == ()
    assert (nothing.outcome, nothing.score) == (Outcome.ERROR, None)
    for name in CUT:
        assert FORMATS[name].render(nothing, Style())


def test_texts_without_values_have_no_place_for_one() -> None:
    """`{field}` is a name; nothing else is put into a text for who may not see values."""
    for code, text in WITHOUT_VALUES.items():
        assert code.startswith("*") or code in CATALOGUE
        assert text.replace("{field}", "").count("{") == 0


def test_every_cause_can_be_said_without_values() -> None:
    causes = {code for code in verdicts.TEXTS if code.startswith("cause.")}
    without = {c for c in causes if c in WITHOUT_VALUES or "{" not in verdicts.TEXTS[c]}

    assert causes == without
