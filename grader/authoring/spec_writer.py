"""A spec that is being written: checks with what they expect, and remarks; as YAML text.

The text is laid out here and not by the YAML library, which knows no comments; each scalar is
written by it, so that what looks like another type is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model.message import Json

WIDEST = 96
PLAIN = 1 << 20  # a width at which the library breaks no line


@dataclass(slots=True)
class DraftCheck:
    """One check: `target` is its one key and value, `remarks` stand above it as comments."""

    id: str
    target: tuple[str, Json]
    expect: dict[str, Any]
    remarks: list[str] = field(default_factory=list)
    within: str | None = None


@dataclass(slots=True)
class DraftLab:
    """A whole spec; `remarks` stand at its head."""

    id: str
    checks: list[DraftCheck] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    variables: dict[str, str | None] = field(default_factory=dict)

    def text(self) -> str:
        lines = [*map(_remark, self.remarks), "version: 1", f"lab: {scalar(self.id)}"]
        if self.variables:
            lines += _entry("vars", self.variables, 0)
        lines += ["", "checks:"]
        for check in self.checks:
            lines += [f"  {_remark(remark)}" for remark in check.remarks]
            lines += [f"  - id: {scalar(check.id)}"]
            lines += _entry(*check.target, 4)
            if check.within:
                lines += [f"    within: {check.within}"]
            lines += [*_entry("expect", check.expect, 4, flow=False), ""]
        return "\n".join(lines).rstrip("\n") + "\n"


def _remark(text: str) -> str:
    return f"# {text}"


def slug(name: str, taken: Sequence[str] = ()) -> str:
    """Make an id of a name, other than those taken."""
    found = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") or "check"
    made, n = found, 1
    while made in taken:
        n += 1
        made = f"{found}-{n}"
    return made


def literal_text(text: str) -> str:
    """Write a text so that no variable is meant."""
    return text.replace("$", "$$")


def literal(value: Json) -> Json:
    """Write a value so that no variable is meant: in texts and in the keys of mappings."""
    if isinstance(value, str):
        return literal_text(value)
    if isinstance(value, dict):
        return {literal_text(name): literal(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [literal(inner) for inner in value]
    return value


def scalar(value: Json) -> str:
    """Write one scalar, quoted where it would be something else without; inside brackets too."""
    style = '"' if isinstance(value, str) and "\n" in value else None  # else over several lines
    written = yaml.safe_dump(
        [value], default_flow_style=True, default_style=style, allow_unicode=True, width=PLAIN
    )
    return written.strip()[1:-1]


def _flow(value: Json) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{scalar(k)}: {_flow(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def _entry(key: str, value: Json, indent: int, *, flow: bool = True) -> Iterator[str]:
    """Write a key and its value: on one line where it fits, else a line an entry."""
    pad = " " * indent
    line = f"{pad}{scalar(key)}: {_flow(value)}"
    if isinstance(value, dict) and value and (not flow or len(line) > WIDEST):
        yield f"{pad}{scalar(key)}:"
        for name, inner in value.items():
            yield from _entry(name, inner, indent + 2, flow=_is_short(inner))
    elif isinstance(value, (list, tuple)) and value and len(line) > WIDEST:
        yield f"{pad}{scalar(key)}:"
        yield from (f"{pad}  - {_flow(item)}" for item in value)
    else:
        yield line


def _is_short(value: Any) -> bool:
    """A mapping of scalars, or of few short things, reads best on one line."""
    return not isinstance(value, dict) or not any(isinstance(v, dict) for v in value.values())
