"""No engine at the usual place: none installed, or none started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.doctor.machine import Finding, Patient
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT = "default"


def _nothing_at_default(patient: Patient) -> bool:
    return patient.failed == "no-engine" and patient.origin == DEFAULT


def not_installed(patient: Patient) -> Iterator[Finding]:
    if _nothing_at_default(patient) and not patient.installed and not patient.wsl:
        yield Finding(message("doctor.not-installed"), (message("doctor.install"),))


def windows(patient: Patient) -> Iterator[Finding]:
    if _nothing_at_default(patient) and patient.platform == "win32" and patient.installed:
        cause = message("doctor.desktop-not-running")
        yield Finding(cause, (message("doctor.start-desktop", name="Docker Desktop"),))


def wsl(patient: Patient) -> Iterator[Finding]:
    """In WSL the engine is Docker Desktop's, and each distribution must be let in."""
    if not _nothing_at_default(patient) or not patient.wsl:
        return
    name = patient.environ.get("WSL_DISTRO_NAME", "Ubuntu")
    if patient.wsl == 1:
        cause = message("doctor.wsl-1", name=name)
        yield Finding(cause, (message("doctor.wsl-convert", name=name),))
    else:
        remedies = (
            message("doctor.wsl-integration", name=name),
            message("doctor.wsl-own"),
        )
        yield Finding(message("doctor.wsl", name=name), remedies)


def not_running(patient: Patient) -> Iterator[Finding]:
    if not _nothing_at_default(patient) or not patient.installed:
        return
    if patient.wsl or patient.platform == "win32":
        return
    there = patient.socket is not None and patient.socket.there
    cause = "doctor.nobody-listens" if there else "doctor.not-running"
    path = patient.socket.path if patient.socket else ""
    yield Finding(message(cause, path=path), (_start(patient),))


def _start(patient: Patient) -> Message:
    if patient.platform == "darwin":
        return message("doctor.start-desktop", name="Docker Desktop")
    return message("doctor.start-systemd" if patient.systemd else "doctor.start-service")
