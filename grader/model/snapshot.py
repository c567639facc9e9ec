"""What was seen at one moment: questions and their answers, frozen.

A question names one thing that an engine (or a port, or a container) can be asked; an answer is
found, absent or unknown. What was never asked is unknown too, with its own reason. Everything
after a snapshot is a pure function of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.model.result import EngineFacts


class Question(NamedTuple):
    """One thing to ask: a key of every snapshot, so a tuple, which is found fastest.

    `kind` is a key of `grader.engine.queries.ASKING`: container, image, network, volume (by name
    or id), list (the plural of one of these), logs, file, http, exec. `key` names the object;
    where more is needed it is JSON with sorted keys.
    """

    kind: str
    key: str

    @classmethod
    def of(cls, kind: str, **parts: Any) -> Question:
        """Build a question that needs more than a name."""
        return cls(kind, json.dumps(parts, sort_keys=True, ensure_ascii=False))

    @property
    def parts(self) -> dict[str, Any]:
        parts: dict[str, Any] = json.loads(self.key)
        return parts


@dataclass(frozen=True, slots=True)
class Found:
    """The engine's document, or what a probe saw."""

    document: Any


@dataclass(frozen=True, slots=True)
class Absent:
    """The engine answered that there is no such thing."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer could be had, and why."""

    reason: Message


Answer: TypeAlias = "Found | Absent | Unanswered"
ABSENT = Absent()
NOT_ASKED = Unanswered(message("not-asked"))


class View(Protocol):
    """Where answers are looked up, and the moment that they are of."""

    @property
    def observed_at(self) -> datetime: ...

    def answer(self, question: Question) -> Answer: ...


def waited_key(lab: str, check: str) -> str:
    """Name a check of a lab, for `Snapshot.waited`."""
    return f"{lab}/{check}"


@dataclass(frozen=True, slots=True)
class Compared:
    """What specs compare, so that it stays visible where secrets are hidden.

    `names` are entries of environments and labels that are compared with a value, `asked` those
    that are mentioned at all; `paths` are other fields, by kind of target; `texts` are the values
    that the specs themselves contain.
    """

    names: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    paths: frozenset[tuple[str, tuple[str | int, ...]]] = frozenset()
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Snapshot:
    """Every answer of one run.

    `labs` names the specs it was taken for, by id, with their hash; `waited` says by lab and
    check how many seconds its patience took. `compared` is None once secrets are hidden; until
    then it says what stays visible. `otherwise` answers every other question: why nothing could
    be asked at all.
    """

    answers: Mapping[Question, Answer]
    observed_at: datetime
    seconds: float = 0.0
    engine: EngineFacts | None = None
    labs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    student: str | None = None
    waited: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    compared: Compared | None = field(default=None, compare=False)
    otherwise: Unanswered = NOT_ASKED

    def answer(self, question: Question) -> Answer:
        return self.answers.get(question, self.otherwise)


@dataclass(slots=True)
class Recorder:
    """A view that notes what is looked up: `touched` in all, `missing` what was never asked."""

    view: Mapping[Question, Answer]
    observed_at: datetime
    touched: set[Question] = field(default_factory=set)
    missing: dict[Question, None] = field(default_factory=dict)
    otherwise: Unanswered = NOT_ASKED

    def answer(self, question: Question) -> Answer:
        self.touched.add(question)
        found = self.view.get(question)
        if found is None:
            self.missing[question] = None
            return self.otherwise
        return found
