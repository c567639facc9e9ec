"""What students have in common who should not: signs of copying, shown and never judged.

A container's id and an engine's are made at random, so two students who show the same one looked
at the same thing. What a snapshot says can be forged by whoever has root on the machine that it
was taken on; not finding a sign proves nothing, and finding one is the beginning of a talk.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.classroom.class_spec import ClassSpec
    from grader.classroom.entry import Entry
    from grader.classroom.student import Roster
    from grader.model.result import Observation

TOKEN = re.compile(r"[^\s\"',:;=/\[\]{}()]+")
FEW = 5  # who share a derived value; when more do, having it says nothing of one of them


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing in common: its kind (container, engine, snapshot, claimed, value) and whose."""

    kind: str
    students: tuple[str, ...]
    params: Mapping[str, str] = field(default_factory=dict)


class Common:
    """Takes in a class, entry by entry, and finds what is there twice."""

    def __init__(self, roster: Roster, spec: ClassSpec) -> None:
        self._spec = spec
        self._seen: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._alone: list[Sign] = []
        self._owners: dict[str, dict[str, list[str]]] = {}
        for student in roster.students:
            for name, value in spec.derived(student.id).items():
                owners = self._owners.setdefault(name, defaultdict(list))
                owners[value].append(student.id)

    def add(self, entry: Entry) -> None:
        traces = entry.traces
        for container in traces.containers:
            self._seen["container", container].append(entry.student)
        if traces.engine is not None:
            self._seen["engine", traces.engine].append(entry.student)
        if entry.evidence is not None and traces.containers:
            # Where there is nothing, everybody's nothing is the same.
            self._seen["snapshot", entry.evidence.sha256].append(entry.student)
        if traces.claimed is not None:
            who = {"who": traces.claimed}
            self._alone.append(Sign("claimed", (entry.student,), who))
        self._alone += self._values(entry)

    def signs(self) -> list[Sign]:
        """List what is in common: by kind, those shared by few first."""
        shared = [
            Sign(kind, tuple(sorted(students)), {"short": what.removeprefix("sha256:")[:12]})
            for (kind, what), students in self._seen.items()
            if len(set(students)) > 1
        ]
        merged = _one_a_group(shared)
        kinds = ("value", "claimed", "container", "snapshot", "engine")
        found = [*self._alone, *merged]
        return sorted(found, key=lambda s: (kinds.index(s.kind), len(s.students), s.students))

    def _values(self, entry: Entry) -> Iterator[Sign]:
        """Find, where a student's own value was expected, the value of another student."""
        if entry.result is None or not self._owners:
            return
        own = self._spec.derived(entry.student)
        for check in entry.result.checks:
            for seen in check.observations:
                if seen.outcome is Outcome.FAILED:
                    yield from self._of_others(entry.student, own, seen)

    def _of_others(self, student: str, own: Mapping[str, str], seen: Observation) -> Iterator[Sign]:
        expected, actual = set(tokens(seen.expected)), set(tokens(seen.actual))
        for name, value in own.items():
            if value not in expected or value in actual:
                continue
            for token in sorted(actual):
                owners = self._owners[name].get(token, [])
                others = [who for who in owners if who != student]
                if 0 < len(others) <= FEW and student not in owners:
                    count = self._spec.template.derived[name].count
                    who = ", ".join(others)
                    params = {"field": seen.field, "value": token, "who": who, "name": name}
                    yield Sign("value", (student,), {**params, "count": str(count)})


def _one_a_group(signs: Iterable[Sign]) -> list[Sign]:
    """Of the same kind among the same students, one sign is enough."""
    first: dict[tuple[str, tuple[str, ...]], Sign] = {}
    for sign in signs:
        first.setdefault((sign.kind, sign.students), sign)
    return list(first.values())


def tokens(value: Any) -> Iterator[str]:
    """Cut all texts and numbers in a JSON value into words."""
    if value is not None:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield from TOKEN.findall(text)
