"""Getting to know an engine: what it is and which API is spoken with it."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from grader.engine.transport import DOCUMENT_LIMIT, NoReplyError, Request
from grader.errors import EngineError, UsageError
from grader.model.json_reader import parse
from grader.model.message import message
from grader.model.result import EngineFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.engine.endpoint import Endpoint
    from grader.engine.transport import Reply, Transport
    from grader.model.message import Json

# A host's name, or an address of either version, as `--http-host` takes it.
HOST = re.compile(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f.]*(?::[0-9A-Fa-f.]*){2,}(?:%[A-Za-z0-9_.-]+)?")
OLDEST = (1, 41)  # Docker 20.10
NEWEST = (1, 51)  # Docker 28.5; from 1.52 inspect loses fields
CONNECT_SECONDS = 3.0
LONGEST_VERSION = 20  # characters


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that answered: how to reach it, and what every report says of it.

    `seconds` is the deadline of one request; `until`, of the monotonic clock, that of the run.
    Nothing but GET and HEAD leaves here unless `allow_exec`.
    """

    transport: Transport
    facts: EngineFacts
    http_host: str | None
    local: bool
    seconds: float
    until: float = math.inf
    allow_exec: bool = False

    def left(self) -> float:
        """Return the seconds that are left of the run; raises `NoReplyError` where none are."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise NoReplyError(message("run-timed-out"))
        return left

    def close(self) -> None:
        self.transport.close()

    def get(
        self, path: str, query: Mapping[str, str] | None = None, *, limit: int = DOCUMENT_LIMIT
    ) -> Reply:
        """Ask with GET, in the API version agreed on."""
        return self.request("GET", path, limit=limit, query=query)

    def request(
        self,
        method: str,
        path: str,
        *,
        limit: int = DOCUMENT_LIMIT,
        query: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> Reply:
        left = self.left()
        where = f"/v{self.facts.api}{path}"
        asked = Request(method, where, min(self.seconds, left), query, limit, body)
        if not asked.reads and not self.allow_exec:
            raise NoReplyError(message("method-not-allowed", method=method))
        try:
            return self.transport.send(asked)
        except NoReplyError as none:
            if none.reason.code == "timed-out" and left < self.seconds:
                raise NoReplyError(message("run-timed-out")) from None
            raise


def connect(
    endpoint: Endpoint, transport: Transport, *, seconds: float, http_host: str | None = None
) -> Engine:
    """Ask an engine for its version; raises `EngineError` where none can be talked to.

    `http_host` is a name or an address alone: what is none would look like a student's mistake.
    """
    if http_host and not HOST.fullmatch(http_host):
        raise UsageError("bad-http-host", found=http_host)
    try:
        version = _document(endpoint, transport, "/version", min(seconds, CONNECT_SECONDS))
        spoken = _spoken(endpoint, version)
    except EngineError:
        transport.close()
        raise
    facts = EngineFacts(
        kind=_kind(version),
        version=str(version.get("Version", "")),
        api=spoken,
        endpoint=endpoint.url,
        id=None,
        name=None,
    )
    return Engine(transport, facts, http_host or endpoint.host, endpoint.local, seconds)


def identify(engine: Engine) -> Engine:
    """Ask an engine who it is, to tell two apart; one that does not say stays unnamed."""
    try:
        reply = engine.get("/info")
        found = parse(reply.body) if reply.status == 200 else {}
    except (NoReplyError, ValueError):
        return engine
    if not isinstance(found, dict):
        return engine
    names = {key: text for key in ("ID", "Name") if isinstance(text := found.get(key), str)}
    facts = replace(engine.facts, id=names.get("ID"), name=names.get("Name"))
    return replace(engine, facts=facts)


def _document(
    endpoint: Endpoint, transport: Transport, path: str, seconds: float
) -> dict[str, Any]:
    try:
        reply = transport.send(Request("GET", path, seconds))
    except NoReplyError as none:
        if none.reason.code == "permission-denied":
            raise EngineError("no-permission", endpoint=endpoint.url) from None
        # The connection did not break off: there was none. So the reason alone is told.
        params = {**none.reason.params}
        reason = params.pop("reason", none.reason.code)
        raise _no_engine(endpoint, str(reason), **params) from None
    try:
        document = parse(reply.body)
    except ValueError:
        document = None
    if reply.status != 200 or not isinstance(document, dict):
        raise _no_engine(endpoint, "not-an-engine", status=reply.status)
    return document


def _no_engine(endpoint: Endpoint, reason: str, **params: Json) -> EngineError:
    return EngineError("no-engine", endpoint=endpoint.url, reason=reason, **params)


def _spoken(endpoint: Endpoint, version: Mapping[str, Any]) -> str:
    """Speak the lower of the engine's API and the newest that is tested."""
    newest = _number(version.get("ApiVersion"))
    if newest is None:
        raise _no_engine(endpoint, "no-api-named")
    if newest < OLDEST:
        raise EngineError("engine-too-old", endpoint=endpoint.url, api=_text(newest))
    least = _number(version.get("MinAPIVersion")) or OLDEST
    return _text(min(newest, max(NEWEST, least)))


def _number(text: object) -> tuple[int, int] | None:
    found = str(text)
    major, _, minor = found.partition(".")
    if not (major.isdecimal() and minor.isdecimal()) or len(found) > LONGEST_VERSION:
        return None
    return int(major), int(minor)


def _text(number: tuple[int, int]) -> str:
    return f"{number[0]}.{number[1]}"


def _kind(version: Mapping[str, Any]) -> str:
    """Docker or Podman: Podman answers in Docker's place and names itself among its components."""
    components = version.get("Components")
    listed = components if isinstance(components, list) else ()
    names = [str(c.get("Name", "")) for c in listed if isinstance(c, dict)]
    return "podman" if any("Podman" in name for name in names) else "docker"
