"""Results as data, whole: what a class's record keeps of each student, and reads back.

Unlike the result document (`grader.storage.result_document`) this holds no texts in a language, and
nothing is left out: what is read back is equal to what was written, and renders the same.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grader.messages import CATALOGUE
from grader.model.message import Message
from grader.model.result import (
    CheckResult,
    EngineFacts,
    LabFacts,
    Observation,
    Outcome,
    Result,
    Target,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


def dump(result: Result) -> dict[str, Any]:
    """Write a result as JSON data; what has its default is left out."""
    return _dumped(result)


def load(found: Mapping[str, Any]) -> Result:
    """Read a result back; raises KeyError, TypeError or ValueError where it is not one."""
    return Result(**_loaded(found, RESULT))


def _dumped(value: Any) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for one in fields(value):
        kept = getattr(value, one.name)
        if kept != one.default and (kept or not isinstance(kept, (tuple, dict))):
            written[one.name] = _plain(kept)
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(MOMENT)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _dumped(value) if isinstance(value, DATA) else value


DATA = (CheckResult, EngineFacts, LabFacts, Message, Observation, Target)
Read = dict[str, "Callable[[Any], Any]"]


def _loaded(found: Mapping[str, Any], table: Read) -> dict[str, Any]:
    return {name: table[name](value) if name in table else value for name, value in found.items()}


def message_of(found: Mapping[str, Any]) -> Message:
    """Read a message; one whose code is not known here, as of another version, cannot be said."""
    if found["code"] not in CATALOGUE:
        raise ValueError(found["code"])
    return Message(found["code"], dict(found.get("params", {})), bool(found.get("bare", False)))


def _messages(found: list[Any]) -> tuple[Message, ...]:
    return tuple(message_of(one) for one in found)


def _observation(found: Mapping[str, Any]) -> Observation:
    return Observation(**{"expected": None, "actual": None, **_loaded(found, OBSERVATION)})


def _check(found: Mapping[str, Any]) -> CheckResult:
    return CheckResult(**_loaded(found, CHECK))


OBSERVATION: Read = {"outcome": Outcome, "path": tuple, "message": message_of}
CHECK: Read = {
    "target": lambda found: Target(**found),
    "outcome": Outcome,
    "points": Decimal,
    "observations": lambda found: tuple(_observation(one) for one in found),
    "reason": message_of,
    "notes": _messages,
    "hint": tuple,
    "kept_score": Decimal,
}
RESULT: Read = {
    "lab": lambda found: LabFacts(**{"title": None, **found}),
    "checks": lambda found: tuple(_check(one) for one in found),
    "observed_at": datetime.fromisoformat,
    "engine": lambda found: EngineFacts(**found),
    "notes": _messages,
}
