"""A watch under way in a thread of its own, and what it showed."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader.engine.endpoint import Endpoint
from grader.engine.session import open_engine
from grader.labspec.loader import load
from grader.model.result import CheckResult
from grader.watch.loop import Watch
from grader.watch.spec_file import SpecFile
from grader.watch.state import State

SECONDS = 20.0


class Recording:
    """A view that keeps what it is shown, and tells when something has come."""

    def __init__(self) -> None:
        self.states: list[State] = []
        self.news = threading.Condition()

    def show(self, state: State) -> None:
        with self.news:
            if not self.states or self.states[-1] != state:
                self.states.append(state)
                self.news.notify_all()

    @property
    def last(self) -> State:
        return self.states[-1]

    def until(self, wanted: Callable[[State], bool], seconds: float = SECONDS) -> State:
        deadline = time.monotonic() + seconds
        with self.news:
            while not (self.states and wanted(self.states[-1])):
                if not self.news.wait(deadline - time.monotonic()):
                    shown = self.states[-1] if self.states else None
                    raise AssertionError(f"not shown within {seconds} s; at last {shown}")
            return self.states[-1]


def check(state: State, name: str) -> CheckResult | None:
    checks = state.result.checks if state.result else ()
    return next((c for c in checks if c.id == name), None)


def outcome(state: State, name: str) -> str:
    found = check(state, name)
    return str(found.outcome) if found else ""


def shows(name: str, wanted: str) -> Callable[[State], bool]:
    return lambda state: outcome(state, name) == wanted and state.trouble is None


@contextmanager
def watching(spec: Path, host: str, **options: Any) -> Iterator[tuple[Recording, Watch]]:
    """Watch a spec until the block ends; what the watch raised is raised here."""
    view = Recording()
    http_host, more = options.pop("http_host", None), options.pop("views", ())
    wrong: list[BaseException] = []
    watch = Watch(
        SpecFile(spec, load, load(spec)),
        lambda: open_engine(Endpoint(host, "test"), http_host=http_host),
        [*more, view],
        **options,
    )

    def run() -> None:
        try:
            watch.run()
        except BaseException as error:  # noqa: BLE001 - raised below
            wrong.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield view, watch
    finally:
        watch.wishes.wish("q")
        thread.join(10)
        assert not thread.is_alive()
        if wrong:
            raise wrong[0]
