"""The wrong engine was chosen, or an address that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.doctor.machine import Finding, Patient
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model.message import Json

CONTEXT = "context "
# What to do to wake the engine behind a context, by the context's name.
STARTERS = {
    "colima": "doctor.start-colima",
    "desktop-linux": "doctor.start-desktop",
    "orbstack": "doctor.start-desktop",
    "rancher-desktop": "doctor.start-desktop",
}
BAD_REQUEST = 400
_USE_DEFAULT = message("doctor.use-default")


def no_such_context(patient: Patient) -> Iterator[Finding]:
    if patient.failed not in ("no-context", "bad-context") or patient.error is None:
        return
    by_environment = patient.error.message.params.get("origin") == "DOCKER_CONTEXT"
    way_out = _unset(patient, "DOCKER_CONTEXT") if by_environment else _USE_DEFAULT
    names = message("doctor.contexts-are", names=["default", *patient.contexts])
    yield Finding(patient.error.message, (names, way_out))


def not_an_address(patient: Patient) -> Iterator[Finding]:
    if patient.failed == "bad-endpoint" and patient.error:
        yield Finding(patient.error.message, (_elsewhere(patient),))


def tls_needed(patient: Patient) -> Iterator[Finding]:
    """A port for TLS was asked without: the answer is a status 400."""
    endpoint = patient.endpoint
    if endpoint is None or endpoint.tls or patient.error is None:
        return
    asked_plainly = endpoint.url.startswith(("tcp://", "http://"))
    if asked_plainly and patient.error.message.params.get("status") == BAD_REQUEST:
        yield Finding(message("doctor.tls", endpoint=endpoint.url), (message("doctor.set-tls"),))


def dead_address(patient: Patient) -> Iterator[Finding]:
    """`DOCKER_HOST` outlives what it once named; so does an alias with `--host`."""
    if patient.failed != "no-engine" or patient.origin not in ("DOCKER_HOST", "--host"):
        return
    if patient.error and not any(tls_needed(patient)):
        cause = message("doctor.dead-address", origin=patient.origin, **_reason(patient))
        yield Finding(cause, (_elsewhere(patient),))


def dead_context(patient: Patient) -> Iterator[Finding]:
    if patient.failed != "no-engine" or not patient.origin.startswith(CONTEXT):
        return
    name = patient.origin.removeprefix(CONTEXT)
    starter = next((code for key, code in STARTERS.items() if name.startswith(key)), None)
    remedies = [message(starter or "doctor.start-context", name=name)]
    by_environment = bool(patient.environ.get("DOCKER_CONTEXT"))
    remedies.append(_unset(patient, "DOCKER_CONTEXT") if by_environment else _USE_DEFAULT)
    yield Finding(message("doctor.dead-context", name=name, **_reason(patient)), tuple(remedies))


def host_over_context(patient: Patient) -> Iterator[Finding]:
    """Docker's own command says so too, but grader's reader may never have seen it."""
    context = patient.current_context
    if patient.origin == "DOCKER_HOST" and context and context != "default":
        cause = message(
            "doctor.host-over-context", name=context, host=patient.environ["DOCKER_HOST"]
        )
        yield Finding(cause, (_unset(patient, "DOCKER_HOST"),), note=True)


def other_engine(patient: Patient) -> Iterator[Finding]:
    """Another engine answers: the one to use, or the one that the lab was done on by mistake."""
    for other in patient.others:
        cause = message(
            "doctor.other-engine",
            label=other.label,
            kind=other.facts.kind,
            version=other.facts.version,
            endpoint=other.endpoint,
        )
        code = "doctor.choose-other" if patient.facts is None else "doctor.done-there"
        yield Finding(cause, (message(code, endpoint=other.endpoint),), note=True)


def _reason(patient: Patient) -> dict[str, Json]:
    """Return the endpoint and the reason, with what fills the reason's own text."""
    return {**patient.error.message.params} if patient.error else {"endpoint": "", "reason": ""}


def _elsewhere(patient: Patient) -> Message:
    if patient.origin == "--host" or not patient.environ.get("DOCKER_HOST"):
        return message("doctor.without-host")
    return _unset(patient, "DOCKER_HOST")


def _unset(patient: Patient, name: str) -> Message:
    on_windows = patient.platform == "win32"
    return message("doctor.unset-windows" if on_windows else "doctor.unset", name=name)
