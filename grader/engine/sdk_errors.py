"""Why Docker's SDK got no answer: the cause under the layers of requests and urllib3, in words."""

from __future__ import annotations

import ssl
from http.client import HTTPException, IncompleteRead, LineTooLong, RemoteDisconnected
from typing import TYPE_CHECKING

from urllib3.exceptions import ConnectTimeoutError, InvalidChunkLength, ReadTimeoutError

from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model.message import Message

LATE = (TimeoutError, ReadTimeoutError, ConnectTimeoutError)
CLOSED = (RemoteDisconnected, ssl.SSLEOFError, ssl.SSLZeroReturnError)
# How a server says in TLS that it does not take the client for one of its own.
REFUSING = ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED")


def lost(wrong: BaseException, seconds: float) -> Message:
    """Say why no answer came; `seconds` is how long was waited at most."""
    layers = [*_layers(wrong)]
    for cause in layers:
        if isinstance(cause, LATE):
            return message("timed-out", seconds=round(seconds, 1))
        if isinstance(cause, PermissionError):
            return message("permission-denied", text=cause.strerror or "")
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, CLOSED):
            return _tls(cause)
    reasons = (_reason(cause) for cause in layers)
    other = str(layers[-1]) or type(layers[-1]).__name__
    return message("connection-lost", reason=next(filter(None, reasons), other))


def _layers(wrong: BaseException) -> Iterator[BaseException]:
    """Go from what was raised down to what it came from."""
    cause: BaseException | None = wrong
    while cause is not None:
        yield cause
        reason = getattr(cause, "reason", None)
        inner = next((a for a in cause.args if isinstance(a, BaseException)), None)
        cause = reason if isinstance(reason, BaseException) else inner or cause.__cause__


def _tls(wrong: ssl.SSLError) -> Message:
    """Tell a certificate that we do not trust from ours that is not taken, and from the rest."""
    if isinstance(wrong, ssl.SSLCertVerificationError):
        text = wrong.verify_message
        return message("connection-lost", reason="tls-not-trusted", text=text)
    said = wrong.reason or str(wrong)
    refused = "ALERT" in said and any(word in said for word in REFUSING)
    text = said.replace("_", " ").lower()
    return message("connection-lost", reason="tls-refused" if refused else "tls-failed", text=text)


def _reason(cause: BaseException) -> str | None:
    """Name a cause as `grader.engine.http1` and the operating system do; None for a mere layer."""
    if isinstance(cause, CLOSED):
        return "closed before a response"
    if isinstance(cause, OSError):
        return cause.strerror if cause.errno is not None else None
    if isinstance(cause, InvalidChunkLength):
        return "the length of a chunk is not a number"
    if isinstance(cause, IncompleteRead):
        return "closed in the middle of a response"
    if isinstance(cause, LineTooLong):
        return "the response header is too large"
    return "the response is not HTTP" if isinstance(cause, HTTPException) else None
