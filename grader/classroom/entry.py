"""What the record stores for one student: a line of JSON, and back."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from grader.model.result import Outcome
from grader.storage import result_file

if TYPE_CHECKING:
    from decimal import Decimal

    from grader.model.message import Message
    from grader.model.result import Result


@dataclass(frozen=True, slots=True)
class Evidence:
    """The snapshot that was judged: where it is, and the hash of its bytes.

    One that was `taken` lies in the folder of the class, one that was handed in by the roster.
    """

    path: str
    sha256: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Traces:
    """What two students should not have in common: ids of containers, the engine's id.

    `claimed` is whose the snapshot says it is, where that is not the student.
    """

    containers: tuple[str, ...] = ()
    engine: str | None = None
    claimed: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One student, graded or not: a result, or the reason why there is none.

    `key` names what was asked for (see `grader.classroom.grading.Job`).
    """

    student: str
    key: str
    result: Result | None = None
    reason: Message | None = None
    evidence: Evidence | None = None
    traces: Traces = Traces()

    @property
    def score(self) -> Decimal | None:
        return None if self.result is None else self.result.score

    @property
    def outcome(self) -> Outcome:
        """How the lab ended; without a result, and where a check is open, it is an error."""
        return Outcome.ERROR if self.result is None else self.result.outcome

    @property
    def graded(self) -> bool:
        return self.outcome is not Outcome.ERROR


def dump(entry: Entry) -> str:
    """Write an entry as one line, with its line break."""
    traces = entry.traces
    written: dict[str, Any] = {
        "student": entry.student,
        "key": entry.key,
        "outcome": str(entry.outcome),
        "score": None if entry.score is None else str(entry.score),
        "reason": entry.reason and {"code": entry.reason.code, "params": dict(entry.reason.params)},
        "evidence": entry.evidence and list(astuple(entry.evidence)),
        "traces": [list(traces.containers), traces.engine, traces.claimed],
        "result": entry.result and result_file.dump(entry.result),
    }
    # ASCII: a lone surrogate from an engine must not break the record.
    return json.dumps(written, separators=(",", ":")) + "\n"


def load(line: bytes) -> Entry:
    """Read a line back; raises `ValueError` where it is not an entry."""
    try:
        found = json.loads(line)
        containers, engine, claimed = found["traces"]
        return Entry(
            student=str(found["student"]),
            key=str(found["key"]),
            result=found["result"] and result_file.load(found["result"]),
            reason=found["reason"] and result_file.message_of(found["reason"]),
            evidence=found["evidence"] and Evidence(*found["evidence"]),
            traces=Traces(tuple(containers), engine, claimed),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as wrong:
        raise ValueError(type(wrong).__name__) from wrong


@dataclass(frozen=True, slots=True)
class Head:
    """What a line says without its result; `sha256` is that of the evidence."""

    student: str
    key: str
    graded: bool
    sha256: str | None


def head(line: bytes) -> Head:
    """Read the head of a line; raises `ValueError` where it is not an entry."""
    try:
        found = json.loads(line)
        evidence = found["evidence"]
        graded = found["score"] is not None
        sha256 = evidence[1] if evidence else None
        return Head(str(found["student"]), str(found["key"]), graded, sha256)
    except (KeyError, TypeError, ValueError, IndexError, RecursionError) as wrong:
        raise ValueError(type(wrong).__name__) from wrong
