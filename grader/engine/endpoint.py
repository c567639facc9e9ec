"""Which engine: the address, by the order that Docker's own command line keeps.

`--host`, `--context`, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context, the platform's default.
A context that does not exist is an error, never the default: else the wrong engine is graded.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from grader.errors import EngineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_CONTEXT = "default"
DEFAULT_SOCKET = "unix:///var/run/docker.sock"
DEFAULT_PIPE = "npipe:////./pipe/docker_engine"
SCHEMES = ("unix", "tcp", "http", "https", "npipe", "ssh")


@dataclass(frozen=True, slots=True)
class Tls:
    """Files for TLS; `verify` False accepts any certificate."""

    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    verify: bool = True


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An engine's address and where it was taken from ("--host", "context colima" …)."""

    url: str
    origin: str
    tls: Tls | None = None

    @property
    def host(self) -> str | None:
        """The host that published ports are on; None where the address does not say."""
        parts = urlsplit(self.url)
        if parts.scheme in ("unix", "npipe"):
            return "127.0.0.1"
        return parts.hostname

    @property
    def local(self) -> bool:
        return self.host in ("127.0.0.1", "::1", "localhost")


def resolve(
    host: str | None,
    context: str | None,
    environ: Mapping[str, str],
    *,
    platform: str = sys.platform,
) -> Endpoint:
    """Resolve the engine's address; raises `UsageError` or `EngineError`."""
    if host is not None and context is not None:
        raise UsageError("not-with", one="--host", other="--context")
    if host is not None:
        return _address(host, "--host", environ)
    if context is not None:
        return _context(context, "--context", environ, platform)
    if environ.get("DOCKER_HOST"):
        return _address(environ["DOCKER_HOST"], "DOCKER_HOST", environ)
    if environ.get("DOCKER_CONTEXT"):
        return _context(environ["DOCKER_CONTEXT"], "DOCKER_CONTEXT", environ, platform)
    current = current_context(environ)
    if current:
        return _context(current, "config.json", environ, platform)
    return _default(platform)


def _default(platform: str) -> Endpoint:
    url = DEFAULT_PIPE if platform == "win32" else DEFAULT_SOCKET
    return Endpoint(url, "default")


def _address(url: str, origin: str, environ: Mapping[str, str]) -> Endpoint:
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme not in SCHEMES:
        schemes = [f"{scheme}://" for scheme in SCHEMES]
        raise EngineError("bad-endpoint", endpoint=url, reason="no-scheme", schemes=schemes)
    _refuse_unreadable(url)
    return Endpoint(url, origin, _tls_of_environment(url, environ))


def _refuse_unreadable(url: str) -> None:
    """Refuse what cannot be taken apart: a bracket that is not closed, a port that is none."""
    try:
        urlsplit(url).port  # noqa: B018 - it is read when it is asked for
    except ValueError as wrong:
        raise EngineError("bad-endpoint", endpoint=url, reason=str(wrong)) from None


def _tls_of_environment(url: str, environ: Mapping[str, str]) -> Tls | None:
    """Read `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`, as the docker command does."""
    if not url.startswith(("tcp://", "https://")):
        return None
    folder = environ.get("DOCKER_CERT_PATH")
    if not environ.get("DOCKER_TLS_VERIFY") and not folder:
        return Tls() if url.startswith("https://") else None
    where = Path(folder) if folder else _config_folder(environ)
    return tls_in(where, url, verify=bool(environ.get("DOCKER_TLS_VERIFY")))


def tls_in(folder: Path, url: str, *, verify: bool = True) -> Tls:
    """Take the three files of a folder, as Docker names them; raises where one is not there."""
    ca, cert, key = (folder / name for name in ("ca.pem", "cert.pem", "key.pem"))
    for file in (ca, cert, key):
        if not file.is_file():
            raise EngineError("bad-endpoint", endpoint=url, reason="no-tls-file", file=str(file))
    return Tls(ca, cert, key, verify=verify)


def _config_folder(environ: Mapping[str, str]) -> Path:
    folder = environ.get("DOCKER_CONFIG")
    return Path(folder) if folder else Path(os.path.expanduser("~/.docker"))  # noqa: PTH111


def current_context(environ: Mapping[str, str]) -> str | None:
    """Return the context that `docker context use` chose, if one."""
    config = _read_json(_config_folder(environ) / "config.json", "bad-config")
    current = config.get("currentContext")
    return current if isinstance(current, str) else None


def context_names(environ: Mapping[str, str]) -> tuple[str, ...]:
    """List the contexts that there are, but for the default one; none where we may not look."""
    folder = _config_folder(environ) / "contexts" / "meta"
    try:
        found = [_read_json(file) for file in folder.glob("*/meta.json")]
    except OSError:
        return ()
    return tuple(sorted(str(one["Name"]) for one in found if one.get("Name")))


def _context(name: str, origin: str, environ: Mapping[str, str], platform: str) -> Endpoint:
    if name == DEFAULT_CONTEXT:
        return _default(platform)
    folder = _config_folder(environ) / "contexts"
    key = hashlib.sha256(name.encode()).hexdigest()
    file = folder / "meta" / key / "meta.json"
    if not file.is_file():
        raise EngineError("no-context", name=name, origin=origin)
    docker = _mapping(_mapping(_read_json(file), "Endpoints"), "docker")
    url = docker.get("Host")
    if not isinstance(url, str) or url.partition("://")[0] not in SCHEMES:
        raise EngineError("bad-context", name=name, reason="it names no engine")
    _refuse_unreadable(url)
    tls = folder / "tls" / key / "docker"
    files = {n: tls / f"{n}.pem" for n in ("ca", "cert", "key") if (tls / f"{n}.pem").is_file()}
    verify = not docker.get("SkipTLSVerify")
    pem = Tls(files.get("ca"), files.get("cert"), files.get("key"), verify=verify)
    found = pem if files or url.startswith("https") else None
    return Endpoint(url, f"context {name}", found)


def _mapping(of: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = of.get(key)
    return found if isinstance(found, dict) else {}


def _read_json(file: Path, code: str = "bad-context") -> dict[str, Any]:
    """Read a file of Docker's; one that is there and says nothing may name another engine."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as wrong:
        raise EngineError(code, name=str(file), reason=wrong.strerror or str(wrong)) from None
    except (ValueError, RecursionError):
        raise EngineError(code, name=str(file), reason="it is not JSON") from None
    return found if isinstance(found, dict) else {}
