"""From a check's target to the document it means: an object, an HTTP answer, a command's end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.readers.container import ALIVE, status
from grader.fields.reading import dig, read_field
from grader.fields.types import Present, Subject, Unknown
from grader.judge.objects import Missing, Sought, find_object
from grader.model.lab import Composed, Exec, Http, Named
from grader.model.message import message
from grader.model.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from grader.model.lab import Target
    from grader.model.snapshot import View


def find(target: Target, view: View) -> Sought:
    """Find the one thing that a target means."""
    if isinstance(target, (Named, Composed)):
        return find_object(target, view)
    if isinstance(target, Http):
        return _find_answer(target, view)
    if isinstance(target, Exec):
        return _find_run(target, view)
    raise TypeError("a set is selected, not found")


def _find_answer(target: Http, view: View) -> Sought:
    """Find what an HTTP request got: through the port that the container publishes."""
    request: dict[str, Any] = {
        "method": target.method,
        "headers": dict(target.headers),
        "timeout": target.timeout,
    }
    if target.container is None:
        request["url"] = target.url
    else:
        place = _published(target, target.container, view)
        if not isinstance(place, dict):
            return place
        request |= place | {"path": target.path, "protocol": target.protocol}
    answer = view.answer(Question.of("http", **request))
    if isinstance(answer, Found):
        if "failed" in answer.document:
            return Missing(message(answer.document["failed"], target=target.name))
        return Subject("http", answer.document, view)
    return Unknown(message("not-asked") if isinstance(answer, Absent) else answer.reason)


def _published(
    target: Http, container: Named | Composed, view: View
) -> dict[str, Any] | Missing | Unknown:
    """Find host port and address that lead to the container's port; one open to all first."""
    found = _running(container, view)
    if not isinstance(found, Subject):
        return found
    if dig(found.document, ("HostConfig", "NetworkMode")) == "host":
        return {"port": target.port, "address": ""}
    reading = read_field(KINDS["container"].fields["ports"], found)
    if not isinstance(reading, Present):
        return reading if isinstance(reading, Unknown) else Missing(reading.reason)
    ways = [
        {"port": port["published"], "address": port["host_ip"] or ""}
        for port in reading.value or ()
        if port["target"] == target.port and port["protocol"] == "tcp" and port["published"]
    ]
    if ways:
        return min(ways, key=lambda way: bool(way["address"]))
    return Missing(message("not-published", port=target.port, name=container.name))


def _running(target: Named | Composed, view: View) -> Sought:
    """Find a container that runs; one that does not is a failure that says so."""
    found = find_object(target, view)
    if not isinstance(found, Subject):
        return found
    reading = read_field(KINDS["container"].fields["state"], found)
    if not isinstance(reading, Present):
        return Unknown(reading.reason)
    if reading.value not in ALIVE:
        return Missing(message("not-running", name=target.name, state=reading.value))
    return found


def _find_run(target: Exec, view: View) -> Sought:
    found = _running(target.container, view)
    if not isinstance(found, Subject):
        return found
    question = Question.of(
        "exec",
        container=str(found.document.get("Id")),
        command=list(target.command),
        user=target.user,
    )
    answer = view.answer(question)
    if isinstance(answer, Found):
        return Subject("exec", answer.document, view)
    if isinstance(answer, Absent):  # it ended, or was paused, before the command could be run
        state = status(found.document)
        state = state if state != "running" else "exited"
        return Missing(message("not-running", name=target.container.name, state=state))
    return Unknown(answer.reason)
