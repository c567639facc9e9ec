"""All cases on one engine: make all their objects, look once, judge; then look at the slow ones.

A command that several cases share is run once, so that cases share what they look at. Each case is
judged twice: on the engine's own answers, and on the snapshot that would be kept of them.
"""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from grader.engine.endpoint import Endpoint
from grader.engine.event_pause import hearing
from grader.engine.session import Asking, open_engine
from grader.judge import judge, wanted
from grader.observation.minimize import without_foreign
from grader.observation.observer import Observer
from grader.privacy.compared import compared
from grader.storage import snapshot_file
from tests.conformance import recording
from tests.conformance.case import IMAGES
from tests.engines.standins import build, tar_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.model.lab import Lab
    from grader.model.result import Result
    from grader.model.snapshot import Snapshot
    from tests.conformance.case import Case
    from tests.engines.lab import LabEngine

TOGETHER = 4  # commands at a time
IMAGE_ID = re.compile(r"\bID_OF_([\w.:/-]+)")
SHORT_ID = re.compile(r"\bSHORT_ID_OF_([\w.-]+)")


def kept(lab: Lab, snapshot: Snapshot) -> Snapshot:
    """The snapshot of one lab as `grader snapshot` writes it, read back."""
    touched = {
        q for recorder in wanted(lab, snapshot, skipped=True).values() for q in recorder.touched
    }
    answers = {q: a for q, a in snapshot.answers.items() if q in touched}
    alone = replace(snapshot, answers=answers, labs={lab.id: lab.sha256}, compared=compared([lab]))
    written = snapshot_file.dump(without_foreign(alone, [lab]))
    return snapshot_file.load(json.loads(written))


class Playing:
    """Plays cases on an engine; `results`, live, and `replayed` are by the name of the case."""

    def __init__(self, engine: LabEngine, all_cases: Sequence[Case]) -> None:
        self.engine = engine
        self.cases = [c for c in all_cases if not c.only or engine.engine.name in c.only]
        self.results: dict[str, Result] = {}
        self.replayed: dict[str, Result] = {}
        self.failed: dict[str, str] = {}
        self._done: dict[str, Future[None]] = {}
        self._lock = threading.Lock()

    def play(self) -> None:
        """Make everything, then judge: all at once, what may run commands, what takes time."""
        self._build()
        with ThreadPoolExecutor(TOGETHER) as pool:
            list(pool.map(self._make, self.cases))
        slow = [c for c in self.cases if c.later or c.seconds]
        running = [c for c in self.cases if c.allow_exec]
        self._judge([c for c in self.cases if c not in slow and c not in running])
        self._judge(running, allow_exec=True)
        for case in slow:
            self._wait(case)

    def _build(self) -> None:
        for name in sorted({image for case in self.cases for image in case.images}):
            text = (IMAGES / f"{name}.Dockerfile").read_text(encoding="utf-8")
            tag = self.engine.naming.image(text.splitlines()[0].removeprefix("# tags: "))
            context = tar_of({"Dockerfile": (text.encode(), 0o644)})
            build(self.engine.engine, context, [tag], {})

    def _make(self, case: Case) -> None:
        try:
            for command in case.make:
                self._once(command)
        except Exception as wrong:  # noqa: BLE001 - told by the case's own test
            self.failed[case.name] = str(wrong)

    def _once(self, command: str) -> None:
        with self._lock:
            mine = command not in self._done
            done = self._done.setdefault(command, Future())
        if not mine:
            done.result(timeout=120)
            return
        try:
            may_fail = command.startswith("! ")
            self.engine.play(self._filled(command.removeprefix("! ")), check=not may_fail)
        except BaseException as wrong:
            done.set_exception(wrong)
            raise
        done.set_result(None)

    def _filled(self, text: str) -> str:
        """Put in ids that only the engine knows: `ID_OF_image`, `SHORT_ID_OF_container`."""
        text = IMAGE_ID.sub(lambda m: str(self.engine.inspect("images", m[1])["Id"]), text)
        return SHORT_ID.sub(lambda m: str(self.engine.inspect("containers", m[1])["Id"][:12]), text)

    def _judge(self, chosen: Iterable[Case], *, allow_exec: bool = False) -> None:
        chosen = list(chosen)
        specs = {c.name: self._filled(self.engine.naming.spec(c.spec)) for c in chosen}
        labs = {case.name: case.lab(specs[case.name]) for case in chosen}
        if not labs:
            return
        engine = open_engine(Endpoint(self.engine.host, "--host"), http_host=self.engine.http_host)
        every: list[Lab] = list(labs.values())
        asking = Asking(engine, allow_exec=allow_exec)
        snapshot = Observer(asking, engine.facts, listen=partial(hearing, engine)).observe(every)
        engine.close()
        self.results |= {name: judge(lab, snapshot) for name, lab in labs.items()}
        self.replayed |= {name: judge(lab, kept(lab, snapshot)) for name, lab in labs.items()}
        if recording.is_wanted() and len(labs) > 1 and not allow_exec:
            recording.write(self.engine.engine.name, snapshot, specs)

    def _wait(self, case: Case) -> None:
        """Judge a case in which something happens while it is waited for."""
        timers = [
            threading.Timer(after, self.engine.play, [command], {"check": False})
            for after, command in case.later.items()
        ]
        began = time.monotonic()
        for timer in timers:
            timer.start()
        self._judge([case], allow_exec=case.allow_exec)
        took = time.monotonic() - began
        for timer in timers:
            timer.join()
        low, high = case.seconds or (0.0, 60.0)
        if not low <= took <= high:
            self.failed[case.name] = f"took {took:.2f} s, not from {low} to {high}"
