"""The result document, `grader.result/1`: what every other tool builds on.

Described by `schemas/result.schema.json`. Messages carry their code, parameters and text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.messages import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from grader.model.message import Message
    from grader.model.result import CheckResult, EngineFacts, Observation, Result

FORMAT = "grader.result/1"


def document(result: Result, language: str = "en") -> dict[str, Any]:
    """Write a result as a JSON document, its texts in a language."""
    return {
        "format": FORMAT,
        "tool": {"name": "grader", "version": __version__},
        "lab": {
            "id": result.lab.id,
            "title": plain(result.lab.title),
            "description": plain(result.lab.description),
            "spec_sha256": result.lab.spec_sha256,
        },
        "student": result.student,
        "engine": None if result.engine is None else engine_document(result.engine),
        "observed_at": result.observed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": round(result.seconds, 3),
        "language": language,
        "outcome": str(result.outcome),
        "score": number(result.score),
        "max_score": number(result.max_score),
        "score_so_far": number(result.score_so_far),
        "points_open": number(result.points_open),
        "provisional": result.provisional,
        "notes": [_message(note, language) for note in result.notes],
        "checks": [_check(check, language) for check in result.checks],
    }


def engine_document(engine: EngineFacts) -> dict[str, Any]:
    return {
        "kind": engine.kind,
        "version": engine.version,
        "api": engine.api,
        "endpoint": engine.endpoint,
        "id": engine.id,
        "name": engine.name,
    }


def _check(check: CheckResult, language: str) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": plain(check.title),
        "section": plain(check.section),
        "target": {
            "kind": check.target.kind,
            "name": check.target.name,
            "exact": check.target.exact,
        },
        "outcome": str(check.outcome),
        "points": number(check.points),
        "score": number(check.score),
        "partial": check.partial,
        "reason": _message(check.reason, language),
        "notes": [_message(note, language) for note in check.notes],
        "hint": [plain(hint) for hint in check.hint],
        "open": check.open,
        "reveal": check.reveal,
        "shown": check.shown,
        "visibility": check.visibility,
        "seconds": round(check.seconds, 3),
        "observations": [_observation(o, language) for o in check.observations],
    }


def _observation(seen: Observation, language: str) -> dict[str, Any]:
    return {
        "field": seen.field,
        "path": list(seen.path),
        "outcome": str(seen.outcome),
        "expected": seen.expected,
        "actual": seen.actual,
        "source": seen.source,
        "inherited": seen.inherited,
        "message": _message(seen.message, language, field=seen.field),
    }


def _message(said: Message | None, language: str, field: str = "") -> dict[str, Any] | None:
    if said is None:
        return None
    text = said_text(said, language, field)
    return {"code": said.code, "params": dict(said.params), "bare": said.bare, "text": text}


def said_text(said: Message, language: str, field: str = "") -> str:
    """Put a message into words; a part of a list's element or of one member is named too."""
    part, member = said.params.get("part"), said.params.get("member")
    named = field or str(said.params.get("field", ""))
    text = say(said, language, field=f"{named}.{part}" if part else named)
    return f"{member}: {text}" if member else text


def plain(text: str | Mapping[str, str] | None) -> str | dict[str, str] | None:
    """Return an author's text as JSON."""
    return text if text is None or isinstance(text, str) else dict(text)


def number(value: Decimal | None) -> int | float | None:
    """Write points as a JSON number: whole ones without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
