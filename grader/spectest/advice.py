"""What would make an expectation stricter, by what it let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.types import ListOf
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.spectest.mutants import Mutant


def remedy(group: Sequence[Mutant]) -> Message:
    """Advise on one expectation, by the first of its mutants and the words that it uses."""
    first = group[0]
    kinds = {mutant.kind for mutant in group}
    for kind, code in BY_KIND.items():
        if kind in kinds:
            return message(code)
    expected = first.expected
    if expected is None:
        return message("trial.fix.count" if first.label == "count" else "trial.fix.any")
    words = expected.words
    for word, code in BY_WORD.items():
        if word in words:
            return message(code)
    if isinstance(expected.form, ListOf) and not expected.form.ordered:
        return message("trial.fix.elements")
    return message("trial.fix.equals")


BY_KIND: dict[str, str] = {
    "exited": "trial.fix.running",
    "exit-code": "trial.fix.exit-code",
    "in-image": "trial.fix.source",
    "put-back": "trial.fix.put-back",
    "choice": "trial.fix.choice",
}
BY_WORD: dict[str, Any] = {
    "matches": "trial.fix.anchor",
    "present": "trial.fix.present",
    "min": "trial.fix.bound",
    "max": "trial.fix.bound",
    "not": "trial.fix.not",
}
