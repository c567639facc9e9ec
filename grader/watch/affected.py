"""From an event to the questions whose answers it may have changed.

Rebuilt after each look, from what the judge looked up. So an event of a container that no
check looks at costs a look into a dictionary, and no request.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grader.comparison.compare import holds
from grader.fields.forms.references import ID, Reference, parse_reference, same_reference
from grader.fields.types import COMPOSE
from grader.judge.objects import LABELS
from grader.judge.suggestions import is_near
from grader.model.lab import Composed, Exec, Http, Named, Selected
from grader.model.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.engine.event_stream import Event
    from grader.model.lab import Check, Lab, Target
    from grader.model.snapshot import Answer, Recorder

OBJECTS = frozenset({"container", "image", "network", "volume"})
# What changes without a word: the log grows, a file is written, a server begins to listen.
UNEVENTFUL = frozenset({"logs", "file", "http", "exec"})
# What changes nothing that can be looked at. `archive-path` and `exec_*` are our own doing, too.
IDLE = frozenset(
    "attach detach resize top kill export commit copy archive-path exec exec_create exec_start "
    "exec_die exec_died exec_detach mount unmount save push history".split()
)
LISTING = frozenset({"create", "destroy", "rename"})


class Index:
    """Which questions an event touches, for a lab and what its checks looked up."""

    def __init__(
        self, lab: Lab, looked: Mapping[str, Recorder], answers: Mapping[Question, Answer]
    ) -> None:
        self._answers = answers
        self._by: defaultdict[tuple[str, str], set[Question]] = defaultdict(set)
        self._images: set[Question] = set()
        self._sets: list[tuple[Target, Question, frozenset[Question]]] = []
        self._near: set[tuple[str, str]] = set()
        for check in lab.checks:
            self._add(check, looked[check.id].touched)

    def touched(self, event: Event) -> set[Question]:
        """Return the questions to ask again; none for what no check looks at."""
        if event.action in IDLE:
            return set()
        found: set[Question] = set()
        for key in _keys(event):
            found |= self._by.get(key, frozenset())
        if event.kind == "image" and _reference(event.attributes.get("name", "")) is None:
            found |= {q for q in self._images if isinstance(self._answers[q], Absent)}
        for target, listed, more in self._sets:
            if target.kind == event.kind and _may_belong(target, event):
                found |= self._of_set(event, listed, more)
        if event.action in LISTING:
            found |= {
                Question("list", f"{kind}s")
                for kind, wanted in self._near
                if kind == event.kind and any(is_near(wanted, n) for n in _names(event))
            }
        return found

    def _of_set(self, event: Event, listed: Question, more: frozenset[Question]) -> set[Question]:
        member = Question(event.kind, event.id)
        found = {member} if member in self._answers else set()
        changes_list = event.action in LISTING or event.kind == "image"
        return found | more | ({listed} if changes_list else set())

    def _add(self, check: Check, touched: set[Question]) -> None:
        target = _object_of(check.target)
        quiet = frozenset(q for q in touched if q.kind in UNEVENTFUL)
        for question in touched:
            of_set = isinstance(target, Selected) and question.kind == target.kind
            if question.kind in OBJECTS and not of_set:
                for key in self._names_of(question):
                    self._by[key] |= {question, *quiet}
            if question.kind == "image":
                self._images.add(question)
            if question.kind == "list" and isinstance(target, Selected | Composed):
                self._sets.append((target, question, quiet))
            elif question.kind == "list" and isinstance(target, Named):
                self._near.add((target.kind, target.name))

    def _names_of(self, question: Question) -> Iterator[tuple[str, str]]:
        """List the ids and names by which events may call what a question is about."""
        yield question.kind, _canonical(question.kind, question.key)
        answer = self._answers.get(question)
        if isinstance(answer, Found) and isinstance(answer.document, dict):
            for key in ("Id", "Name"):
                if isinstance(name := answer.document.get(key), str):
                    yield question.kind, name.removeprefix("/")


def _keys(event: Event) -> Iterator[tuple[str, str]]:
    yield event.kind, _canonical(event.kind, event.id)
    for name in _names(event):
        yield event.kind, _canonical(event.kind, name)
    if event.kind == "network" and "container" in event.attributes:
        yield "container", event.attributes["container"]


def _names(event: Event) -> list[str]:
    names = [event.attributes.get(key, "") for key in ("name", "oldName")]
    if event.kind == "volume":
        names.append(event.id)
    return [name.removeprefix("/") for name in names if name]


def _canonical(kind: str, name: str) -> str:
    """Bring an image's name to one form; all others have only one."""
    reference = _reference(name) if kind == "image" else None
    return reference.short if reference else name


def _reference(name: str) -> Reference | None:
    """Read a reference; an id looks like one, of an image named `sha256`."""
    return None if ID.fullmatch(name) else parse_reference(name)


def _object_of(target: Target) -> Target:
    """Return the container that a request goes to, or a command runs in."""
    if isinstance(target, Http | Exec):
        return target.container or target
    return target


def _may_belong(target: Target, event: Event) -> bool:
    """Say whether an event's object may be a member, by what the event reports about it."""
    if isinstance(target, Composed):
        label = f"{COMPOSE}{LABELS[target.kind]}"
        return event.attributes.get(label) == target.service
    if not isinstance(target, Selected):
        return False
    name = target.selector.get("name")
    if name is not None and event.kind != "image":
        return any(holds(name, n) for n in _names(event))
    return event.kind != "container" or (
        _may_have_image(target, event) and _has_labels(target, event)
    )


def _may_have_image(target: Selected, event: Event) -> bool:
    expected = target.selector.get("image")
    wanted = expected.words.get("equals") if expected else None
    used = event.attributes.get("image", "")
    if not isinstance(wanted, str) or _reference(used) is None:
        return True
    return bool(same_reference(wanted, used))


def _has_labels(target: Selected, event: Event) -> bool:
    """Labels are among the attributes of a container's events, and never change."""
    expected = target.selector.get("labels")
    for name, part in expected.parts.items() if expected else ():
        wanted = part.words.get("equals")
        if isinstance(wanted, str) and event.attributes.get(name) != wanted:
            return False
    return True
