"""The members of a set: by our rules alone, never by the engine's filters.

A selector is an expectation: what meets all of it is a member.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.comparison.compare import holds
from grader.fields import KINDS
from grader.fields.types import Subject, Unknown
from grader.judge.objects import key_of, listed, names_of
from grader.judge.observations import observe
from grader.model.message import message
from grader.model.result import Outcome
from grader.model.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.lab import Selected
    from grader.model.message import Message
    from grader.model.result import Observation
    from grader.model.snapshot import View

NAME = "name"
MOST_NEAR = 3


@dataclass(slots=True)
class Selection:
    """The members, in the order of their names, and what only one observation keeps out."""

    members: list[Subject] = field(default_factory=list)
    near: list[tuple[str, Observation]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [name_of(member) for member in self.members]


def select(target: Selected, view: View, *, lasting: bool = False) -> Selection | Unknown:
    """Select the members of a set; their state has to last where `lasting` says so."""
    answer = view.answer(Question("list", f"{target.kind}s"))
    if not isinstance(answer, Found):
        return Unknown(message("not-asked") if isinstance(answer, Absent) else answer.reason)
    selection = Selection()
    unknown: Unknown | None = None
    for item in sorted(
        answer.document, key=lambda i: (names_of(target.kind, i), key_of(target.kind, i))
    ):
        undecided = _sort(target, item, view, selection, lasting=lasting)
        unknown = unknown or undecided
    return unknown or selection


def _sort(
    target: Selected,
    item: Mapping[str, Any],
    view: View,
    selection: Selection,
    *,
    lasting: bool,
) -> Unknown | None:
    """Put an object where it belongs, or return what keeps that from being decided."""
    if not _may_be_named(target, item):
        return None
    answer = view.answer(Question(target.kind, key_of(target.kind, item)))
    if isinstance(answer, Absent):
        return None  # it went away since the list was made
    if not isinstance(answer, Found):
        return Unknown(answer.reason)
    subject = Subject(target.kind, answer.document, view, lasting=lasting)
    return _hold(target, subject, selection)


def _hold(target: Selected, subject: Subject, selection: Selection) -> Unknown | None:
    """Hold the selector's fields against an object; one that is surely wrong decides."""
    fields = KINDS[target.kind].fields
    seen = [
        found
        for name, expected in target.selector.items()
        if name != NAME
        for found in observe(fields[name], expected, subject)[0]
    ]
    unknown = [found.message for found in seen if found.outcome is Outcome.ERROR]
    unmet = [found for found in seen if found.outcome is Outcome.FAILED]
    if unmet:
        if len(unmet) == 1 and not unknown:
            selection.near.append((name_of(subject), unmet[0]))
        return None
    if unknown and unknown[0]:
        return Unknown(unknown[0])
    selection.members.append(subject)
    return None


def near_members(selection: Selection) -> tuple[Message, ...]:
    """Say what would be a member but for one field: the usual reason why a set is too small."""
    return tuple(
        message("note.near-member-unset", name=name, of=seen.field)
        if seen.actual is None
        else message("note.near-member", name=name, of=seen.field, actual=seen.actual)
        for name, seen in selection.near[:MOST_NEAR]
    )


def _may_be_named(target: Selected, item: Mapping[str, Any]) -> bool:
    """Look at the name first: it stands in the list, and saves asking for the rest."""
    expected = target.selector.get(NAME)
    return expected is None or any(holds(expected, n) for n in names_of(target.kind, item) or [""])


def name_of(subject: Subject) -> str:
    """Name an object as its readers know it; an image without a name by its id."""
    document = subject.document
    name = document.get("Name") or next(iter(listed(document, "RepoTags")), None)
    return str(name or document.get("Id")).removeprefix("/")
