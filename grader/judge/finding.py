"""From a check's target to the documents it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from grader.compare import holds
from grader.fields import KINDS
from grader.fields.contract import NotThere, Present, Subject, UndecidedError, Unknown
from grader.fields.forms.references import parse_reference, same_reference
from grader.fields.readers.container import ALIVE, status
from grader.fields.reading import dig, read_field
from grader.message import Message, message
from grader.snapshot import Absent, Found, Question
from grader.spec.lab import Composed, Exec, Http, Named, Selected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.expectation import Expectation
    from grader.fields.contract import Reading
    from grader.snapshot import View
    from grader.spec.lab import Target

COMPOSE = "com.docker.compose"
LABELS = {"container": "service", "network": "network", "volume": "volume"}


@dataclass(frozen=True, slots=True)
class Missing:
    """The target is not there (or not as it must be to be looked at): a failure."""

    reason: Message
    absent: bool = False


Sought: TypeAlias = "Subject | Missing | Unknown"


def find(target: Target, view: View) -> Sought:
    """Find the one thing that a target means."""
    if isinstance(target, Composed):
        return _find_composed(target, view)
    if isinstance(target, Http):
        return _find_answer(target, view)
    if isinstance(target, Exec):
        return _find_run(target, view)
    if isinstance(target, Named):
        return _find_named(target, view)
    raise TypeError("a set is selected, not found")


def _find_named(target: Named, view: View) -> Sought:
    answer = view.answer(Question(target.kind, target.name))
    if isinstance(answer, Found):
        subject = Subject(target.kind, answer.document, view)
        if bears_name(target.kind, answer.document, target.name):
            return subject
    elif not isinstance(answer, Absent):
        return Unknown(answer.reason)
    return Missing(message("target-absent", kind=target.kind, name=target.name), absent=True)


def bears_name(kind: str, document: Any, name: str) -> bool:
    """Say whether a document bears the name that was asked for.

    Engines also answer to prefixes of ids, and `db` and `cafe` are hexadecimal [20.10].
    """
    if not isinstance(document, dict):
        return False
    if kind == "image":
        return _is_image(document, name)
    found = document.get("Name")
    return isinstance(found, str) and found.removeprefix("/") == name


def _is_image(document: Mapping[str, Any], name: str) -> bool:
    names = [*(document.get("RepoTags") or ()), *(document.get("RepoDigests") or ())]
    if any(isinstance(n, str) and same_reference(name, n) for n in names):
        return True
    image_id = str(document.get("Id")).removeprefix("sha256:")
    wanted = name.removeprefix("sha256:")
    whole = len(wanted) >= 12 and image_id.startswith(wanted)
    return whole and (name.startswith("sha256:") or parse_reference(name) is None or not names)


def near_names(target: Target, view: View) -> tuple[Message, ...]:
    """Name what is there under a name alike: the usual reason why something is not found."""
    if isinstance(target, (Http, Exec)) and target.container is not None:
        target = target.container
    if not isinstance(target, Named):
        return ()
    answer = view.answer(Question("list", f"{target.kind}s"))
    if not isinstance(answer, Found):
        return ()
    import difflib

    there = {n.casefold(): n for item in answer.document for n in _names(target.kind, item)}
    wanted = target.name.casefold()
    near = difflib.get_close_matches(wanted, there, n=3, cutoff=0.75)
    near += [n for n in sorted(there) if (wanted in n or n in wanted) and n not in near and n]
    if not near:
        return ()
    return (message("note.near-names", names=[there[n] for n in near[:3]], name=target.name),)


def _names(kind: str, item: Mapping[str, Any]) -> list[str]:
    if kind == "container":
        return [str(n).removeprefix("/") for n in item.get("Names") or ()]
    if kind == "image":
        return [str(n).removesuffix(":latest") for n in item.get("RepoTags") or ()]
    return [str(item.get("Name"))]


def _find_composed(target: Composed, view: View) -> Sought:
    answer = view.answer(Question("list", f"{target.kind}s"))
    if not isinstance(answer, Found):
        gone = message("not-asked")
        return Unknown(gone if isinstance(answer, Absent) else answer.reason)
    members = [item for item in answer.document if _is_of_service(target, item)]
    if not members:
        return Missing(message("service-absent", kind=target.kind, name=target.name), absent=True)
    if len(members) > 1:
        names = sorted(n for m in members for n in _names(target.kind, m)[:1])
        return Missing(message("ambiguous", name=target.name, names=names))
    key = _key(target.kind, members[0])
    found = view.answer(Question(target.kind, key))
    if isinstance(found, Found):
        labels = members[0].get("Labels") or {}
        project = labels.get(f"{COMPOSE}.project")
        return Subject(target.kind, found.document, view, project=project)
    if isinstance(found, Absent):
        return Missing(message("service-absent", kind=target.kind, name=target.name), absent=True)
    return Unknown(found.reason)


def _is_of_service(target: Composed, item: Mapping[str, Any]) -> bool:
    labels = item.get("Labels") or {}
    if labels.get(f"{COMPOSE}.oneoff") == "True":
        return False
    named = labels.get(f"{COMPOSE}.{LABELS[target.kind]}") == target.service
    return named and target.project in (None, labels.get(f"{COMPOSE}.project"))


def _key(kind: str, item: Mapping[str, Any]) -> str:
    return str(item.get("Name") if kind == "volume" else item.get("Id"))


def select(target: Selected, view: View) -> list[Subject] | Unknown:
    """Select the members of a set, by our rules alone, in the order of their names."""
    answer = view.answer(Question("list", f"{target.kind}s"))
    if not isinstance(answer, Found):
        return Unknown(message("not-asked") if isinstance(answer, Absent) else answer.reason)
    members: list[Subject] = []
    unknown: Unknown | None = None
    for item in sorted(
        answer.document, key=lambda i: (_names(target.kind, i), _key(target.kind, i))
    ):
        if not _may_be_named(target, item):
            continue
        found = view.answer(Question(target.kind, _key(target.kind, item)))
        if isinstance(found, Found):
            subject = Subject(target.kind, found.document, view)
            met = _meets(target, subject, item)
            if isinstance(met, Unknown):
                unknown = unknown or met
            elif met:
                members.append(subject)
        elif not isinstance(found, Absent):
            unknown = unknown or Unknown(found.reason)
    return unknown or members


def _may_be_named(target: Selected, item: Mapping[str, Any]) -> bool:
    """Look at the name first: it stands in the list, and saves asking for the rest."""
    expected = target.selector.get("name")
    return expected is None or any(holds(expected, n) for n in _names(target.kind, item) or [""])


def _meets(target: Selected, subject: Subject, item: Mapping[str, Any]) -> bool | Unknown:
    unknown: Unknown | None = None
    for name, expected in target.selector.items():
        if name == "name":
            continue
        reading = read_for(subject, name, expected)
        if isinstance(reading, NotThere):
            return False
        if isinstance(reading, Unknown):
            unknown = unknown or reading
            continue
        try:
            if not holds(expected, reading.value):
                return False
        except UndecidedError as wrong:
            unknown = unknown or Unknown(wrong.reason)
    return unknown or bool(item)


def read_for(subject: Subject, name: str, expected: Expectation) -> Reading:
    """Read the field that an expectation is of."""
    aware = Subject(subject.kind, subject.document, subject.view, subject.project, expected)
    return read_field(KINDS[subject.kind].fields[name], aware)


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
        place = _published(target, view)
        if not isinstance(place, dict):
            return place
        request |= place | {"path": target.path, "protocol": target.protocol}
    answer = view.answer(Question.of("http", **request))
    if isinstance(answer, Found):
        if "failed" in answer.document:
            return Missing(message(answer.document["failed"], target=target.name))
        return Subject("http", answer.document, view)
    return Unknown(message("not-asked") if isinstance(answer, Absent) else answer.reason)


def _published(target: Http, view: View) -> dict[str, Any] | Missing | Unknown:
    """Find host port and address that lead to the container's port."""
    found = _running(target.container, view)
    if not isinstance(found, Subject):
        return found
    if dig(found.document, ("HostConfig", "NetworkMode")) == "host":
        return {"port": target.port, "address": ""}
    reading = read_field(KINDS["container"].fields["ports"], found)
    if not isinstance(reading, Present):
        return reading if isinstance(reading, Unknown) else Missing(reading.reason)
    for port in reading.value or ():
        if port["target"] == target.port and port["protocol"] == "tcp" and port["published"]:
            return {"port": port["published"], "address": port["host_ip"] or ""}
    return Missing(message("not-published", port=target.port, name=_label(target.container)))


def _running(target: Named | Composed | None, view: View) -> Sought:
    """Find a container that runs; one that does not is a failure that says so."""
    if target is None:
        raise TypeError("no container was named")
    found = find(target, view)
    if isinstance(found, Subject) and status(found.document) not in ALIVE:
        state = status(found.document)
        return Missing(message("not-running", name=target.name, state=state))
    return found


def _label(target: Named | Composed | None) -> str:
    return target.name if target else ""


def _find_run(target: Exec, view: View) -> Sought:
    found = _running(target.container, view)
    if not isinstance(found, Subject):
        return found
    question = Question.of(
        "exec",
        container=found.document["Id"],
        command=list(target.command),
        user=target.user,
    )
    answer = view.answer(question)
    if isinstance(answer, Found):
        return Subject("exec", answer.document, view)
    if isinstance(answer, Absent):
        return Missing(message("not-running", name=target.container.name, state=None))
    return Unknown(answer.reason)


def members(found: list[Subject]) -> Iterator[str]:
    """Name the members of a set, as their readers know them."""
    for subject in found:
        name = subject.document.get("Name") or (subject.document.get("RepoTags") or ["?"])[0]
        yield str(name).removeprefix("/")
