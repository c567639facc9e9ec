"""Looking at a machine: the engine that is chosen, its socket, what else answers, disks."""

from __future__ import annotations

import contextlib
import os
import platform as machine
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.doctor.machine import UNIX, Other, Patient, Socket
from grader.engine.endpoint import Endpoint, context_names, current_context, resolve
from grader.engine.queries import document_of
from grader.engine.session import open_engine
from grader.engine.transport import NoReplyError
from grader.errors import EngineError, GraderError
from grader.model.snapshot import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.engine.connection import Engine

PROBE_SECONDS = 2.0
# Where engines put their sockets, below a home folder, and what they belong to.
HOMES = {
    ".docker/run/docker.sock": "Docker Desktop",
    ".docker/desktop/docker.sock": "Docker Desktop",
    ".colima/*/docker.sock": "Colima",
    ".config/colima/*/docker.sock": "Colima",
    ".rd/docker.sock": "Rancher Desktop",
    ".orbstack/run/docker.sock": "OrbStack",
    ".lima/*/sock/docker.sock": "Lima",
    ".local/share/containers/podman/machine/**/podman*.sock": "Podman",
}
PROGRAMS = ("docker", "dockerd", "podman", "colima")


def examine(
    host: str | None,
    context: str | None,
    environ: Mapping[str, str],
    *,
    seconds: float = PROBE_SECONDS,
    home: Path | None = None,
    root: Path = Path("/"),
) -> Patient:
    """Look once. Nothing is changed, and nothing but the engines' own sockets is opened."""
    endpoint, engine, error = _chosen(host, context, environ, seconds)
    info = _info(engine)
    current, names = _contexts(environ)
    path = endpoint.url.removeprefix(UNIX) if endpoint and endpoint.url.startswith(UNIX) else None
    home = home or _home()
    return Patient(
        platform=sys.platform,
        kernel=machine.release() + " " + machine.version(),
        user=_user(),
        environ=environ,
        endpoint=endpoint,
        error=error,
        facts=engine.facts if engine else None,
        info=info,
        socket=look_at(Path(path)) if path else None,
        contexts=names,
        current_context=current,
        others=tuple(_others(home, root, environ, endpoint)),
        installed=any(shutil.which(name, path=environ.get("PATH")) for name in PROGRAMS),
        systemd=os.path.isdir(root / "run/systemd/system"),  # noqa: PTH112 - never raises
        free=_free(info, endpoint),
    )


def _chosen(
    host: str | None, context: str | None, environ: Mapping[str, str], seconds: float
) -> tuple[Endpoint | None, Engine | None, GraderError | None]:
    endpoint = None
    try:
        endpoint = resolve(host, context, environ)
        return endpoint, open_engine(endpoint, seconds=seconds), None
    except EngineError as wrong:
        return endpoint, None, wrong


def _info(engine: Engine | None) -> dict[str, Any]:
    if engine is None:
        return {}
    try:
        answer = document_of(engine.get("/info"), dict)
    except NoReplyError:
        return {}
    finally:
        engine.transport.close()
    return answer.document if isinstance(answer, Found) else {}


def _contexts(environ: Mapping[str, str]) -> tuple[str | None, tuple[str, ...]]:
    try:
        return current_context(environ), context_names(environ)
    except EngineError:
        return None, ()


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _user() -> str:
    """Name the user whose rights count; a number where it has no name."""
    if not hasattr(os, "geteuid"):
        return os.environ.get("USERNAME", "")
    import pwd

    uid = os.geteuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def look_at(path: Path) -> Socket:
    """Look at a socket's file: is it there, and may we use it."""
    try:
        seen = path.stat()
    except PermissionError:
        return Socket(str(path), there=True, reachable=False)
    except OSError:
        return Socket(str(path), there=False)
    owner, group, members = _names(seen.st_uid, seen.st_gid)
    active = hasattr(os, "getgroups") and seen.st_gid in {*os.getgroups(), os.getegid()}
    return Socket(
        str(path),
        there=True,
        mode=stat.S_IMODE(seen.st_mode),
        owner=owner,
        group=group,
        members=_user() in members,
        active=active,
    )


def _names(uid: int, gid: int) -> tuple[str, str, tuple[str, ...]]:
    """Name a file's owner and group, and the group's members; there are none on Windows."""
    try:
        import grp
        import pwd
    except ImportError:
        return "", "", ()
    owner, group = str(uid), str(gid)
    with contextlib.suppress(KeyError):
        owner = pwd.getpwuid(uid).pw_name
    with contextlib.suppress(KeyError):
        found = grp.getgrgid(gid)
        return owner, found.gr_name, tuple(found.gr_mem)
    return owner, group, ()


def sockets(
    home: Path | None, root: Path, environ: Mapping[str, str]
) -> Iterator[tuple[Path, str]]:
    """List the places where an engine may listen, the usual one first."""
    yield root / "var/run/docker.sock", "Docker"
    uid = os.geteuid() if hasattr(os, "geteuid") else 0
    runtime = Path(environ.get("XDG_RUNTIME_DIR") or root / f"run/user/{uid}")
    yield runtime / "docker.sock", "rootless Docker"
    yield runtime / "podman/podman.sock", "Podman"
    yield root / "run/podman/podman.sock", "Podman"
    for pattern, label in HOMES.items() if home else ():
        with contextlib.suppress(OSError):
            for path in sorted(home.glob(pattern)) if home else ():
                yield path, label


def _others(
    home: Path | None, root: Path, environ: Mapping[str, str], chosen: Endpoint | None
) -> Iterator[Other]:
    """Find the engines that answer beside the chosen one; one with several names once."""
    seen = {_real(chosen.url.removeprefix(UNIX))} if chosen else set()
    for path, label in sockets(home, root, environ):
        real = _real(str(path))
        with contextlib.suppress(OSError):
            if real in seen or not path.is_socket():
                continue
            seen.add(real)
            url = f"{UNIX}{path}"
            with contextlib.suppress(EngineError):
                engine = open_engine(Endpoint(url, "probe"), seconds=PROBE_SECONDS)
                engine.transport.close()
                yield Other(url, label, engine.facts)


def _real(path: str) -> str:
    return os.path.realpath(path)


def _free(info: Mapping[str, Any], endpoint: Endpoint | None) -> dict[str, int]:
    """Measure what is left where the engine keeps its data, if that is a folder of this machine."""
    data = info.get("DockerRootDir")
    if not isinstance(data, str) or endpoint is None or not endpoint.local:
        return {}
    with contextlib.suppress(OSError):
        return {data: shutil.disk_usage(data).free}
    return {}
