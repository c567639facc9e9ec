"""When waiting longer cannot change a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.fields.contract import Subject
from grader.fields.readers.container import status
from grader.judge.finding import find
from grader.spec.lab import Exec, Http

if TYPE_CHECKING:
    from grader.snapshot import View
    from grader.spec.lab import Check

OVER = frozenset({"exited", "dead", "removing"})
LIVING = frozenset({"running", "restarting", "paused"})


def is_final(check: Check, view: View) -> bool:
    """Say whether what a check waits for has become impossible.

    It has when the container ended while running, health or an HTTP answer is waited for. What
    is missing may still come.
    """
    target = check.target
    waits = isinstance(target, (Http, Exec)) or _waits_for_life(check)
    container = target.container if isinstance(target, (Http, Exec)) else target
    if not waits or container is None or container.kind != "container":
        return False
    if not hasattr(container, "name") or hasattr(container, "selector"):
        return False
    found = find(container, view)
    return isinstance(found, Subject) and status(found.document) in OVER


def _waits_for_life(check: Check) -> bool:
    if "health" in check.expect:
        return True
    state = check.expect.get("state")
    return state is not None and state.words.get("equals") in LIVING
