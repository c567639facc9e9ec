"""The engine answers, and yet something is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.doctor.machine import Finding, Patient
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

MEBIBYTE = 1024 * 1024
LITTLE = 1024 * MEBIBYTE  # an image of a course is some hundred MiB


def too_old(patient: Patient) -> Iterator[Finding]:
    if patient.failed == "engine-too-old" and patient.error:
        yield Finding(patient.error.message, (message("doctor.upgrade"),))


def windows_containers(patient: Patient) -> Iterator[Finding]:
    if patient.info.get("OSType") == "windows":
        cause = message("doctor.windows-containers")
        yield Finding(cause, (message("doctor.switch-to-linux"),))


def disk_full(patient: Patient) -> Iterator[Finding]:
    """Cleaning up is the remedy, but what a lab asks for may be a stopped container."""
    for path, free in patient.free.items():
        if free < LITTLE:
            cause = message("doctor.disk-full", path=path, free=free // MEBIBYTE)
            yield Finding(cause, (message("doctor.see-disk"), message("doctor.free-disk")))


def podman(patient: Patient) -> Iterator[Finding]:
    if patient.facts and patient.facts.kind == "podman":
        cause = message(
            "doctor.podman", version=patient.facts.version, endpoint=patient.facts.endpoint
        )
        yield Finding(cause, (message("doctor.same-engine"),), note=True)
