"""An engine as a test sees it."""

import atexit
import contextlib
import os
import pty
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from tests.engines import api
from tests.engines.errors import DockerFailed, EngineError
from tests.engines.recipes import RECIPES, Kind, Recipe

CLIENT_SECONDS = 120


@cache
def empty_client_config() -> str:
    """A DOCKER_CONFIG without contexts, credentials or plugins, for this process's lifetime."""
    folder = tempfile.mkdtemp(prefix="grader-docker-config-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass(frozen=True)
class EngineUnderTest:
    """An engine that tests talk to."""

    name: str  # docker-20.10, or what the environment named
    host: str  # as DOCKER_HOST takes it
    http_host: str  # where this machine reaches published ports
    ours: bool  # brought up by us: nothing on it is anybody else's
    kind: Kind
    version: str = field(compare=False)

    def environment(self) -> dict[str, str]:
        """The environment of a client that speaks to this engine and to no other."""
        kept = {name: value for name, value in os.environ.items() if name != "DOCKER_CONTEXT"}
        return {
            **kept,
            "DOCKER_HOST": self.host,
            "DOCKER_CONFIG": empty_client_config(),
            "DOCKER_BUILDKIT": "0",  # the newer client needs a plugin for anything else
            "DOCKER_CLI_HINTS": "false",
        }

    def docker(
        self,
        *arguments: str,
        check: bool = True,
        input: str | bytes | None = None,  # noqa: A002 - as subprocess.run calls it
        timeout: float = CLIENT_SECONDS,
    ) -> subprocess.CompletedProcess[str]:
        """Run the `docker` command against this engine; with `check`, another code than 0 raises.

        Without `input` its standard input is empty.
        """
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run(
            ["docker", *arguments],
            env=self.environment(),
            input=data or b"",
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
        if check and done.returncode != 0:
            raise DockerFailed(done.returncode, done.args, out, err)
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    @contextlib.contextmanager
    def in_terminal(self, *arguments: str) -> Iterator[int]:
        """Run `docker` at a terminal of its own, for `run -it`; yields the terminal's descriptor.

        It is ended on leaving; a container that it started runs on.
        """
        ours, theirs = pty.openpty()
        with os.fdopen(ours, "rb+", buffering=0) as terminal:
            client = subprocess.Popen(
                ["docker", *arguments],
                env=self.environment(),
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
            )
            os.close(theirs)
            try:
                yield terminal.fileno()
            finally:
                client.kill()
                client.wait(timeout=10)

    def inspect(
        self, kind: Literal["containers", "images", "networks", "volumes"], name: str
    ) -> Any:
        """The engine's document about an object, None when it is not there."""
        suffix = "/json" if kind in {"containers", "images"} else ""
        return api.get(self.host, f"/{kind}/{name}{suffix}")


def engine_at(host: str, *, name: str | None = None) -> EngineUnderTest:
    """The engine that answers at a host; one of ours is known by its socket."""
    recipe = next((r for r in RECIPES.values() if r.host == host), None)
    if recipe:
        return engine_of(recipe)
    about = api.get(host, "/version")
    components = {component["Name"] for component in about.get("Components", [])}
    return EngineUnderTest(
        name=name or host,
        host=host,
        http_host=urlsplit(host).hostname or "127.0.0.1",
        ours=False,
        kind="podman" if "Podman Engine" in components else "docker",
        version=about["Version"],
    )


def engine_of(recipe: Recipe) -> EngineUnderTest:
    """The engine of a recipe, which is up."""
    if not shutil.which("docker"):
        raise EngineError("there is no `docker` command; install docker.io or docker-cli")
    return EngineUnderTest(
        name=recipe.name,
        host=recipe.host,
        http_host=recipe.http_host,
        ours=True,
        kind=recipe.kind,
        version=api.get(recipe.host, "/version")["Version"],
    )
