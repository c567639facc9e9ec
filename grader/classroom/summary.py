"""The result of a class's record: who needs attention, how it went, which mistakes are shared.

Folded entry by entry, so that a class of any size is held in a few numbers a student.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from grader.model.message import Message, message
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.classroom.entry import Entry
    from grader.classroom.student import Roster, Student
    from grader.model.lab import Text
    from grader.model.result import CheckResult, LabFacts, Result

BINS = 10
LETTERS = {Outcome.PASSED: "p", Outcome.FAILED: "f", Outcome.ERROR: "e", Outcome.SKIPPED: "s"}
OUTCOMES = {letter: outcome for outcome, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One student in a table: `letters` are the outcomes of the checks, in the spec's order.

    `reason` says why there is no score. `so_far` is what is earned where something is open.
    """

    student: Student
    outcome: Outcome
    letters: str = ""
    score: Decimal | None = None
    so_far: Decimal | None = None
    reason: Message | None = None

    @property
    def outcomes(self) -> Iterator[Outcome]:
        return (OUTCOMES[letter] for letter in self.letters)

    @property
    def graded(self) -> bool:
        return self.score is not None


@dataclass(frozen=True, slots=True)
class Column:
    """One check over the class: `counts` are students by outcome."""

    id: str
    title: Text | None
    points: Decimal
    counts: Mapping[Outcome, int]

    @property
    def share(self) -> float | None:
        """The share that passed, of all for whom the check was observed."""
        seen = sum(n for outcome, n in self.counts.items() if outcome is not Outcome.ERROR)
        return self.counts[Outcome.PASSED] / seen if seen else None


@dataclass(frozen=True, slots=True)
class Mistake:
    """The same mistake about the same thing, the checks that it fails, and who made it."""

    checks: tuple[str, ...]
    field: str
    said: Message | None
    students: tuple[str, ...]


@dataclass(slots=True)
class Made:
    """A mistake while it is counted; who and which checks, each once and in order."""

    said: Message | None
    checks: dict[str, None] = field(default_factory=dict)
    students: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassResult:
    """A class. `rows` are in the order of the roster; whoever has no score needs attention."""

    lab: LabFacts | None
    max_score: Decimal
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def graded(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.graded)

    @property
    def ungraded(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.graded)

    @property
    def scores(self) -> list[Decimal]:
        return sorted(row.score for row in self.rows if row.score is not None)

    @property
    def mean(self) -> Decimal | None:
        scores = self.scores
        return sum(scores, Decimal(0)) / len(scores) if scores else None

    @property
    def median(self) -> Decimal | None:
        scores = self.scores
        middle = len(scores) // 2
        if not scores:
            return None
        return scores[middle] if len(scores) % 2 else (scores[middle - 1] + scores[middle]) / 2

    @property
    def full(self) -> int:
        """How many have all points."""
        return sum(row.score == self.max_score for row in self.graded)

    @property
    def bins(self) -> list[int]:
        """How many students have each tenth of the points; the full score is in the last."""
        counts = [0] * BINS
        for score in self.scores:
            share = score / self.max_score if self.max_score else Decimal(1)
            counts[min(int(share * BINS), BINS - 1)] += 1
        return counts

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 somebody did not, 3 somebody could not be graded (3 wins)."""
        if self.ungraded:
            return 3
        return int(any(row.outcome is not Outcome.PASSED for row in self.rows))


@dataclass(slots=True)
class Folding:
    """Takes in a class, entry by entry."""

    roster: Roster
    rows: dict[str, Row] = field(default_factory=dict)
    _first: Result | None = None
    _counts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    _mistakes: dict[tuple[str, str, str], Made] = field(default_factory=dict)

    def add(self, student: Student, entry: Entry) -> None:
        result = entry.result
        if result is None:
            self.rows[student.id] = Row(student, Outcome.ERROR, reason=entry.reason)
            return
        self._first = self._first or result
        self.rows[student.id] = Row(
            student=student,
            outcome=result.outcome,
            letters="".join(LETTERS[check.outcome] for check in result.checks),
            score=result.score,
            so_far=result.score_so_far,
            reason=why_open(result),
        )
        for check in result.checks:
            counts = self._counts.setdefault(check.id, Counter())
            counts[check.outcome] += 1
            for name, key, said in _wrong(check):
                target = f"{check.target.kind} {check.target.name}"
                made = self._mistakes.setdefault((target, name, key), Made(said))
                made.checks[check.id] = None
                made.students[student.id] = None

    def result(self) -> ClassResult:
        """Put the class together; who has no entry has not been graded."""
        missing = message("not-recorded")
        rows = (
            self.rows.get(s.id) or Row(s, Outcome.ERROR, reason=missing)
            for s in self.roster.students
        )
        first = self._first
        return ClassResult(
            lab=first.lab if first else None,
            max_score=first.max_score if first else Decimal(0),
            rows=tuple(rows),
            columns=tuple(self._columns(first.checks if first else ())),
            mistakes=tuple(self._shared()),
        )

    def _columns(self, checks: Sequence[CheckResult]) -> Iterator[Column]:
        for check in checks:
            counts = self._counts.get(check.id, Counter())
            yield Column(check.id, check.title, check.points, counts)

    def _shared(self) -> list[Mistake]:
        """Mistakes that two or more made, the most frequent first."""
        found = [
            Mistake(tuple(made.checks), name, made.said, tuple(made.students))
            for (_, name, _), made in self._mistakes.items()
            if len(made.students) > 1
        ]
        return sorted(found, key=lambda m: (-len(m.students), m.checks, m.field, str(m.said)))


def why_open(result: Result) -> Message | None:
    """Why a lab has no score: the first check that could not be checked."""
    if result.score is not None:
        return None
    reasons = (c.reason for c in result.checks if c.outcome is Outcome.ERROR)
    return next((reason for reason in reasons if reason is not None), message("nothing-observed"))


def _wrong(check: CheckResult) -> Iterator[tuple[str, str, Message | None]]:
    """Name the mistakes of a check so that the same one has the same name in every student.

    A likely cause says more than the value that came of it.
    """
    if check.outcome is not Outcome.FAILED:
        return
    causes = [note for note in check.notes if note.code.startswith("cause.")]
    for note in causes:
        yield "", note.code, note
    for seen in check.observations if not causes else ():
        if seen.outcome is Outcome.FAILED:
            code = seen.message.code if seen.message else ""
            actual = json.dumps(seen.actual, sort_keys=True, ensure_ascii=True, default=str)
            yield seen.field, f"{code} {actual}", seen.message
