"""What the test of a spec came to: frozen data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.model.result import Outcome

if TYPE_CHECKING:
    from decimal import Decimal

    from grader.labspec.problem import Problem


@dataclass(frozen=True, slots=True)
class Example:
    """A snapshot beside the spec: whether it is a right answer, and what it came to."""

    name: str
    right: bool
    outcome: Outcome

    @property
    def holds(self) -> bool:
        return self.outcome is (Outcome.PASSED if self.right else Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Trial:
    """The test of one spec.

    `kinds` counts the mutants that were made by kind, `caught` those of them that failed.
    `absent` are the checks that ask for absence alone. `problems` is everything that is wrong,
    with its place in the spec; `notes` what nobody asked for.
    """

    lab: str
    file: str
    checks: int
    max_score: Decimal
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]
    score: Decimal | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    caught: int = 0
    examples: tuple[Example, ...] = ()
    notes: tuple[Problem, ...] = ()
    open: bool = False

    @property
    def mutants(self) -> int:
        return self.kinds.total()

    @property
    def exit_code(self) -> int:
        """0 all held, 1 something did not, 3 something could not be judged (3 wins)."""
        if self.open:
            return 3
        return 1 if self.problems else 0
