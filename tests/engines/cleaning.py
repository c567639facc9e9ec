"""Taking away what tests made on an engine of ours: everything but its images."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.engines import api

# Networks that an engine has from the start; `podman` is the default one of Podman.
BUILT_IN_NETWORKS = {"bridge", "host", "none", "podman"}

Wanted = Callable[[dict[str, Any]], bool]


def everything(_: dict[str, Any]) -> bool:
    return True


def clean(host: str, wanted: Wanted = everything) -> None:
    """Remove containers, then networks and volumes, as far as they are wanted.

    `wanted` gets each object as the engine lists it.
    """
    containers = filter(wanted, api.get(host, "/containers/json?all=1"))
    remove(host, [f"/containers/{found['Id']}?force=1&v=1" for found in containers])
    networks = filter(wanted, api.get(host, "/networks"))
    own = [found for found in networks if found["Name"] not in BUILT_IN_NETWORKS]
    volumes = filter(wanted, api.get(host, "/volumes")["Volumes"] or [])
    remove(
        host,
        [f"/networks/{found['Id']}" for found in own]
        + [f"/volumes/{found['Name']}?force=1" for found in volumes],
    )


def remove(host: str, paths: list[str]) -> None:
    """DELETE each, a few at a time."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda path: api.delete(host, path), paths))
