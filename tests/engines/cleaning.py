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
    containers = list(filter(wanted, api.get(host, "/containers/json?all=1")))
    running = [found["Id"] for found in containers if found["State"] == "running"]
    # Podman's forced removal waits ten seconds for a process that ignores SIGTERM; a kill does not.
    each(running, lambda container: api.request(host, "POST", f"/containers/{container}/kill"))
    # One whose network another one shares goes after that one on Podman: so once more for the rest.
    paths = [f"/containers/{found['Id']}?force=1&v=1" for found in containers]
    each(paths, lambda path: api.request(host, "DELETE", path))
    remove(host, paths)
    networks = filter(wanted, api.get(host, "/networks"))
    own = [found for found in networks if found["Name"] not in BUILT_IN_NETWORKS]
    volumes = filter(wanted, api.get(host, "/volumes")["Volumes"] or [])
    remove(
        host,
        [f"/networks/{found['Id']}" for found in own]
        + [f"/volumes/{found['Name']}?force=1" for found in volumes],
    )


def remove(host: str, paths: list[str]) -> None:
    each(paths, lambda path: api.delete(host, path))


def each(things: list[str], act: Callable[[str], object]) -> None:
    """Do something with each, a few at a time."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(act, things))
