"""What a snapshot keeps of containers that belong to nobody here: name, image and state.

On a shared engine a set is found by looking at every container. Those that are not of it were
somebody else's: of them only what says that they are not is kept besides. The same lab judged on
what is left gives the same result; what another lab would look up is not held, and is an error.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS, SETS
from grader.fields.reading import KEPT, dig
from grader.fields.types import COMPOSE, Subject
from grader.judge.sets import Selection, select
from grader.judge.stand_ins import STAND_IN
from grader.judge.targets import find
from grader.model.lab import Exec, Http, Selected
from grader.model.snapshot import Answer, Found, Question, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.fields.types import Path
    from grader.model.lab import Lab

ALWAYS = ("image", "state")
FIRST: tuple[Path, ...] = (
    *(("Id",), ("Name",), ("Image",), ("Config", "Image")),
    *(("State", "Status"), ("Config", "Labels", STAND_IN)),
)


def without_foreign(snapshot: Snapshot, labs: Sequence[Lab]) -> Snapshot:
    """Return a snapshot that keeps of other people's containers no more than it needs."""
    own = set(_own(labs, snapshot))
    fields = _selecting(labs)
    answers = {q: _kept(q, a, own, fields) for q, a in snapshot.answers.items()}
    return replace(snapshot, answers=answers)


def _own(labs: Sequence[Lab], snapshot: Snapshot) -> Iterator[str]:
    """Find the ids of the containers that the labs are about."""
    for lab in labs:
        for check in lab.checks:
            target = check.target
            if isinstance(target, Selected):
                found = select(target, snapshot) if target.kind == "container" else None
                subjects = found.members if isinstance(found, Selection) else []
            else:
                of = target.container if isinstance(target, (Http, Exec)) else target
                one = find(of, snapshot) if of is not None else None
                subjects = [one] if isinstance(one, Subject) else []
            for subject in subjects:
                yield str(subject.document.get("Id"))
                yield from _joined(subject.document)


def _joined(document: Mapping[str, Any]) -> Iterator[str]:
    """A container whose network another one shares is looked up for its name."""
    mode = str(dig(document, ("HostConfig", "NetworkMode")))
    if mode.startswith("container:"):
        yield mode.removeprefix("container:")


def _selecting(labs: Iterable[Lab]) -> dict[str, list[Path]]:
    """Collect the fields that sets of containers are selected by, and where they are read."""
    needed: dict[str, list[Path]] = {name: [] for name in ALWAYS}
    for lab in labs:
        for check in lab.checks:
            target = check.target
            if isinstance(target, Selected) and target.kind == "container":
                for name, expected in target.selector.items():
                    paths = needed.setdefault(name, [])
                    if name == "inspect":
                        paths += [tuple(json.loads(key)) for key in expected.parts]
    table = KINDS["container"].fields
    for name, paths in needed.items():
        paths += table[name].paths if name in table else ()
    return needed


def _kept(
    question: Question, answer: Answer, own: set[str], fields: Mapping[str, list[Path]]
) -> Answer:
    if not isinstance(answer, Found):
        return answer
    if question.kind == "list":
        keys = SETS[question.key].listed
        return Found([_listed(item, keys) for item in answer.document])
    if question.kind != "container" or str(answer.document.get("Id")) in own:
        return answer
    paths = [*FIRST, *(path for needed in fields.values() for path in needed)]
    return Found({**_only(answer.document, paths), KEPT: sorted(fields)})


def _listed(item: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Keep of an entry of a list its names, Compose's among them."""
    labels = {k: v for k, v in (item.get("Labels") or {}).items() if k.startswith(COMPOSE)}
    return {key: item[key] for key in keys if key in item} | ({"Labels": labels} if labels else {})


def _only(document: Mapping[str, Any], paths: Iterable[Path]) -> dict[str, Any]:
    """Copy what stands at some paths of a document."""
    kept: dict[str, Any] = {}
    for path in paths:
        value = dig(document, path)
        if value is None:
            continue
        into = kept
        for step in path[:-1]:
            into = into.setdefault(str(step), {})
        into[str(path[-1])] = value
    return kept
