"""The members of a set: by our rules alone, never by the engine's filters.

A selector is an expectation: what meets all of it is a member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.compare import holds
from grader.fields import KINDS
from grader.fields.contract import Subject, Unknown
from grader.judge.objects import key_of, names_of
from grader.judge.observing import observe
from grader.message import message
from grader.result import Outcome
from grader.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.snapshot import View
    from grader.spec.lab import Selected

NAME = "name"


def select(target: Selected, view: View) -> list[Subject] | Unknown:
    """Select the members of a set, in the order of their names."""
    answer = view.answer(Question("list", f"{target.kind}s"))
    if not isinstance(answer, Found):
        return Unknown(message("not-asked") if isinstance(answer, Absent) else answer.reason)
    found: list[Subject] = []
    unknown: Unknown | None = None
    for item in sorted(
        answer.document, key=lambda i: (names_of(target.kind, i), key_of(target.kind, i))
    ):
        met = _member(target, item, view)
        if isinstance(met, Subject):
            found.append(met)
        unknown = unknown or (met if isinstance(met, Unknown) else None)
    return unknown or found


def _member(target: Selected, item: Mapping[str, Any], view: View) -> Subject | Unknown | None:
    if not _may_be_named(target, item):
        return None
    answer = view.answer(Question(target.kind, key_of(target.kind, item)))
    if isinstance(answer, Absent):
        return None  # it went away since the list was made
    if not isinstance(answer, Found):
        return Unknown(answer.reason)
    return _meets(target, Subject(target.kind, answer.document, view))


def _meets(target: Selected, subject: Subject) -> Subject | Unknown | None:
    """Hold the selector's fields against an object; one that is surely wrong decides."""
    fields = KINDS[target.kind].fields
    seen = [
        found
        for name, expected in target.selector.items()
        if name != NAME
        for found in observe(fields[name], expected, subject)[0]
    ]
    if any(found.outcome is Outcome.FAILED for found in seen):
        return None
    unknown = next((found.message for found in seen if found.outcome is Outcome.ERROR), None)
    return Unknown(unknown) if unknown else subject


def _may_be_named(target: Selected, item: Mapping[str, Any]) -> bool:
    """Look at the name first: it stands in the list, and saves asking for the rest."""
    expected = target.selector.get(NAME)
    return expected is None or any(holds(expected, n) for n in names_of(target.kind, item) or [""])


def members(found: list[Subject]) -> Iterator[str]:
    """Name the members of a set, as their readers know them."""
    for subject in found:
        name = subject.document.get("Name") or (subject.document.get("RepoTags") or ["?"])[0]
        yield str(name).removeprefix("/")
