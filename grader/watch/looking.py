"""The answers that are known, kept from look to look; each look asks only what it must."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.judge import judge_noting
from grader.model.snapshot import Answer, Question, Snapshot, Unanswered
from grader.privacy.compared import compared
from grader.watch.affected import UNEVENTFUL, Index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.model.lab import Lab
    from grader.model.result import EngineFacts, Result
    from grader.observation.observer import Asker

ROUNDS = 20  # a lab's questions build on each other a few steps deep


@dataclass(slots=True)
class Looker:
    """Looks at an engine for a lab, again and again. `seconds` bounds one look."""

    lab: Lab
    ask: Asker
    engine: EngineFacts
    seconds: float
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    answers: dict[Question, Answer] = field(default_factory=dict)
    index: Index | None = None

    def everything(self) -> Result:
        """Forget all, and look at all."""
        self.answers.clear()
        return self._complete()

    def again(self, questions: Iterable[Question]) -> Result:
        """Ask questions again, and whatever follows from their new answers."""
        known = [question for question in questions if question in self.answers]
        if known:
            self.answers |= self.ask(known, self.seconds)
        return self._complete()

    def _complete(self) -> Result:
        began = time.monotonic()
        for _ in range(ROUNDS):
            judged, looked = judge_noting(self.lab, self._snapshot(began))
            missing = {q: None for recorder in looked.values() for q in recorder.missing}
            if not missing:
                break
            self.answers |= self.ask(missing, self.seconds)
        touched = {q for recorder in looked.values() for q in recorder.touched}
        for question in self.answers.keys() - touched:
            del self.answers[question]
        self.index = Index(self.lab, looked, self.answers)
        return judged

    def _snapshot(self, began: float) -> Snapshot:
        return Snapshot(
            answers=self.answers,
            observed_at=self.now(),
            seconds=time.monotonic() - began,
            engine=self.engine,
            labs={self.lab.id: self.lab.sha256},
            compared=compared([self.lab]),
        )

    @property
    def uneventful(self) -> list[Question]:
        """The questions whose answers change without an event."""
        return [question for question in self.answers if question.kind in UNEVENTFUL]

    @property
    def cut_off(self) -> Unanswered | None:
        """Return an answer that says that the engine is gone, if one does."""
        for answer in self.answers.values():
            if isinstance(answer, Unanswered) and answer.reason.code == "connection-lost":
                return answer
        return None
