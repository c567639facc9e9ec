"""An engine behind ssh: its socket is brought here by the system's own `ssh`.

So the user's configuration, keys, agent and known hosts hold as they do for `ssh` itself, nothing
is asked (`BatchMode`), and every request over the forwarded socket has its deadline. What is
started is one `ssh` that forwards, runs nothing there, and ends with the transport.
"""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from grader.engine.endpoint import Endpoint
from grader.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.engine.transport import Reply, Request, Stream, Transport
    from grader.model.message import Json

REMOTE_SOCKET = "/var/run/docker.sock"
# What no option can begin with, so that an address never becomes one.
HOST = re.compile(r"[A-Za-z0-9_\[][A-Za-z0-9_.:\]-]*")
USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\$?")
SOCKET = re.compile(r"/[A-Za-z0-9_./@-]*")
POLL = 0.02  # seconds between looks for the socket


class Tunnel:
    """A socket of ours that leads to an engine's socket on another machine."""

    def __init__(self, url: str, *, seconds: float, program: str = "ssh") -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="grader-"))
        self._said = self._folder / "said"
        self.socket = self._folder / "s"
        try:
            command = _command(url, self.socket, seconds=seconds, program=program)
            self._process = self._start(url, command)
            self._wait(url, seconds)
        except BaseException:
            self.close()
            raise

    def _start(self, url: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        try:
            with self._said.open("wb") as said:
                return subprocess.Popen(  # noqa: S603 - no shell, and every part was looked at
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
                )
        except OSError as wrong:
            why = wrong.strerror or str(wrong)
            raise EngineError(
                "no-engine", endpoint=url, reason="ssh-not-started", program=command[0], why=why
            ) from None

    def _wait(self, url: str, seconds: float) -> None:
        """Wait until ssh has made the socket, or given up and said why."""
        end = time.monotonic() + seconds
        while not self.socket.exists():
            if self._process.poll() is not None:
                raise EngineError("no-engine", endpoint=url, **self._reason())
            if time.monotonic() > end:
                late = round(seconds, 1)
                raise EngineError("no-engine", endpoint=url, reason="ssh-timed-out", seconds=late)
            time.sleep(POLL)

    def _reason(self) -> dict[str, Json]:
        """Give as the reason the last thing that ssh said, in whatever language it says it."""
        lines = self._said.read_text(encoding="utf-8", errors="replace").split("\n")
        told = [line.strip() for line in lines if line.strip()]
        if not told:
            return {"reason": "ssh-ended", "status": self._process.returncode}
        return {"reason": "ssh-said", "text": told[-1][:300]}

    def close(self) -> None:
        process = getattr(self, "_process", None)
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _command(url: str, socket: Path, *, seconds: float, program: str) -> list[str]:
    """Build the command; raises `EngineError` where a part of the address is not plainly one."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    path = unquote(parts.path) if parts.path not in ("", "/") else REMOTE_SOCKET
    host, user = parts.hostname or "", parts.username
    if (
        not HOST.fullmatch(host)
        or (user is not None and not USER.fullmatch(user))
        or not SOCKET.fullmatch(path)
        or port == 0
        or parts.password is not None
    ):
        raise EngineError("bad-endpoint", endpoint=url, reason="no-ssh-address")
    options = {
        "BatchMode": "yes",
        "ExitOnForwardFailure": "yes",
        "ConnectTimeout": str(max(int(seconds), 1)),
        "ServerAliveInterval": "15",
        "ControlPath": "none",
        "ForwardAgent": "no",
        "ForwardX11": "no",
    }
    written = [word for key, value in options.items() for word in ("-o", f"{key}={value}")]
    where = [*(("-p", str(port)) if port else ()), *(("-l", user) if user else ())]
    return [program, "-nNT", *written, *where, "-L", f"{socket}:{path}", "--", host]


class TunnelTransport:
    """A `Transport` over a tunnel; `through` makes the one to the socket on this side."""

    def __init__(
        self, url: str, through: Callable[[Endpoint], Transport], *, seconds: float
    ) -> None:
        self.endpoint = url
        self._tunnel = Tunnel(url, seconds=seconds)
        try:
            self._inner = through(Endpoint(f"unix://{self._tunnel.socket}", "ssh"))
        except BaseException:
            self._tunnel.close()
            raise
        self.parallel = 8
        atexit.register(self.close)

    def send(self, request: Request) -> Reply:
        return self._inner.send(request)

    def stream(self, request: Request, *, silence: float) -> Stream:
        return self._inner.stream(request, silence=silence)

    def close(self) -> None:
        atexit.unregister(self.close)
        self._inner.close()
        self._tunnel.close()
