"""When waiting longer cannot change a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.fields import KINDS
from grader.fields.readers.container import is_fresh
from grader.fields.reading import read_field
from grader.fields.types import Present, Subject
from grader.judge.objects import find_object
from grader.model.lab import Composed, Exec, Http, Named

if TYPE_CHECKING:
    from grader.model.lab import Check
    from grader.model.snapshot import View

OVER = frozenset({"exited", "dead", "removing"})
LIVING = frozenset({"running", "restarting", "paused"})


def is_final(check: Check, view: View) -> bool:
    """Say whether what a check waits for has become impossible.

    It has when the container ended while running, health or an HTTP answer is waited for. What
    is missing may still come.
    """
    container = _waits_for_life_of(check)
    if container is None or container.kind != "container":
        return False
    found = find_object(container, view)
    if not isinstance(found, Subject):
        return False
    reading = read_field(KINDS["container"].fields["state"], found)
    return isinstance(reading, Present) and reading.value in OVER


def is_settled(check: Check, view: View) -> bool:
    """Say whether what holds now has held for a while: a start that just happened may not last."""
    container = _waits_for_life_of(check)
    if container is None or container.kind != "container":
        return True
    found = find_object(container, view)
    return not isinstance(found, Subject) or not is_fresh(found)


def _waits_for_life_of(check: Check) -> Named | Composed | None:
    """Return the container that has to run for the check to hold."""
    target = check.target
    if isinstance(target, (Http, Exec)):
        return target.container
    if not isinstance(target, (Named, Composed)):
        return None
    state = check.expect.get("state")
    alive = state is not None and state.words.get("equals") in LIVING
    return target if alive or "health" in check.expect else None
