"""What each engine is: where its programs come from and how it is started."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.engines.state import number_of, state_folder

Kind = Literal["docker", "podman"]

SID = (
    "aardvark-dns",
    "ca-certificates",
    "crun",
    "docker.io",
    "iptables",
    "netavark",
    "nftables",
    "podman",
    "tini",
)


@dataclass(frozen=True)
class Recipe:
    """One engine: `command` makes its command line from the folder it lives in."""

    name: str
    kind: Kind
    version: str  # what its version begins with; a newer one is told, not refused
    command: Callable[["Recipe"], list[str]]
    number: int  # for its network addresses
    codename: str | None = None  # the Debian release that this machine must run
    suite: str | None = None  # the Debian tree that the programs come from, else this machine
    packages: tuple[str, ...] = ()  # in that tree

    @property
    def folder(self) -> Path:
        return state_folder() / self.name

    @property
    def socket(self) -> Path:
        return self.folder / "engine.sock"

    @property
    def host(self) -> str:
        return f"unix://{self.socket}"

    @property
    def log(self) -> Path:
        return self.folder / "engine.log"

    @property
    def own_network(self) -> bool:
        """Engines from a tree have a network namespace, joined to this machine by a veth pair."""
        return self.suite is not None

    @property
    def interface(self) -> str:
        """On this machine: the bridge of its containers, or our end of the veth pair."""
        return f"grader{number_of(state_folder())}-{self.number}"

    @property
    def gateway(self) -> str:
        """This machine's address on that interface, out of 198.18.0.0/15 (RFC 2544: for tests)."""
        return f"198.{18 + self.own_network}.{number_of(state_folder())}.{4 * self.number + 1}"

    @property
    def http_host(self) -> str:
        """Where this machine reaches published ports."""
        if not self.own_network:
            return "127.0.0.1"
        return f"198.19.{number_of(state_folder())}.{4 * self.number + 2}"

    @property
    def cgroup(self) -> str:
        """The control group above those of its containers; `libpod_parent` is Podman's own word."""
        return "libpod_parent" if self.kind == "podman" else f"{self.interface}-{self.name}"


def dockerd(recipe: Recipe) -> list[str]:
    """Docker, its run-time files under a /run of its own.

    In this machine's network it gets another bridge than docker0, and leaves the firewall alone:
    a second dockerd would flush the chains of the first. Its published ports then go through
    docker-proxy, as those on 127.0.0.1 do in any case.
    """
    shared = ["--bridge", recipe.interface, "--iptables=false"]
    return [
        "dockerd",
        *("--host", recipe.host),
        *("--data-root", str(recipe.folder / "data")),
        *("--exec-root", "/run/docker"),
        *("--pidfile", "/run/docker.pid"),
        *("--cgroup-parent", f"/{recipe.cgroup}"),
        *("--log-level", "warn"),
        *([] if recipe.own_network else shared),
    ]


def podman_service(recipe: Recipe) -> list[str]:
    """Podman's service that speaks Docker's API."""
    return [
        "podman",
        *("--root", str(recipe.folder / "data")),
        *("--network-config-dir", str(recipe.folder / "networks")),
        *("--runroot", "/run/containers/storage"),
        *("--storage-driver", "overlay"),
        *("--cgroup-manager", "cgroupfs"),
        *("--log-level", "warn"),
        *("system", "service", "--time=0", recipe.host),
    ]


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe("docker-20.10", "docker", "20.10.", dockerd, 0, codename="bookworm"),
        Recipe("docker-28.5", "docker", "28.5.", dockerd, 1, suite="sid", packages=SID),
        Recipe("podman-5.8", "podman", "5.8.", podman_service, 2, suite="sid", packages=SID),
    )
}
DEFAULT = "docker-20.10"
