"""Observing: from labs to one snapshot, in as many looks as patience allows.

What to ask is what the judge would look up: each round judges, asks what was missing, and ends
when nothing is. A check that has patience left has its objects asked again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.judge import judge, wanted
from grader.judge.objects import twins
from grader.judge.patience import is_final, is_settled
from grader.model.message import message
from grader.model.result import Outcome
from grader.model.snapshot import Answer, Question, Snapshot, Unanswered, waited_key
from grader.privacy.compared import compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.lab import Check, Lab
    from grader.model.result import EngineFacts

ID = re.compile(r"(?:sha256:)?[0-9a-f]{64}")
PAUSE = 0.25  # seconds between looks while a check has patience
SLOW = 2.0  # where the engine tells by itself when something has changed

# Questions whose answer changes only when the engine tells so.
TOLD = frozenset({"container", "network", "volume", "image", "list"})

# Waits for news at most so many seconds; returns early when there are some.
Pause = Callable[[float], object]
# Questions, and the seconds that are left to ask them all.
Asker = Callable[[Iterable[Question], float], Mapping[Question, Answer]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is waited for, told while it lasts: the checks, and the longest time left."""

    checks: tuple[str, ...]
    seconds: float


@dataclass(slots=True)
class Observer:
    """Takes snapshots. Clock, pause and asking come from outside.

    `listen` listens to the engine's events, once there is something to
    wait for, and gives a pause that news end; None where it tells nothing.

    `seconds` bounds the whole run: when it is over, what was seen is kept and the rest has that
    reason. `thorough` also looks at checks whose `requires` did not pass.
    """

    ask: Asker
    engine: EngineFacts | None = None
    seconds: float = 300.0
    thorough: bool = False
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    clock: Callable[[], float] = time.monotonic
    listen: Callable[[], AbstractContextManager[Pause | None]] = nullcontext
    pause: Pause = time.sleep
    tell: Callable[[Waiting], None] = field(default=lambda _: None)

    def observe(self, labs: Sequence[Lab]) -> Snapshot:
        """Look until every check has its answers and patience is over."""
        run = _Run(self, labs, self.clock())
        run.complete()
        if run.waiting() is not None:
            with self.listen() as hear:
                self._wait(run, hear)
        return run.snapshot()

    def _wait(self, run: _Run, hear: Pause | None) -> None:
        """Look again and again, at news or after a while, the last time when patience is over."""
        while waiting := run.waiting():
            self.tell(waiting)
            slow = SLOW if hear and run.is_told() else PAUSE
            (hear or self.pause)(min(slow, waiting.seconds, run.soonest))
            run.look_again()

    def look_once(self, labs: Sequence[Lab]) -> Snapshot:
        """Look without patience, as on a moment that is over."""
        run = _Run(self, labs, self.clock())
        run.complete()
        return run.snapshot()


class _Run:
    """One run of an observer: the answers so far, and whose patience began when."""

    def __init__(self, observer: Observer, labs: Sequence[Lab], start: float) -> None:
        self._observer = observer
        self._labs = labs
        self._start = start
        self._compared = compared(labs)
        self._answers: dict[Question, Answer] = {}
        self._moment = observer.now()
        self._since: dict[tuple[str, str], float] = {}
        self._waited: dict[str, float] = {}
        self._held: set[str] = set()
        self._left: dict[tuple[str, str], float] = {}
        self._touched: dict[tuple[str, str], set[Question]] = {}

    def snapshot(self) -> Snapshot:
        return Snapshot(
            answers=dict(self._answers),
            observed_at=self._moment,
            seconds=round(self._observer.clock() - self._start, 3),
            engine=self._observer.engine,
            labs={lab.id: lab.sha256 for lab in self._labs},
            waited=dict(self._waited),
            compared=self._compared,
        )

    def complete(self) -> None:
        """Ask until the judge finds all that it looks up; each object once, whatever it is called.

        Of one that is meant by its name and by its id, the name is asked for first.
        """
        known: dict[Question, Answer] = {}
        while missing := self._missing():
            for by_id in (False, True):
                batch = [q for q in missing if by_id == bool(ID.fullmatch(q.key))]
                asked = [q for q in batch if q not in known]
                found = self._ask(asked) if asked else {}
                self._answers |= {q: known[q] for q in batch if q in known} | {**found}
                known |= {twin: found[q] for q in found for twin in twins(q, found[q])}
        self._moment = self._observer.now()

    def _ask(self, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        left = self._observer.seconds - (self._observer.clock() - self._start)
        if left <= 0:
            return dict.fromkeys(questions, Unanswered(message("run-timed-out")))
        return self._observer.ask(questions, left)

    def _missing(self) -> list[Question]:
        snapshot = self.snapshot()
        missing: dict[Question, None] = {}
        for lab in self._labs:
            looked = wanted(lab, snapshot, skipped=self._observer.thorough)
            for name, recorder in looked.items():
                self._touched[lab.id, name] = recorder.touched
                missing |= recorder.missing
        return list(missing)

    def waiting(self) -> Waiting | None:
        """Find the checks that have patience left and neither hold nor are final."""
        snapshot = self.snapshot()
        now = self._observer.clock()
        self._left = {}
        for lab in self._labs:
            if not any(check.within for check in lab.checks):
                continue
            outcomes = {c.id: c.outcome for c in judge(lab, snapshot).checks}
            for check in lab.checks:
                seconds = self._patience(lab, check, outcomes, now, snapshot)
                if seconds > 0 and not is_final(check, snapshot):
                    self._left[lab.id, check.id] = seconds
        over = self._observer.seconds - (now - self._start)
        if not self._left or over <= 0:
            return None
        names = tuple(name for _, name in self._left)
        return Waiting(names, min(max(self._left.values()), over))

    def _patience(
        self,
        lab: Lab,
        check: Check,
        outcomes: Mapping[str, Outcome],
        now: float,
        snapshot: Snapshot,
    ) -> float:
        """Return the seconds of patience that a check has left; it is counted from when it ran."""
        outcome = outcomes[check.id]
        if not check.within or outcome is Outcome.SKIPPED:
            return 0.0
        since = self._since.setdefault((lab.id, check.id), now if check.requires else self._start)
        key = waited_key(lab.id, check.id)
        if outcome is Outcome.PASSED and (
            now - since >= check.within or is_settled(check, snapshot)
        ):
            if key not in self._held:
                self._held.add(key)
                self._waited[key] = round(now - since, 3)
            return 0.0
        self._waited[key] = round(min(now - since, check.within), 3)
        return check.within - (now - since)

    @property
    def soonest(self) -> float:
        """The seconds until the first patience is over: then it is looked once more."""
        return max(min(self._left.values()), 0.0)

    def is_told(self) -> bool:
        """Say whether the engine reports events for all that is waited for: not for files, logs."""
        return all(question.kind in TOLD for question in self._asked_again())

    def _asked_again(self) -> set[Question]:
        return {question for check in self._left for question in self._touched[check]}

    def look_again(self) -> None:
        """Ask again for the objects of the checks that are waited for."""
        for question in self._asked_again():
            self._answers.pop(question, None)
        self.complete()
