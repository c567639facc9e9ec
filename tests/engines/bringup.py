"""Starting and stopping an engine of our own."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.engines import api, packages
from tests.engines.cleaning import clean
from tests.engines.errors import EngineError
from tests.engines.recipes import Recipe
from tests.engines.state import Process, Users, locked, started_at

# Programs of this machine that the bring-up itself runs.
HOST_PROGRAMS = {"ip": "iproute2", "docker": "docker.io", "busybox": "busybox-static"}
# docker.io of Debian 12 brings these; iptables is needed for the name service of user networks.
HOST_ENGINE = {"dockerd": "docker.io", "tini": "tini", "iptables": "iptables"}
START_SECONDS = 60
STOP_SECONDS = 15


def up(recipe: Recipe) -> None:
    """Bring the engine up, installing what is missing; nothing to do if it answers already."""
    with locked(recipe.folder / "lock"):
        if api.answers(recipe.host):
            return
        stop(recipe)  # what is left of one that does not answer
        packages.require_debian_root(recipe.codename)
        programs = HOST_PROGRAMS if recipe.suite else HOST_PROGRAMS | HOST_ENGINE
        packages.install(programs)
        tree = packages.debian_tree(recipe.suite, recipe.packages) if recipe.suite else None
        require_version(recipe, tree)
        start(recipe, tree)
        wait_until_it_answers(recipe)


def down(recipe: Recipe) -> bool:
    """Stop the engine if we started it; its data stays for the next time. True if it ran."""
    if not recipe.folder.exists():
        return False
    with locked(recipe.folder / "lock"):
        was_up = process(recipe).pid() is not None
        stop(recipe)
        (recipe.folder / "keep").unlink(missing_ok=True)
        return was_up


def keep(recipe: Recipe) -> None:
    """Let the engine run on when the last test session leaves."""
    (recipe.folder / "keep").touch()


def leave(recipe: Recipe, session: int) -> None:
    """A test session is over: the last one stops the engine, unless it is to be kept."""
    with locked(recipe.folder / "lock"):
        last = Users(recipe.folder).leave(session)
        if last and not (recipe.folder / "keep").exists():
            stop(recipe)


def process(recipe: Recipe) -> Process:
    """The `unshare` that holds the engine's namespaces."""
    return Process(recipe.folder / "engine.pid")


def require_version(recipe: Recipe, tree: Path | None) -> None:
    """Refuse another dockerd of this machine than the one that the recipe is named after."""
    if tree:
        return
    version = packages.run("dockerd", "--version", timeout=10)
    if f" {recipe.version}" not in version:
        raise EngineError(
            f"dockerd here is {version.strip()!r}, not {recipe.version}x; "
            f"GRADER_TEST_ENGINE=docker-28.5 brings its own.\n{packages.REMEDY}"
        )


def start(recipe: Recipe, tree: Path | None) -> None:
    """Start the engine in namespaces of its own; returns at once."""
    if not recipe.own_network:
        make_bridge(recipe)
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child=SIGKILL"]
    unshare += ["--net"] if recipe.own_network else []
    inner = [*unshare, "sh", str(Path(__file__).with_name("enter.sh")), *recipe.command(recipe)]
    # `setsid --fork` gives it to init, so that it is nobody's child; the shell tells its own id.
    command = ["setsid", "--fork", "sh", "-c", f"echo $$ >engine.started; exec {shlex.join(inner)}"]
    with recipe.log.open("w", encoding="utf-8") as log:
        started = subprocess.run(
            command,
            cwd=recipe.folder,
            env=surroundings(recipe, tree),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=10,
        )
    if started.returncode != 0:
        raise did_not_come_up(recipe)
    told = recipe.folder / "engine.started"
    wait_for(recipe, told.read_text)
    pid = int(told.read_text(encoding="ascii"))
    process(recipe).write(pid)
    if recipe.own_network:
        wait_for(recipe, lambda: network_of(str(pid)) != network_of("self"))
        make_pair(recipe, pid)


def network_of(process_id: str) -> str:
    return str(Path(f"/proc/{process_id}/ns/net").readlink())


def surroundings(recipe: Recipe, tree: Path | None) -> dict[str, str]:
    """The environment of `enter.sh`, which says what each entry is."""
    return {
        "PATH": os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin",
        "ENGINE_FOLDER": str(recipe.folder),
        "ENGINE_TREE": str(tree or ""),
        "ENGINE_SHARED": tempfile.gettempdir(),
        "ENGINE_ADDRESS": recipe.http_host,
        "ENGINE_GATEWAY": recipe.gateway,
        "ENGINE_KIND": recipe.kind,
    }


def ip(*arguments: str, check: bool = True) -> None:
    done = subprocess.run(
        ["ip", *arguments], check=False, timeout=10, capture_output=True, text=True
    )
    if check and done.returncode != 0:
        raise EngineError(f"ip {shlex.join(arguments)}: {done.stderr.strip()}")


def make_bridge(recipe: Recipe) -> None:
    """The bridge of an engine in this machine's network; docker0 stays another engine's."""
    ip("link", "delete", recipe.interface, check=False)
    ip("link", "add", recipe.interface, "type", "bridge")
    ip("address", "add", f"{recipe.gateway}/24", "dev", recipe.interface)
    ip("link", "set", recipe.interface, "up")


def make_pair(recipe: Recipe, pid: int) -> None:
    """Join the network namespace of a process to this machine's."""
    ip("link", "delete", recipe.interface, check=False)
    peer = ("peer", "name", "eth0", "netns", str(pid))
    ip("link", "add", recipe.interface, "type", "veth", *peer)
    ip("address", "add", f"{recipe.gateway}/30", "dev", recipe.interface)
    ip("link", "set", recipe.interface, "up")


def wait_for(recipe: Recipe, look: Callable[[], object], seconds: float = 10) -> None:
    """Call until what comes back is true; files that are not there yet count as not yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if look():
                return
        time.sleep(0.02)
    raise did_not_come_up(recipe)


def wait_until_it_answers(recipe: Recipe) -> None:
    """Wait for `/_ping`, or for the engine's end."""
    running = process(recipe)
    wait_for(recipe, lambda: api.answers(recipe.host) or running.pid() is None, START_SECONDS)
    if not api.answers(recipe.host):
        raise did_not_come_up(recipe)


def did_not_come_up(recipe: Recipe) -> EngineError:
    """Stop what is there of it; the error shows the end of its log."""
    stop(recipe)
    lines = recipe.log.read_text(encoding="utf-8", errors="replace").splitlines()
    tail = "\n".join(lines[-20:]) or "(it is empty)"
    return EngineError(f"{recipe.name} did not come up. The end of {recipe.log}:\n{tail}")


def stop(recipe: Recipe) -> None:
    """Remove the containers and networks, end the engine, and take away what it leaves outside."""
    pid = process(recipe).pid()
    if pid is not None:
        with contextlib.suppress(EngineError, OSError):
            clean(recipe.host)
        end(pid)
    process(recipe).file.unlink(missing_ok=True)
    (recipe.folder / "engine.started").unlink(missing_ok=True)
    recipe.socket.unlink(missing_ok=True)
    if shutil.which("ip"):
        ip("link", "delete", recipe.interface, check=False)
    remove_cgroups(recipe.cgroup)


def end(pid: int) -> None:
    """Ask the first process of the namespace to stop; then end them all with their `unshare`."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        os.kill(int(child), signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while started_at(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    while started_at(pid) and time.monotonic() < deadline + 5:
        time.sleep(0.02)


def remove_cgroups(name: str) -> None:
    """Remove the control groups of an engine that is gone: empty folders in each hierarchy."""
    hierarchies = Path("/sys/fs/cgroup")
    for top in (hierarchies / name, *hierarchies.glob(f"*/{name}")):
        for folder in sorted((top, *top.glob("**/")), reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
