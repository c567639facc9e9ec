"""Docker's SDK as the transport: it knows every kind of address. The only module that imports it.

The SDK's client is a `requests` session; it is used as one, so that the answer's status and size
are ours to judge and nothing is asked besides. Whom to trust is named with every request: left to
the session, `requests` would rather believe `REQUESTS_CA_BUNDLE` than the engine's own CA.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import docker
import requests
from docker.errors import DockerException
from docker.tls import TLSConfig
from docker.types import CancellableStream
from urllib3.exceptions import ReadTimeoutError

from grader.engine.deadline import within
from grader.engine.sdk_errors import lost
from grader.engine.transport import NoReplyError, Reply
from grader.errors import EngineError
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.engine.endpoint import Endpoint, Tls
    from grader.engine.transport import Request

CHUNK = 64 * 1024
# The SDK asks for the version itself when it is given none; which one is spoken is decided later.
ANY_VERSION = "1.41"


class SdkTransport:
    """A `Transport` over `docker.APIClient`."""

    def __init__(self, endpoint: Endpoint, *, seconds: float) -> None:
        self.endpoint = endpoint.url
        self.parallel = 1 if endpoint.local else 8
        try:
            self._session = docker.APIClient(
                base_url=endpoint.url,
                version=ANY_VERSION,
                timeout=max(int(seconds), 1),
                tls=_tls(endpoint.tls) or False,
            )
        except (DockerException, OSError, ValueError, ImportError) as wrong:
            raise EngineError("bad-endpoint", endpoint=endpoint.url, reason=str(wrong)) from None

    def send(self, request: Request) -> Reply:
        return within(request.seconds, lambda: self._exchange(request))

    def _exchange(self, request: Request) -> Reply:
        try:
            with self._answer(request, timeout=request.seconds) as response:
                kept, cut = _read(response, request.limit)
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status_code, kept, headers, cut)
        except requests.Timeout:
            raise NoReplyError(message("timed-out", seconds=round(request.seconds, 1))) from None
        except (requests.RequestException, DockerException, OSError) as wrong:
            raise NoReplyError(lost(wrong, request.seconds)) from None

    def stream(self, request: Request, *, silence: float) -> SdkStream:
        return within(request.seconds, lambda: self._open(request, silence))

    def _open(self, request: Request, silence: float) -> SdkStream:
        try:
            return SdkStream(self._answer(request, timeout=silence))
        except (requests.RequestException, DockerException, OSError) as wrong:
            raise NoReplyError(lost(wrong, silence)) from None

    def _answer(self, request: Request, *, timeout: float) -> requests.Response:
        """Send a request and read the head of its answer; `timeout` bounds each wait for more."""
        response: requests.Response = self._session.request(
            request.method,
            f"{self._session.base_url}{request.path}",
            params=request.query,
            json=request.body,
            timeout=timeout,
            stream=True,
            allow_redirects=False,
            verify=self._session.verify,
        )
        return response

    def close(self) -> None:
        self._session.close()


class SdkStream:
    """A `Stream` over a response of `requests`."""

    def __init__(self, response: requests.Response) -> None:
        self.status = response.status_code
        self._response = response
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_content(None)
        except (requests.RequestException, DockerException, OSError, AttributeError) as wrong:
            # Closing it from another thread takes the connection from under the one that reads.
            if self._closed:
                return
            silent = wrong.args and isinstance(wrong.args[0], ReadTimeoutError)
            raise NoReplyError(message("silent") if silent else lost(wrong, 0)) from None

    def close(self) -> None:
        """End it, also for a thread that waits in it; where that cannot be, silence ends it."""
        self._closed = True
        with suppress(DockerException, OSError, AttributeError):
            CancellableStream(iter(()), self._response).close()


def _read(response: requests.Response, limit: int) -> tuple[bytes, bool]:
    """Read a body up to a limit in bytes; say whether there was more."""
    kept = bytearray()
    for chunk in response.iter_content(CHUNK):
        kept += chunk
        if len(kept) > limit:
            return bytes(kept[:limit]), True
    return bytes(kept), False


def _tls(tls: Tls | None) -> TLSConfig | None:
    if tls is None:
        return None
    pair = (str(tls.cert), str(tls.key)) if tls.cert and tls.key else None
    return TLSConfig(client_cert=pair, ca_cert=str(tls.ca) if tls.ca else None, verify=tls.verify)
