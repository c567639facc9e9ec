"""What the solution says and no check asks: a note, for it may be left free on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.authoring.differences import covers, differences
from grader.fields.contract import Subject
from grader.fields.reading import shown
from grader.judge.finding import find
from grader.message import message
from grader.spec.lab import Composed, Named
from grader.spec.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.snapshot import Snapshot
    from grader.spec.lab import Check, Lab


def unasked(lab: Lab, solution: Snapshot, others: Sequence[Snapshot]) -> Iterator[Problem]:
    """Note, at the first check of a container, what was said of it and is not asked.

    What other right answers have otherwise is free, and is not noted.
    """
    by_target: dict[Any, list[Check]] = {}
    for check in lab.checks:
        if isinstance(check.target, (Named, Composed)) and check.target.kind == "container":
            by_target.setdefault(check.target, []).append(check)
    for target, checks in by_target.items():
        subject = find(target, solution)
        if not isinstance(subject, Subject):
            continue
        free = [_labels(target, other) for other in others]
        for difference in differences(subject):
            asked = any(covers(check.expect, difference) for check in checks)
            if not asked and all(difference.label in labels for labels in free):
                value = shown(_form_of(difference), difference.value)
                said = message(
                    "trial.unasked", name=target.name, field=difference.label, value=value
                )
                yield Problem(said, checks[0].place, warning=True)


def _labels(target: Named | Composed, snapshot: Snapshot) -> set[str]:
    subject = find(target, snapshot)
    return {d.label for d in differences(subject)} if isinstance(subject, Subject) else set()


def _form_of(difference: Any) -> Any:
    form = difference.field.form
    return form.entry if difference.entry is not None else form
