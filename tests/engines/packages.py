"""What must be installed: Debian packages on this machine, and a whole Debian tree beside it."""

import os
import shlex
import shutil
import subprocess
import zlib
from pathlib import Path

from tests.engines.errors import EngineError
from tests.engines.state import locked, state_folder

REMEDY = """Choose one:
  - run the tests as root on Debian 12, where they bring up an engine of their own;
  - start an engine that you can reach, or name one: GRADER_TEST_ENGINE=unix:///var/run/docker.sock;
  - leave out the tests that need an engine: GRADER_TEST_ENGINE=none"""

APT = ("apt-get", "-o", "DPkg::Lock::Timeout=120", "-y")


def os_release() -> dict[str, str]:
    """The entries of /etc/os-release, empty when there is none (os-release(5))."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {key: "".join(shlex.split(value)) for key, _, value in pairs}


def require_debian_root(codename: str | None) -> None:
    """Raise with the remedy unless we are root on Debian (on that release, if one is asked for)."""
    release = os_release()
    here = release.get("PRETTY_NAME", os.name)
    if release.get("ID") != "debian" or not shutil.which("apt-get"):
        raise EngineError(f"this machine runs {here}, not Debian.\n{REMEDY}")
    if codename and release.get("VERSION_CODENAME") != codename:
        raise EngineError(
            f"this engine is the one of Debian {codename}, and this machine runs {here}; "
            f"GRADER_TEST_ENGINE=docker-28.5 would bring up another one.\n{REMEDY}"
        )
    if os.geteuid() != 0:
        raise EngineError(f"starting an engine needs root.\n{REMEDY}")


def run(*command: str, timeout: float, env: dict[str, str] | None = None) -> str:
    """Run an installing command; raise with the end of its output when it fails."""
    merged = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", **(env or {})}
    try:
        done = subprocess.run(
            command,
            env=merged,
            timeout=timeout,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"{shlex.join(command)}: {error}") from error
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise EngineError(f"{shlex.join(command)} ended with {done.returncode}:\n{tail}")
    return done.stdout


def install(wanted: dict[str, str]) -> None:
    """Install the packages whose program is missing; `wanted` maps a program to its package."""
    packages = sorted({pkg for program, pkg in wanted.items() if not shutil.which(program)})
    if not packages:
        return
    command = (*APT, "install", "--no-install-recommends", *packages)
    with locked(state_folder() / "apt.lock"):
        try:
            run(*command, timeout=300)
        except EngineError:  # no package lists, or old ones
            run(*APT, "update", timeout=300)
            run(*command, timeout=300)


def ready_for_standins() -> None:
    """Have what building stand-ins on an engine that is there already takes, or say how to."""
    wanted = {"busybox": "busybox-static", "docker": "docker.io"}
    if all(map(shutil.which, wanted)):
        return
    if os_release().get("ID") == "debian" and os.geteuid() == 0:
        install(wanted)
        return
    raise EngineError(
        "tests need the `docker` command and a static `busybox` on the PATH "
        f"(on Debian: apt-get install busybox-static docker.io).\n{REMEDY}"
    )


def mirror() -> str:
    """Where this machine gets Debian from, as apt itself reads its sources."""
    listing = (
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Identifier: Packages",
        "Component: main",
        "Origin: Debian",
        "Label: Debian",
    )
    if not (found := run(*listing, timeout=30).split()):
        run(*APT, "update", timeout=300)
        found = run(*listing, timeout=30).split()
    if not found:
        raise EngineError("apt knows no mirror of Debian; see /etc/apt/sources.list")
    return found[0]


def apt_proxy() -> dict[str, str]:
    """The proxy that apt uses, in the form that debootstrap's downloader reads."""
    shell = run("apt-config", "shell", "PROXY", "Acquire::http::Proxy", timeout=30).strip()
    return {"http_proxy": shlex.split(shell)[0].partition("=")[2]} if shell else {}


def debian_tree(suite: str, include: tuple[str, ...]) -> Path:
    """A Debian of that suite with those packages, as a folder made once; about 45 s."""
    install({"debootstrap": "debootstrap"})
    name = f"{suite}-{zlib.crc32(' '.join(include).encode()):08x}"
    tree = state_folder() / name
    with locked(state_folder() / f"{name}.lock"):
        if tree.exists():
            return tree
        making = tree.with_name(f"{name}.making")
        shutil.rmtree(making, ignore_errors=True)
        run(
            "unshare",  # what debootstrap mounts inside goes with it, however it ends
            "--mount",
            "debootstrap",
            "--variant=minbase",
            f"--include={','.join(include)}",
            suite,
            str(making),
            mirror(),
            timeout=600,
            env=apt_proxy(),
        )
        for archive in (making / "var/cache/apt/archives").glob("*.deb"):
            archive.unlink()
        making.rename(tree)
    return tree
