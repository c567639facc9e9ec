"""Objects of the engine by name, or by Compose's labels: an answer counts if it bears the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from grader.fields.forms.references import parse_reference, same_reference, short_reference
from grader.fields.reading import is_hidden
from grader.fields.types import COMPOSE, Subject, Unknown
from grader.model.lab import Composed, Named
from grader.model.message import Message, message
from grader.model.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.model.snapshot import Answer, View

LABELS = {"container": "service", "network": "network", "volume": "volume"}
REMOVE = {
    "container": "docker rm -f",
    "image": "docker rmi",
    "network": "docker network rm",
    "volume": "docker volume rm",
}
SHORT_ID = 12  # what `docker ps` shows of an id
NO_TAG = "<none>:<none>"  # what Docker 20.10 lists for an image without a name


@dataclass(frozen=True, slots=True)
class Missing:
    """The target is not there (or not as it must be to be looked at): a failure."""

    reason: Message
    absent: bool = False


Sought: TypeAlias = "Subject | Missing | Unknown"


def find_object(target: Named | Composed, view: View) -> Sought:
    """Find the one object that a target means."""
    if isinstance(target, Composed):
        return _find_composed(target, view)
    return _find_named(target, view)


def _find_named(target: Named, view: View) -> Sought:
    answer = view.answer(Question(target.kind, target.name))
    if isinstance(answer, Found):
        if bears_name(target.kind, answer.document, target.name):
            return Subject(target.kind, answer.document, view)
        if is_hidden([answer.document.get("Name"), *listed(answer.document, "RepoTags")]):
            return Unknown(message("redacted"))
    elif not isinstance(answer, Absent):
        return _several(target, view) or Unknown(answer.reason)
    return Missing(message("target-absent", kind=target.kind, name=target.name), absent=True)


def _several(target: Named, view: View) -> Missing | None:
    """Networks may share a name; the engine then refuses to say anything of either [20.10]."""
    if target.kind != "network":
        return None
    listed = view.answer(Question("list", "networks"))
    if not isinstance(listed, Found):
        return None
    same = [item for item in listed.document if item.get("Name") == target.name]
    if len(same) < 2:
        return None
    names = sorted(f"{target.name} ({str(item.get('Id'))[:SHORT_ID]})" for item in same)
    return Missing(message("ambiguous", name=target.name, names=names))


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
    names = [*listed(document, "RepoTags"), *listed(document, "RepoDigests")]
    if any(isinstance(n, str) and same_reference(name, n) for n in names):
        return True
    image_id = str(document.get("Id")).removeprefix("sha256:")
    wanted = name.removeprefix("sha256:")
    whole = len(wanted) >= SHORT_ID and image_id.startswith(wanted)
    return whole and (name.startswith("sha256:") or parse_reference(name) is None or not names)


def listed(document: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list of a document; an engine that writes something else there lists nothing."""
    found = document.get(key)
    return found if isinstance(found, list) else []


def labels_of(item: Mapping[str, Any]) -> dict[str, Any]:
    found = item.get("Labels")
    return found if isinstance(found, dict) else {}


def twins(question: Question, answer: Answer) -> Iterator[Question]:
    """Name the other questions that an answer answers too: one object by its name and by its id.

    Only what is one of a kind: an image has many names, and networks may share one.
    """
    if not isinstance(answer, Found) or not isinstance(answer.document, dict):
        return
    if question.kind in ("container", "image", "network"):
        yield Question(question.kind, str(answer.document.get("Id")))
    if question.kind == "container":
        yield Question("container", str(answer.document.get("Name")).removeprefix("/"))


def names_of(kind: str, item: Mapping[str, Any]) -> list[str]:
    """Return the names that an entry of a list bears; a link's alias is none (`/web/db`)."""
    if kind == "container":
        names = [str(n).removeprefix("/") for n in listed(item, "Names")]
        return [n for n in names if "/" not in n]
    if kind == "image":
        return [short_name(str(n)) for n in listed(item, "RepoTags") if n != NO_TAG]
    return [str(item.get("Name"))]


def short_name(reference: str) -> str:
    """Write an image's name as one types it; Podman lists docker.io/library/nginx:latest."""
    return short_reference(reference).removesuffix(":latest")


def key_of(kind: str, item: Mapping[str, Any]) -> str:
    """Return what to ask for an entry of a list by."""
    return str(item.get("Name") if kind == "volume" else item.get("Id"))


def _find_composed(target: Composed, view: View) -> Sought:
    answer = view.answer(Question("list", f"{target.kind}s"))
    if not isinstance(answer, Found):
        return Unknown(message("not-asked") if isinstance(answer, Absent) else answer.reason)
    members = [item for item in answer.document if _is_of_service(target, item)]
    if len(members) > 1:
        names = sorted(n for m in members for n in names_of(target.kind, m)[:1])
        return Missing(message("ambiguous", name=target.name, names=names))
    gone = Missing(message("service-absent", kind=target.kind, name=target.name), absent=True)
    if not members:
        return gone
    found = view.answer(Question(target.kind, key_of(target.kind, members[0])))
    if isinstance(found, Found):
        labels = labels_of(members[0])
        project = labels.get(f"{COMPOSE}project")
        return Subject(target.kind, found.document, view, project=project)
    return gone if isinstance(found, Absent) else Unknown(found.reason)


def _is_of_service(target: Composed, item: Mapping[str, Any]) -> bool:
    labels = labels_of(item)
    if labels.get(f"{COMPOSE}oneoff") == "True":
        return False
    named = labels.get(f"{COMPOSE}{LABELS[target.kind]}") == target.service
    return named and target.project in (None, labels.get(f"{COMPOSE}project"))
