"""Texts, choices, paths, and values that keep YAML's types."""

from __future__ import annotations

from typing import Any

from grader.fields.types import BadFormError, CutText, Normal, Scalar
from grader.model.json_values import as_text


def engine_text(value: Any) -> Normal:
    """Accept a string of the engine's, empty as unset; anything else is not readable."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise TypeError(f"a string was expected, not {type(value).__name__}")
    return value


def write_keys(value: Normal) -> dict[str, Any]:
    """Write a set as engines do: as the keys of a mapping."""
    return {key: {} for key in value}


def set_text(value: Any) -> str:
    """Accept a string that may be empty: in a map, set but empty is set."""
    if not isinstance(value, str):
        raise TypeError(f"a string was expected, not {type(value).__name__}")
    return value


def block(text: str) -> str:
    r"""Bring a text of lines to its normal form: newlines as \\n, none at the end."""
    return text.replace("\r\n", "\n").rstrip("\n")


def stream(text: str, *, cut: bool) -> Normal:
    """Bring what a process wrote to its normal form: nothing is unset."""
    kept = block(text)
    return CutText(kept) if cut else kept or None


def path(text: str) -> Normal:
    """Drop a slash at the end: the image has `/app/` where the container has `/app`."""
    return (text.rstrip("/") or "/") if text else None


def engine_path(value: Any) -> Normal:
    text = engine_text(value)
    return None if text is None else path(text)


def _below_root(found: Normal) -> Normal:
    return None if found == "/" else found


def choice(name: str, *choices: str, unset: tuple[str, ...] = ()) -> Scalar:
    """A form of a few known words; `unset` are those that spell "nothing"."""

    def parse(text: str) -> Normal:
        if text in unset:
            return None
        if text not in choices:
            raise BadFormError("unknown-word", found=text, allowed=list(choices))
        return text

    def normal(value: Any) -> Normal:
        text = engine_text(value)
        return None if text in unset else text

    return Scalar(
        name,
        parse=parse,
        normal=normal,
        choices=choices,
        schema={"enum": [*choices, *unset]},
    )


def something(value: Any) -> Normal:
    """Read a value of JSON; null and empty are unset."""
    return None if value is None or value in ("", [], {}) else value


TEXT = Scalar("text", parse=engine_text, normal=engine_text)
ENTRY = Scalar("text", parse=str, normal=set_text, show=str)
# A file's text may be empty; what a process said is then unset.
BLOCK = Scalar("text", parse=block, normal=lambda v: block(set_text(v)), show=str, lines=True)
STREAM = Scalar("text", parse=lambda t: block(t) or None, show=str, lines=True)
PATH = Scalar("path", parse=path, normal=engine_path)
# Commands start in / where nothing else is said, and some engines write that down [Podman].
FOLDER = Scalar(
    "path", parse=lambda t: _below_root(path(t)), normal=lambda v: _below_root(engine_path(v))
)
ANY = Scalar(
    "value",
    parse=something,
    normal=something,
    show=lambda v: v,
    text=as_text,
    typed=True,
    ordered=True,
    schema={},
)
