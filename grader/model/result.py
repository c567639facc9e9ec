"""What the judge found: frozen data, and the only place where points are added.

Scores are decimals. A check's score is rounded half up to two places once; the lab's is the exact
sum of those. What could not be checked has no score: `None`, never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.model.points import cents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.model.message import Json, Message


class Outcome(StrEnum):
    """How a check ended. `error` is "we could not look", never "you are wrong"."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Observation:
    """One fact: a field, what was expected of it, what was there.

    `path` is where `docker inspect` shows it. `expected` is the expectation as its author wrote
    it, `actual` the normal form of what the engine said; None where there is nothing.
    `source` says where a value came from: "inherited", "overridden" or None (not known, or has
    no default in the image). `inherited` is the image's own value where it has one.
    `message` is None when the observation holds without a note.
    """

    field: str
    outcome: Outcome
    expected: Json
    actual: Json
    path: tuple[str | int, ...] = ()
    source: str | None = None
    inherited: Json = None
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What was looked at: kind ("container", "http" …) and the name that a reader knows it by.

    `exact`: the engine knows it by that very name too (it is no service of Compose, no set), so
    a command may be given that asks for it.
    """

    kind: str
    name: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check, judged.

    `reason` says why a check was skipped or could not be checked. `open` marks a check that an
    error leaves undecided. `notes` are what a failing check says besides (a likely cause, a
    next step) and what a passing one should be known for.

    `shown` is how much of it this copy still holds, in the words of `reveal`; `kept_score` the
    score from before its observations were removed for a reader (see `grader.privacy.audience`).
    """

    id: str
    target: Target
    outcome: Outcome
    points: Decimal
    observations: tuple[Observation, ...] = ()
    title: str | Mapping[str, str] | None = None
    section: str | Mapping[str, str] | None = None
    partial: bool = False
    reason: Message | None = None
    notes: tuple[Message, ...] = ()
    hint: tuple[str | Mapping[str, str], ...] = ()
    reveal: str = "full"
    visibility: str = "always"
    open: bool = False
    seconds: float = 0.0
    shown: str = "full"
    kept_score: Decimal | None = None

    @property
    def score(self) -> Decimal | None:
        """The points earned, at most two decimals; None while the check is open."""
        if self.open:
            return None
        if self.kept_score is not None:
            return self.kept_score
        if self.outcome is Outcome.PASSED:
            return cents(self.points)
        if self.partial and self.observations and self.outcome is Outcome.FAILED:
            held = sum(o.outcome is Outcome.PASSED for o in self.observations)
            return cents(self.points * held / len(self.observations))
        return Decimal(0)


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """Which engine answered: what every report names."""

    kind: str
    version: str
    api: str
    endpoint: str
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LabFacts:
    id: str
    title: str | Mapping[str, str] | None
    spec_sha256: str
    description: str | Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A whole lab, judged at one moment. Conclusions are properties; nothing is stored twice."""

    lab: LabFacts
    checks: tuple[CheckResult, ...]
    observed_at: datetime
    seconds: float
    engine: EngineFacts | None = None
    student: str | None = None
    provisional: bool = False
    notes: tuple[Message, ...] = ()

    @property
    def counting(self) -> tuple[CheckResult, ...]:
        """The checks that decide: those with points, or all where none has any."""
        with_points = tuple(c for c in self.checks if c.points > 0)
        return with_points or self.checks

    @property
    def outcome(self) -> Outcome:
        """Decide the lab; without any check (all may be hidden) nothing is known of it."""
        checks = self.counting
        if not checks or any(c.open for c in checks):
            return Outcome.ERROR
        if all(c.outcome is Outcome.PASSED for c in checks):
            return Outcome.PASSED
        return Outcome.FAILED

    @property
    def score(self) -> Decimal | None:
        return None if self.outcome is Outcome.ERROR else self.score_so_far

    @property
    def score_so_far(self) -> Decimal:
        return sum((c.score for c in self.checks if c.score is not None), Decimal(0))

    @property
    def points_open(self) -> Decimal:
        return sum((cents(c.points) for c in self.checks if c.open), Decimal(0))

    @property
    def max_score(self) -> Decimal:
        return sum((cents(c.points) for c in self.checks), Decimal(0))

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 something failed, 3 something could not be checked (3 wins)."""
        return {Outcome.PASSED: 0, Outcome.FAILED: 1}.get(self.outcome, 3)
