"""The socket is there, and may not be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.doctor.machine import Finding, Patient
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUP_MAY = 0o060


def closed_folder(patient: Patient) -> Iterator[Finding]:
    if patient.failed == "no-permission" and patient.socket and not patient.socket.reachable:
        cause = message("doctor.closed-folder", path=patient.socket.path)
        yield Finding(cause, (message("doctor.own-engine"),))


def group_not_active(patient: Patient) -> Iterator[Finding]:
    """Groups take effect at login: who joined one since then is not in it yet."""
    socket = patient.socket
    if patient.failed == "no-permission" and socket and socket.members and not socket.active:
        cause = message("doctor.group-not-active", user=patient.user, group=socket.group)
        yield Finding(cause, (message("doctor.log-in-again", group=socket.group),))


def not_in_group(patient: Patient) -> Iterator[Finding]:
    socket = patient.socket
    if patient.failed != "no-permission" or not socket or not socket.reachable or socket.members:
        return
    if socket.mode & GROUP_MAY == GROUP_MAY and socket.group not in ("", "root"):
        cause = message(
            "doctor.not-in-group", path=socket.path, group=socket.group, user=patient.user
        )
        yield Finding(
            cause,
            (
                message("doctor.join-group", group=socket.group, user=patient.user),
                message("doctor.log-in-again", group=socket.group),
                message("doctor.own-engine"),
            ),
        )
    else:
        mode = f"{socket.mode:o}"
        cause = message("doctor.closed-socket", path=socket.path, owner=socket.owner, mode=mode)
        yield Finding(cause, (message("doctor.own-engine"),))
