"""The result document read back into a result, so that it can be rendered again.

In another format, or in another language: messages are codes with parameters, and the words that
stand beside them are not read. What was cut out for a reader stays cut out.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import ResultError
from grader.model.json_reader import parse
from grader.model.result import (
    CheckResult,
    EngineFacts,
    LabFacts,
    Observation,
    Outcome,
    Result,
    Target,
)
from grader.storage.result_document import FORMAT
from grader.storage.result_file import message_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(file: str) -> list[Result]:
    """Read the results of a file; raises `ResultError`."""
    try:
        source = Path(file).read_bytes()
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise ResultError("bad-result", file=file, reason=reason) from None
    try:
        found = parse(source)
    except ValueError:
        raise ResultError(
            "bad-result", file=file, reason=("it is not JSON, or it is truncated")
        ) from None
    return read_documents(found, file)


def read_documents(found: Any, file: str) -> list[Result]:
    """Read a document or a list of them; raises `ResultError` that says what is wrong."""
    documents = found if isinstance(found, list) else [found]
    if not documents or not all(isinstance(d, dict) and d.get("format") for d in documents):
        raise ResultError("bad-result", file=file, reason="it is not a grader result")
    for document in documents:
        if document["format"] != FORMAT:
            raise ResultError(
                "bad-result", file=file, reason="other-format", found=str(document["format"])
            )
    try:
        return [load(document) for document in documents]
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as wrong:
        what = type(wrong).__name__
        raise ResultError("bad-result", file=file, reason="result-altered", what=what) from None


def load(found: Mapping[str, Any]) -> Result:
    """Build a result from its document; raises KeyError and the like where it is not one."""
    lab, engine = found["lab"], found["engine"]
    return Result(
        lab=LabFacts(lab["id"], lab["title"], lab["spec_sha256"], lab["description"]),
        checks=tuple(_check(check) for check in found["checks"]),
        observed_at=datetime.fromisoformat(found["observed_at"]),
        seconds=float(found["seconds"]),
        engine=None if engine is None else EngineFacts(**engine),
        student=found["student"],
        provisional=bool(found["provisional"]),
        notes=tuple(message_of(note) for note in found["notes"]),
    )


def _check(found: Mapping[str, Any]) -> CheckResult:
    target = found["target"]
    score = found["score"]
    return CheckResult(
        id=found["id"],
        target=Target(target["kind"], target["name"], bool(target["exact"])),
        outcome=Outcome(found["outcome"]),
        points=points(found["points"]),
        observations=tuple(_observation(seen) for seen in found["observations"]),
        title=found["title"],
        section=found["section"],
        partial=bool(found["partial"]),
        reason=None if found["reason"] is None else message_of(found["reason"]),
        notes=tuple(message_of(note) for note in found["notes"]),
        hint=tuple(found["hint"]),
        reveal=found["reveal"],
        visibility=found["visibility"],
        open=bool(found["open"]),
        seconds=float(found["seconds"]),
        shown=found["shown"],
        kept_score=None if score is None else points(score),
    )


def points(number: float) -> Decimal:
    """Read points as they were written: in decimals, not in halves."""
    return Decimal(str(number)).normalize() + Decimal(0)


def _observation(found: Mapping[str, Any]) -> Observation:
    said = found["message"]
    return Observation(
        field=found["field"],
        outcome=Outcome(found["outcome"]),
        expected=found["expected"],
        actual=found["actual"],
        path=tuple(found["path"]),
        source=found["source"],
        inherited=found["inherited"],
        message=None if said is None else message_of(said),
    )
