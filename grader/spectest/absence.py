"""An environment in which nothing was done, and what must not be there put back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader.comparison.compare import holds
from grader.fields import KINDS
from grader.judge import judge_check
from grader.labspec.plain_container import PLAIN_CONTAINER
from grader.model.lab import Composed, Named, Selected
from grader.model.result import Outcome
from grader.model.snapshot import ABSENT, Answer, Found, Question, Snapshot
from grader.observation.observer import Observer
from grader.spectest import snapshot_edits
from grader.spectest.mutants import Mutant
from grader.spectest.satisfy import CannotError, satisfy
from grader.spectest.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.model.lab import Check, Lab

    Document = dict[str, Any]

NAME = "put-back"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
# What an engine says of an object of each kind that was made with nothing but a name.
PLAIN: dict[str, Document] = {
    "container": {
        **PLAIN_CONTAINER,
        "State": {**PLAIN_CONTAINER["State"], "Status": "exited", "ExitCode": 0},
    },
    "image": {"Id": f"sha256:{'0' * 64}", "RepoTags": [], "Config": {}, "RootFS": {"Layers": []}},
    "network": {"Id": "0" * 64, "Driver": "bridge", "IPAM": {"Config": []}, "Containers": {}},
    "volume": {"Driver": "local", "Mountpoint": "/"},
}


def empty(lab: Lab) -> Snapshot:
    """Take the snapshot of an engine on which nothing is."""
    observer = Observer(_nothing, now=lambda: MOMENT, thorough=True)
    return observer.look_once([lab])


def _nothing(questions: Iterable[Question], seconds: float) -> dict[Question, Answer]:  # noqa: ARG001
    return {question: _answer(question) for question in questions}


def _answer(question: Question) -> Answer:
    if question.kind == "list":
        return Found([])
    return Found({"failed": "http.refused"}) if question.kind == "http" else ABSENT


def passing_on_nothing(lab: Lab) -> list[Check]:
    """Find the checks that hold where nothing was done, whatever they require."""
    nothing = empty(lab)
    return [c for c in lab.checks if judge_check(c, nothing, {}).outcome is Outcome.PASSED]


def asks_for_absence(check: Check) -> bool:
    """Say whether a check asks for nothing but absence: by the word, or by a count of none."""
    if check.present is False:
        return True
    count = check.expect.get("count")
    return (
        isinstance(check.target, Selected)
        and count is not None
        and holds(count, 0)
        and not holds(count, 1)
    )


def put_back(check: Check, solution: Snapshot) -> Iterator[Mutant]:
    """Put there what a check says must not be."""
    target = check.target
    if not asks_for_absence(check) or not isinstance(target, (Named, Composed, Selected)):
        return
    try:
        made = _made(target, solution)
    except CannotError:
        made = solution  # so that it counts as not caught: nobody has seen this check fail
    yield Mutant(check, NAME, target.kind, check.place, made, actual="present")


def _made(target: Named | Composed | Selected, solution: Snapshot) -> Snapshot:
    document = snapshot_edits.copied(PLAIN[target.kind])
    name = target.name or f"some-{target.kind}"
    if isinstance(target, Selected):
        if "name" in target.selector:
            name = satisfy(target.selector["name"])
        for field, expected in target.selector.items():
            if field != "name":
                table = KINDS[target.kind].fields
                write(table[field], document, satisfy(expected), solution.observed_at)
    if isinstance(target, Composed):
        name = target.service
        labels = snapshot_edits.composed_labels(
            target.kind, target.service, target.project or "some"
        )
        where = document.setdefault("Config", {}) if target.kind == "container" else document
        where["Labels"] = {**(where.get("Labels") or {}), **labels}
    if isinstance(target, Selected) and target.kind == "image":
        document["RepoTags"] = document["RepoTags"] or ["some-image:latest"]
        return snapshot_edits.with_object(solution, "image", document)
    return snapshot_edits.with_object(
        solution, target.kind, snapshot_edits.named(target.kind, document, str(name))
    )
