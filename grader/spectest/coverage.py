"""What the solution has and no check asks: a note, for it may be left free on purpose.

Of a container that is what was said of it, and its image; of an image its other tags; of a set of
containers the image that all its members are made from.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from grader.authoring.differences import Difference, differences
from grader.comparison.compare import holds
from grader.fields import KINDS
from grader.fields.reading import read_field, shown
from grader.fields.types import ListOf, Present, Subject, UndecidedError
from grader.judge.provenance import image_default
from grader.judge.sets import Selection, select
from grader.judge.targets import find
from grader.labspec.problem import Problem
from grader.model.lab import Composed, Named, Selected
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.fields.types import Normal
    from grader.model.expectation import Expectation
    from grader.model.lab import Check
    from grader.model.snapshot import Snapshot

    Fields = Mapping[str, Expectation]


def unasked(
    checks: Iterable[Check], solution: Snapshot, others: Sequence[Snapshot]
) -> Iterator[Problem]:
    """Note, at the first check of an object, what the solution has and nobody asks for.

    `checks` are those that the solution passes. What other right answers have otherwise is free,
    and is not noted.
    """
    by_target: dict[Any, list[Check]] = defaultdict(list)
    for check in checks:
        if isinstance(check.target, Selected):
            yield from _of_set(check, check.target, solution)
        elif isinstance(check.target, (Named, Composed)):
            by_target[check.target].append(check)
    for target, of_target in by_target.items():
        asked = [check.expect for check in of_target]
        free = [_all_said(target, other) for other in others]
        for label, said in _all_said(target, solution).items():
            left = _left(said, asked)
            if left is not None and all(labels.get(label) == said for labels in free):
                value = shown(_form_of(said), left)
                noted = message("trial.unasked", name=target.name, field=label, value=value)
                yield Problem(noted, of_target[0].place, warning=True)


def _of_set(check: Check, target: Selected, solution: Snapshot) -> Iterator[Problem]:
    asked = "image" in target.selector or "image" in check.each
    chosen = select(target, solution) if target.kind == "container" and not asked else None
    members = chosen.members if isinstance(chosen, Selection) else []
    said = [one for member in members for one in _image(member)]
    images = {str(shown(one.field.form, one.value)) for one in said}
    if len(images) == 1:
        noted = message("trial.unasked-of-set", check=check.id, value=images.pop())
        yield Problem(noted, check.place, warning=True)


def _all_said(target: Named | Composed, snapshot: Snapshot) -> dict[str, Difference]:
    """What the object of a snapshot has that somebody said, by its label."""
    subject = find(target, snapshot)
    if not isinstance(subject, Subject):
        return {}
    if subject.kind == "container":
        said_of_it = differences(subject) if _has_image(subject) else ()
        return {said.label: said for said in (*_image(subject), *said_of_it)}
    return {said.label: said for said in _tags(subject)}


def _has_image(subject: Subject) -> bool:
    """Without its image in the snapshot, what comes from it and what was said look the same."""
    environment = KINDS["container"].fields["environment"]
    return isinstance(image_default(environment, subject), Present)


def _image(subject: Subject) -> Iterator[Difference]:
    """The image that a container was made from, where it is known by a name."""
    field = KINDS["container"].fields["image"]
    reading = read_field(field, subject)
    if isinstance(reading, Present) and reading.value is not None and reading.value.by_name:
        yield Difference(field, reading.value)


def _tags(subject: Subject) -> Iterator[Difference]:
    """The tags of an image that has several: one is the name that it was found by."""
    if subject.kind == "image":
        field = KINDS["image"].fields["tags"]
        reading = read_field(field, subject)
        if isinstance(reading, Present) and len(reading.value or ()) > 1:
            yield Difference(field, reading.value)


def _left(said: Difference, asked: Sequence[Fields]) -> Normal:
    """What nobody asks for of something that was said; None where nothing is left."""
    expected = [fields[said.field.name] for fields in asked if said.field.name in fields]
    if said.field.form is KINDS["image"].fields["tags"].form and not expected:
        return None  # an image is known by one name; its others are free until one is asked for
    if said.entry is not None:
        named = any(said.entry in e.parts or "equals" in e.words for e in expected)
        return None if named else said.value
    if isinstance(said.field.form, ListOf) and not said.field.form.ordered:
        return _elements_left(said.value, expected)
    return None if expected else said.value


def _elements_left(value: Normal, expected: Sequence[Expectation]) -> Normal:
    """The elements of a set that no expectation names; none where one speaks of the whole."""
    if any("contains" not in e.words for e in expected):
        return None
    wanted = [element for e in expected for element in e.words["contains"]]
    return tuple(one for one in value or () if not any(_fits(w, one) for w in wanted)) or None


def _fits(wanted: Expectation, value: Normal) -> bool:
    try:
        return holds(wanted, value)
    except UndecidedError:
        return True


def _form_of(said: Difference) -> Any:
    form = said.field.form
    return form.entry if said.entry is not None else form  # type: ignore[union-attr]
