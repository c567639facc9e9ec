"""The loop: wait for something to happen, ask again what it touched, judge, show what changed."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.engine.event_stream import Connected, Event, Lost, Missed
from grader.engine.events import Events
from grader.engine.session import Asking
from grader.errors import EngineError
from grader.privacy.audience import cut
from grader.watch.hints import Hints
from grader.watch.looking import Looker
from grader.watch.polling import Restless
from grader.watch.state import State, changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.engine.connection import Engine
    from grader.model.message import Message
    from grader.model.result import Result
    from grader.model.snapshot import Question
    from grader.privacy.audience import Phase, Reader
    from grader.watch.spec_file import SpecFile
    from grader.watch.state import View

TICK = 0.25  # how often the spec's file and the terminal's size are looked at
RETRY = 1.0
SWITCH = 0.0005  # seconds until another of our threads may run: the page's must not wait for us
ASLEEP = 5.0  # the clock on the wall went on so much further than ours: the machine slept


@dataclass(slots=True)
class Wishes:
    """What the one who watches asks for, from any thread: one letter each."""

    bell: threading.Condition
    letters: list[str] = field(default_factory=list)

    def wish(self, letter: str) -> None:
        with self.bell:
            self.letters.append(letter)
            self.bell.notify_all()

    def take(self) -> list[str]:
        with self.bell:
            letters, self.letters = self.letters, []
        return letters


@dataclass(slots=True)
class Watch:
    """Watches one lab until it is told to stop. `views` show what is seen."""

    spec: SpecFile
    open: Callable[[], Engine]
    views: Iterable[View]
    reader: Reader = "student"
    phase: Phase = "before_due"
    seconds: float = 10.0
    allow_exec: bool = False
    hints: Hints = field(default_factory=Hints)
    wishes: Wishes = field(default_factory=lambda: Wishes(threading.Condition()))
    wall: Callable[[], float] = time.time
    _judged: Result | None = None
    _result: Result | None = None
    _changed: frozenset[str] = frozenset()
    _trouble: Message | None = None
    _looker: Looker | None = None
    _restless: Restless = field(default_factory=Restless)
    _shown: State | None = None

    def run(self) -> int:
        """Watch until `q`; returns the exit code of what was seen last."""
        sys.setswitchinterval(SWITCH)
        self.spec.changed()
        self._show()
        while True:
            try:
                engine = self.open()
            except EngineError as wrong:
                self._trouble = wrong.message
                self._show()
                if self._idle():
                    break
                continue
            with closing(engine), Events(engine, bell=self.wishes.bell) as events:
                self._follow(engine, events)
            break
        return self._judged.exit_code if self._judged and not self._trouble else 3

    def _idle(self) -> bool:
        """Wait before the engine is tried again; True when the watch is over."""
        with self.wishes.bell:
            if not self.wishes.letters:
                self.wishes.bell.wait(RETRY)
        if self.spec.changed():
            self._show()
        return "q" in self.wishes.take()

    def _follow(self, engine: Engine, events: Events) -> None:
        self._begin(engine)
        while True:
            began, wall = time.monotonic(), self.wall()
            notices = self._wait(events)
            if "q" in (letters := self.wishes.take()):
                return
            asleep = self.wall() - wall - (time.monotonic() - began) > ASLEEP
            if asleep:
                events.renew()
            if self.spec.changed():
                self._begin(engine)
            everything, touched = self._read(notices)
            self._look(touched, everything=everything or asleep or "r" in letters)
            self._hint(asked="h" in letters)
            self._show()

    def _begin(self, engine: Engine) -> None:
        """Start again with the lab of the spec, when events are heard."""
        lab = self.spec.lab
        asking = Asking(engine, allow_exec=self.allow_exec)
        fresh = Looker(lab, asking, engine.facts, self.seconds)
        if self._looker is not None:
            self._looker = fresh
            self._restless.everything_at = 0.0
        else:
            self._looker = fresh
            self._restless.everything_at = time.monotonic() + RETRY  # events say when, else this

    def _wait(self, events: Events) -> list[object]:
        """Wait for events, wishes, or what is due."""
        until = self._restless.next_at() - time.monotonic()
        with self.wishes.bell:
            quiet = not self.wishes.letters
            return list(events.wait(min(max(until, 0.0), TICK) if quiet else 0.0))

    def _read(self, notices: Iterable[object]) -> tuple[bool, set[Question]]:
        """Find what notices touch, and whether all must be looked at."""
        everything = False
        touched: set[Question] = set()
        for notice in notices:
            if isinstance(notice, Event):
                if self._looker and self._looker.index:
                    touched |= self._looker.index.touched(notice)
            elif isinstance(notice, Lost):
                self._trouble = notice.reason
            elif isinstance(notice, Connected | Missed):
                self._trouble = None
                everything = True
        return everything, touched

    def _look(self, touched: set[Question], *, everything: bool) -> None:
        """Ask and judge; while the engine is away, what was seen last stays."""
        looker = self._looker
        if looker is None or self._trouble:
            return
        now = time.monotonic()
        if everything or now >= self._restless.everything_at:
            self._restless.seen_all(now)
            self._take_in(looker.everything(), looker, now)
            return
        if touched:
            self._restless.touched(touched, now)
            uneventful = set(looker.uneventful)
            # An answer of a port may take long: what the engine knows is shown before.
            if sure := touched - uneventful:
                self._take_in(looker.again(sure), looker, now)
                self._show()
            touched &= uneventful
        if due := touched | self._restless.take(now):
            self._take_in(looker.again(due), looker, now)

    def _take_in(self, judged: Result, looker: Looker, began: float) -> None:
        now = time.monotonic()
        self._restless.keep(looker.uneventful, now, now - began)
        if looker.cut_off:
            self._restless.everything_at = now + RETRY
            return
        self._judged = judged
        result = cut(judged, self.reader, self.phase)
        self._changed = changes(self._result, result) or self._changed
        self._result = result
        self.hints.follow(result, now)

    def _hint(self, *, asked: bool) -> None:
        if self._result is None:
            return
        step = self._state().step
        name, now = step.id if step else None, time.monotonic()
        if asked:
            self.hints.ask(self._result, name, now)
        else:
            self.hints.ripen(self._result, name, now)

    def _state(self) -> State:
        return State(
            spec=str(self.spec.path),
            result=self._result,
            trouble=self._trouble,
            problems=self.spec.problems,
            changed=self._changed,
            hints=dict(self.hints.unfolded),
        )

    def _show(self) -> None:
        """Show the state, to each view that wants to know."""
        state = self._state()
        for view in self.views:
            view.show(state)
