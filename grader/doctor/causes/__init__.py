"""The causes: one function each over a `Patient`; a new one is a function and its name here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.doctor.causes.choice import (
    dead_address,
    dead_context,
    host_over_context,
    no_such_context,
    not_an_address,
    other_engine,
    tls_needed,
)
from grader.doctor.causes.engine import disk_full, podman, too_old, windows_containers
from grader.doctor.causes.permission import closed_folder, group_not_active, not_in_group
from grader.doctor.causes.presence import not_installed, not_running, windows, wsl
from grader.doctor.machine import Finding, Patient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Cause = Callable[[Patient], Iterator[Finding]]

CAUSES: tuple[Cause, ...] = (
    no_such_context,
    not_an_address,
    tls_needed,
    dead_address,
    dead_context,
    closed_folder,
    group_not_active,
    not_in_group,
    not_installed,
    windows,
    wsl,
    not_running,
    too_old,
    windows_containers,
    disk_full,
    podman,
    host_over_context,
    other_engine,
)


def diagnose(patient: Patient) -> list[Finding]:
    """Collect what is found, in the order of `CAUSES`; an error that none knows speaks itself."""
    found = [finding for cause in CAUSES for finding in cause(patient)]
    if patient.error and all(finding.note for finding in found):
        found.insert(0, Finding(patient.error.message))
    return found
