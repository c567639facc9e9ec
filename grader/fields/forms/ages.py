"""How long ago something was made."""

from __future__ import annotations

from grader.fields.forms.numbers import parse_duration, show_duration
from grader.fields.types import Scalar

SECOND = 10**9


def _show(value: int) -> str:
    """Write an age to the second: `3h12m5s`."""
    return show_duration(max(value, 0) // SECOND * SECOND)


AGE = Scalar("age", parse_duration, show=_show, ordered=True, textual=False)
