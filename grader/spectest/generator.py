"""All mutants of a lab: of what its checks look at, and of the containers that must run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.comparison.compare import holds
from grader.fields import KINDS
from grader.fields.readers.container import status
from grader.fields.types import ListOf, Subject
from grader.judge.sets import NAME, Selection, select
from grader.judge.targets import find
from grader.model.lab import Exec, Http, Selected
from grader.model.snapshot import Found
from grader.spectest import snapshot_edits
from grader.spectest.absence import put_back
from grader.spectest.mutants import Mutant, of_fields, of_object
from grader.spectest.value_changes import OPEN_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model.lab import Check, Lab
    from grader.model.snapshot import Snapshot


def breed(lab: Lab, solution: Snapshot) -> Iterator[Mutant]:
    """Make every mutant of a lab's solution."""
    ended: set[str] = set()
    for check in lab.checks:
        subjects = list(_subjects(check, solution))
        if not subjects:
            yield from put_back(check, solution)
        elif isinstance(check.target, Selected):
            yield from _of_set(check, check.target, subjects, solution)
        else:
            yield from of_object(check, subjects[0], solution)
            yield from of_fields(check, check.expect, subjects[0], solution)
        for subject in _containers(check, subjects, solution):
            key = str(subject.document.get("Id"))
            make = ENDINGS.get(status(subject.document) or "")
            if make is not None and key not in ended:
                ended.add(key)
                yield make(check, subject, solution)


def _subjects(check: Check, solution: Snapshot) -> list[Subject]:
    """Find what a check looks at in the solution."""
    if isinstance(check.target, Selected):
        found = select(check.target, solution)
        return found.members if isinstance(found, Selection) else []
    one = find(check.target, solution)
    return [one] if isinstance(one, Subject) else []


def _containers(check: Check, subjects: list[Subject], solution: Snapshot) -> Iterator[Subject]:
    target = check.target
    if isinstance(target, (Http, Exec)):
        one = find(target.container, solution) if target.container else None
        if isinstance(one, Subject):
            yield one
    else:
        yield from (subject for subject in subjects if subject.kind == "container")


def _stopped(check: Check, subject: Subject, solution: Snapshot) -> Mutant:
    """A container that ended: `docker ps -a` still shows it."""
    made = snapshot_edits.with_field(
        solution, subject, KINDS["container"].fields["state"], "exited"
    )
    after = find_again(subject, made)
    closed = snapshot_edits.with_path(made, after, ("NetworkSettings", "Ports"), {})
    return Mutant(check, "exited", "state", check.place, closed, actual="exited", whole=True)


def _ended_otherwise(check: Check, subject: Subject, solution: Snapshot) -> Mutant:
    """A container that ended with another code: with an error, where the solution has none."""
    field = KINDS["container"].fields["exit_code"]
    code = int(subject.document["State"].get("ExitCode") or 0) + 1
    made = snapshot_edits.with_field(solution, subject, field, code)
    return Mutant(check, "exit-code", "exit_code", check.place, made, actual=code, whole=True)


# By its state in the solution: what no check of a lab may overlook of a container.
ENDINGS = {"running": _stopped, "exited": _ended_otherwise}


def find_again(subject: Subject, snapshot: Snapshot) -> Subject:
    """The same object in another snapshot."""
    for question in snapshot_edits.questions_of(snapshot, subject.kind, subject.document):
        answer = snapshot.answer(question)
        if isinstance(answer, Found):
            return Subject(subject.kind, answer.document, snapshot, subject.project)
    return subject


def _of_set(
    check: Check, target: Selected, members: list[Subject], solution: Snapshot
) -> Iterator[Mutant]:
    first = members[0]
    expected = check.expect.get("count")
    fewer = snapshot_edits.without(solution, first)
    left = len(members) - 1
    if expected is None and left:
        yield Mutant(check, "missing", "count", check.place, fewer, actual=left, whole=True)
    if expected is not None:
        place = expected.place
        yield Mutant(check, "missing", "count", place, fewer, expected, left)
        for name in _one_more(target, _name_of(first)):
            another = snapshot_edits.named(target.kind, first.document, name)
            more = snapshot_edits.with_object(solution, target.kind, another)
            yield Mutant(check, "extra", "count", place, more, expected, len(members) + 1)
        fields = {name: e for name, e in target.selector.items() if name != NAME}
        chosen = of_fields(check, fields, first, solution, "selected by ")
        yield from (mutant for mutant in chosen if not _is_meant(mutant))
    yield from of_fields(check, check.each, first, solution, "each.")


def _one_more(target: Selected, name: str) -> list[str]:
    """Name one more member, where the selector lets a name like that of the first be another's."""
    wanted = target.selector.get(NAME)
    names = (f"{name}-extra", f"extra-{name}")
    return [other for other in names if wanted is None or holds(wanted, other)][:1]


def _is_meant(mutant: Mutant) -> bool:
    """A pattern over the elements of a list, where it chooses a set, means whatever fits it."""
    expected = mutant.expected
    listed = expected is not None and isinstance(expected.form, ListOf)
    return bool(listed and "matches" in expected.words and mutant.kind in OPEN_KINDS)  # type: ignore[union-attr]


def _name_of(subject: Subject) -> str:
    if subject.kind == "image":
        name, _, _ = str((subject.document.get("RepoTags") or ["image"])[0]).rpartition(":")
        return f"{name or 'image'}:other"
    return str(subject.document.get("Name", "object")).removeprefix("/")
