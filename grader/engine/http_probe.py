"""An HTTP request to a port of a container, or to a URL on the engine's own host."""

from __future__ import annotations

import socket
from http.client import HTTPResponse
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from grader.engine.deadline import within
from grader.engine.transport import NoReplyError
from grader.model.message import message
from grader.model.snapshot import Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from grader.engine.connection import Engine

BODY_LIMIT = 1024 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SAFE = frozenset({"GET", "HEAD"})
SWITCHING = 101  # the connection speaks another protocol from here on


def ask(engine: Engine, question: Question) -> Answer:
    """Send one request, no redirect followed, its body bounded.

    Refused, reset, or connected and silent is what the student's container does, and is found
    out; no way there at all is not.
    """
    parts = question.parts
    if parts["method"] not in SAFE and not engine.allow_exec:
        return Unanswered(message("method-not-allowed", method=parts["method"]))
    url = _url(engine, parts)
    if not isinstance(url, str):
        return url
    seconds = float(parts["timeout"])
    left = engine.left()
    try:
        return within(min(seconds + 1, left), lambda: _send(parts, url, seconds))
    except NoReplyError:
        over = Unanswered(message("run-timed-out"))
        return over if left < seconds + 1 else Found({"failed": "http.silent"})


def _url(engine: Engine, parts: dict[str, Any]) -> str | Answer:
    if engine.http_host is None:
        return Unanswered(message("http.no-host", endpoint=engine.facts.endpoint))
    if "url" in parts:
        host = urlsplit(parts["url"]).hostname or ""
        if host in LOOPBACK:  # the engine's own machine, wherever that is
            return _at_host(str(parts["url"]), engine.http_host)
        if host != engine.http_host:
            return Unanswered(message("http.other-host", host=host))
        return str(parts["url"])
    address = parts["address"]
    if address in LOOPBACK and engine.http_host not in LOOPBACK:
        return Unanswered(message("http.loopback"))
    host = address if address in LOOPBACK else engine.http_host  # [::1] is another port's host
    if address and engine.local and address not in LOOPBACK:
        if not _is_of_this_machine(address):
            return Unanswered(message("http.other-host", host=address))
        host = address
    host = f"[{host}]" if ":" in host else host
    return f"{parts['protocol']}://{host}:{parts['port']}{parts['path']}"


def _is_of_this_machine(address: str) -> bool:
    """Say whether a port can be published at an address here, whatever an engine says it did."""
    try:
        family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except (ValueError, OSError):
        return False
    return True


def _at_host(url: str, host: str) -> str:
    """Send a URL of the loopback to the host that stands for it: `localhost` is an IPv4 address."""
    parts = urlsplit(url)
    if host in LOOPBACK and parts.hostname != "localhost":
        return url
    bracketed = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=bracketed + (f":{parts.port}" if parts.port else "")).geturl()


class _FinalResponse(HTTPResponse):
    """Reads past interim responses: `http.client` itself only skips 100 (RFC 9110, 15.2)."""

    def begin(self) -> None:
        super().begin()
        while 100 <= self.status < 200 and self.status != SWITCHING:
            self.headers = self.msg = None  # type: ignore[assignment]
            super().begin()


class _Connection(HTTPConnection):
    response_class = _FinalResponse


class _TlsConnection(HTTPSConnection):
    response_class = _FinalResponse


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


def _send(parts: dict[str, Any], url: str, seconds: float) -> Answer:
    timeout = urllib3.Timeout(connect=seconds, read=seconds)
    where = urlsplit(url)
    try:
        with (
            _manager() as pool,
            pool.request(
                parts["method"],
                url,
                headers={"User-Agent": "grader", **parts["headers"]},
                timeout=timeout,
                redirect=False,
                preload_content=False,
            ) as response,
        ):
            body = response.read(BODY_LIMIT + 1, decode_content=True)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Found(
                {
                    "status": response.status,
                    "headers": headers,
                    "body": body[:BODY_LIMIT].decode("utf-8", errors="replace"),
                    "cut": len(body) > BODY_LIMIT,
                }
            )
    except NewConnectionError as wrong:  # to urllib3 a kind of timeout
        return _not_connected(wrong, where.hostname, where.port)
    except ConnectTimeoutError:
        return Unanswered(message("http.no-connection", host=where.hostname, port=where.port))
    except ReadTimeoutError:
        return Found({"failed": "http.silent"})
    except ProtocolError as wrong:
        return Found({"failed": _broken(wrong)})
    except (HTTPError, OSError, ValueError):
        return Found({"failed": "http.garbled"})


def _manager() -> urllib3.PoolManager:
    manager = urllib3.PoolManager(cert_reqs="CERT_NONE", retries=False)
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
    return manager


def _not_connected(wrong: NewConnectionError, host: str | None, port: int | None) -> Answer:
    """Refused is an answer; a host that cannot be reached or resolved is none."""
    if isinstance(wrong.__cause__, ConnectionRefusedError) or "refused" in str(wrong).lower():
        return Found({"failed": "http.refused"})
    return Unanswered(message("http.no-connection", host=host, port=port))


def _broken(wrong: ProtocolError) -> str:
    cause = wrong.args[1] if len(wrong.args) > 1 else wrong.__cause__
    reset = isinstance(cause, (ConnectionError, socket.error))
    return "http.reset" if reset else "http.garbled"
