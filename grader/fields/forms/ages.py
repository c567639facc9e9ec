"""Moments, and how long ago something was made."""

from __future__ import annotations

from datetime import UTC, datetime

from grader.fields.forms.numbers import parse_duration, show_duration
from grader.fields.types import Scalar

SECOND = 10**9


def moment(written: str) -> datetime:
    """Read a moment as engines write it (RFC 3339, with up to nine decimals); raises ValueError."""
    found = datetime.fromisoformat(written[:19]).replace(tzinfo=UTC)
    if len(written) > 19 and written[-6] in "+-":
        found = datetime.fromisoformat(f"{written[:19]}{written[-6:]}")
    return found


def _show(value: int) -> str:
    """Write an age to the second: `3h12m5s`."""
    return show_duration(max(value, 0) // SECOND * SECOND)


AGE = Scalar("age", parse_duration, show=_show, ordered=True, textual=False, assigned=True)
