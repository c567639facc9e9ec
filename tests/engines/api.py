"""A few requests to an engine's API, for what the `docker` command is too slow or too kind for."""

import http.client
import json
import socket
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from tests.engines.errors import EngineError


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def connect(host: str, timeout: float) -> http.client.HTTPConnection:
    """A connection to `unix:///path` or `tcp://name:port`."""
    url = urlsplit(host)
    if url.scheme == "unix":
        return UnixConnection(url.path, timeout)
    if url.scheme in {"tcp", "http"} and url.hostname:
        return http.client.HTTPConnection(url.hostname, url.port or 2375, timeout=timeout)
    raise EngineError(f"tests can ask an engine at unix://… or tcp://…, not at {host}")


def request(
    host: str,
    method: str,
    path: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
    timeout: float = 60,
) -> tuple[int, bytes]:
    """One request: status and body. Raises OSError or HTTPException when nobody answers."""
    connection = connect(host, timeout)
    try:
        connection.request(method, path, body=body, headers=dict(headers))
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def get(host: str, path: str) -> Any:
    """The JSON document at a path; None for 404."""
    status, body = request(host, "GET", path)
    if status == http.HTTPStatus.NOT_FOUND:
        return None
    if status != http.HTTPStatus.OK:
        raise EngineError(f"GET {path} at {host}: {status} {body.decode(errors='replace')}")
    return json.loads(body)


def delete(host: str, path: str) -> None:
    """Remove something; that it is gone already is fine."""
    status, body = request(host, "DELETE", path)
    if status >= http.HTTPStatus.BAD_REQUEST and status != http.HTTPStatus.NOT_FOUND:
        raise EngineError(f"DELETE {path} at {host}: {status} {body.decode(errors='replace')}")


def answers(host: str, timeout: float = 2) -> bool:
    """Whether an engine answers `/_ping` there."""
    try:
        return request(host, "GET", "/_ping", timeout=timeout)[0] == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
