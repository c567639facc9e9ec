"""The pytest side: the fixtures `engine` and `lab_engine`, and what the mark `engine` means.

Nothing is skipped: an engine that cannot be brought up fails each test that needs it. Only
GRADER_TEST_ENGINE=none leaves those tests out, and the summary says so.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.engines import bringup, packages
from tests.engines.choose import choose
from tests.engines.engine import EngineUnderTest, engine_at, engine_of
from tests.engines.errors import EngineError
from tests.engines.lab import LabEngine
from tests.engines.naming import Naming, OwnNames
from tests.engines.recipes import RECIPES
from tests.engines.state import Users, locked, state_folder

# The process of the whole session; its workers (pytest-xdist) inherit it.
SESSION = "GRADER_TEST_SESSION"
DESELECTED = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    if not is_worker(config):
        os.environ[SESSION] = str(os.getpid())
    try:
        # For the whole session: a test may have another home folder.
        os.environ["GRADER_ENGINES"] = str(state_folder())
        choose()
    except EngineError as error:
        raise pytest.UsageError(str(error)) from error


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that takes an engine once on each engine of the session."""
    if "engine" in metafunc.fixturenames and (names := choose()):
        metafunc.parametrize("engine", names, indirect=True, scope="session")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Tell the workers of `pytest -n` apart by what they test on, see `ByEngine`."""
    return ByEngine(config, log)


class ByEngine(LoadScopeScheduling):  # type: ignore[misc]
    """All tests of an engine for one worker: they take turns, and would only wait for each other.

    The others go to whichever worker is free. (xdist's own `loadgroup` would be the way, but
    xdist 3.8 cannot name groups with pytest 9.2.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((name for name in choose() if f"[{name}" in nodeid), nodeid)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if choose():
        return
    left_out = [item for item in items if item.get_closest_marker("engine")]
    if left_out:
        config.stash[DESELECTED] = len(left_out)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if number := config.stash.get(DESELECTED, 0):
        terminalreporter.section("NO ENGINE", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{number} tests that need a container engine were LEFT OUT, because "
            "GRADER_TEST_ENGINE=none. What they check was not checked.",
            red=True,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop what this session brought up, unless another one uses it or it is to be kept."""
    if is_worker(session.config):
        return
    for recipe in RECIPES.values():
        if recipe.folder.exists():
            bringup.leave(recipe, os.getpid())


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> EngineUnderTest:
    """A real engine: one of ours, brought up now, or the one that the session was told to use."""
    chosen: str = request.param
    try:
        return brought_up(chosen)
    except (EngineError, OSError) as error:
        pytest.fail(f"the tests need a container engine ({chosen}): {error}", pytrace=False)


def brought_up(chosen: str) -> EngineUnderTest:
    """The engine of that name or at that host."""
    recipe = RECIPES.get(chosen)
    if not recipe:
        packages.ready_for_standins()
        return engine_at(chosen)
    Users(recipe.folder).enter(int(os.environ[SESSION]))
    bringup.up(recipe)
    if os.environ.get("GRADER_KEEP_ENGINES"):
        bringup.keep(recipe)
    return engine_of(recipe)


def tests_lock(engine: EngineUnderTest) -> Path:
    """Held while a test uses an engine: on ours, names are as typed."""
    return state_folder() / f"tests-{engine.name if engine.ours else 'other'}.lock"


@pytest.fixture(scope="session")
def lab_of_session(engine: EngineUnderTest) -> Iterator[LabEngine]:
    """The engine with its stand-ins; on a person's engine they are removed at the end."""
    naming = Naming() if engine.ours else OwnNames(secrets.token_hex(2))
    lab = LabEngine(engine, naming, {})
    with locked(tests_lock(engine)):
        lab.standins.update(lab.build())
    yield lab
    lab.leave_nothing()


@pytest.fixture
def lab_engine(lab_of_session: LabEngine) -> Iterator[LabEngine]:
    """A clean engine with the stand-ins, for one test at a time over all sessions and workers."""
    lock = (
        f"tests-{lab_of_session.engine.name}.lock" if lab_of_session.engine.ours else "tests.lock"
    )
    with locked(state_folder() / lock):
        lab_of_session.cleanup()
        yield lab_of_session
        lab_of_session.cleanup()
