"""Which engine a test session uses.

GRADER_TEST_ENGINE decides: a name from `recipes`, a host, or `none`. Without it, in CI: the default
recipe. On a person's machine: an engine that answers there, else the default recipe.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.engines import api
from tests.engines.errors import EngineError
from tests.engines.recipes import DEFAULT, RECIPES

NONE = "none"


def in_ci(env: Mapping[str, str]) -> bool:
    return env.get("CI", "").lower() not in {"", "0", "false"}


def choose(env: Mapping[str, str] = os.environ) -> list[str]:
    """The engines of this session, each a recipe's name or a host; empty: none is wanted.

    GRADER_TEST_ENGINES (`all`, or names with commas) asks for several, one after the other.
    """
    if several := env.get("GRADER_TEST_ENGINES"):
        names = list(RECIPES) if several == "all" else several.replace(",", " ").split()
        return [checked(name) for name in names]
    chosen = env.get("GRADER_TEST_ENGINE")
    if chosen == NONE:
        if in_ci(env):
            raise EngineError(
                "GRADER_TEST_ENGINE=none is refused in CI: these tests must run there"
            )
        return []
    if chosen:
        return [checked(chosen)]
    if not in_ci(env) and (host := next(filter(usable, local_hosts(env)), None)):
        return [host]
    return [DEFAULT]


def checked(name: str) -> str:
    """A recipe's name or a host, else an error that lists them."""
    if name not in RECIPES and "://" not in name:
        known = ", ".join(RECIPES)
        raise EngineError(f"no engine {name!r}; there are {known}, a host (unix://…) and {NONE}")
    return name


def local_hosts(env: Mapping[str, str]) -> Iterator[str]:
    """Where a person's engine may answer: what DOCKER_HOST says, else the usual sockets."""
    if host := env.get("DOCKER_HOST"):
        yield host
        return
    sockets = [Path("/var/run/docker.sock"), Path.home() / ".docker/run/docker.sock"]
    yield from (f"unix://{socket}" for socket in sockets if socket.exists())


def usable(host: str) -> bool:
    """Whether an engine answers there, and in a way that the tests can ask it."""
    try:
        return api.answers(host)
    except EngineError:
        return False
