"""A case: how objects are made, what is said of them, and what grading must find. A file each."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from grader.labspec.loader import load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.model.expectation import Expectation
    from grader.model.lab import Check, Lab

HERE = Path(__file__).parent
CASES = HERE / "cases"
IMAGES = HERE / "images"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ONLY = "it"  # the id of a case's check where it is the only one
NAME = re.compile(r"--name[ =](\S+)")


@dataclass(frozen=True)
class Found:
    """What grading finds: outcomes by check, codes of what does not hold, notes, the score."""

    outcomes: dict[str, str]
    codes: list[str] | None = None
    notes: list[str] = field(default_factory=list)
    score: float | None = None


@dataclass(frozen=True)
class Case:
    """One case, as its file says it; see README.md here for the keys."""

    file: Path
    rule: str
    make: tuple[str, ...]
    images: tuple[str, ...]
    spec: str
    expected: Found
    engines: Mapping[str, Mapping[str, Any]]
    only: tuple[str, ...] = ()
    allow_exec: bool = False
    later: Mapping[float, str] = field(default_factory=dict)
    seconds: tuple[float, float] | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.file.parent.name}/{self.file.stem}"

    @property
    def folder(self) -> str:
        return self.file.parent.name

    def lab(self, text: str | None = None) -> Lab:
        """Load the case's spec, or its text under other names."""
        source = (text or self.spec).encode()
        return load_bytes(source, str(self.file), self.variables)

    def expected_on(self, engine: str) -> Found:
        """What is expected on an engine: the rule, unless that engine truly differs."""
        return found_of({**_expected(self.expected), **self.engines.get(engine, {})})


def _expected(found: Found) -> dict[str, Any]:
    return {
        "outcomes": found.outcomes,
        "codes": found.codes,
        "notes": found.notes,
        "score": found.score,
    }


def found_of(keys: Mapping[str, Any]) -> Found:
    outcomes = {ONLY: keys["outcome"]} if "outcome" in keys else keys["outcomes"]
    return Found(outcomes, keys.get("codes"), keys.get("notes") or [], keys.get("score"))


def read(file: Path) -> Case:
    """Read a case; a key that is unknown is an error."""
    keys: dict[str, Any] = yaml.load(file.read_bytes(), Loader=LOADER)
    check = keys.pop("check", None)
    spec = f"checks:\n  - id: {ONLY}\n{textwrap.indent(check, '    ')}" if check else keys["spec"]
    keys.pop("spec", None)
    seconds = keys.pop("seconds", None)
    slug = re.sub(r"[^a-z0-9]+", "-", f"{file.parent.name}-{file.stem}".lower()).strip("-")
    case = Case(
        file=file,
        rule=keys.pop("rule"),
        make=tuple(commands(keys.pop("make", ""))),
        images=tuple(keys.pop("images", ())),
        only=tuple(keys.pop("only", ())),
        spec=f"version: 1\nlab: {slug}\n{spec}",
        engines=keys.pop("engines", {}),
        allow_exec=keys.pop("allow_exec", False),
        later={float(at): command for at, command in keys.pop("later", {}).items()},
        seconds=(seconds["min"], seconds["max"]) if seconds else None,
        variables=keys.pop("vars", {}),
        expected=found_of({k: keys.pop(k) for k in list(keys) if k in EXPECTED}),
    )
    if keys:
        raise ValueError(f"{file}: unknown keys {sorted(keys)}")
    return case


EXPECTED = {"outcome", "outcomes", "codes", "notes", "score"}


def commands(text: str) -> Iterator[str]:
    """The `docker …` lines of a text."""
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if line.strip():
            yield line.strip()


def cases() -> list[Case]:
    """Every case, in the order of their files."""
    return [read(file) for file in sorted(CASES.rglob("*.yaml"))]


def words_in(expected: Expectation) -> Iterator[str]:
    """The matcher words that an expectation uses, at any depth."""
    for word, operand in expected.words.items():
        yield {"has_any": "not"}.get(word, word)
        for inner in operand if isinstance(operand, tuple) else (operand,):
            if hasattr(inner, "words"):
                yield from words_in(inner)
    for part in expected.parts.values():
        yield from words_in(part)


def only_field(check: Check) -> tuple[str, Expectation] | None:
    """The field that a check looks at, with its kind, where it looks at just one."""
    said = {**check.expect, **check.each}
    if len(said) != 1:
        return None
    ((name, expected),) = said.items()
    return f"{check.target.kind}.{name}", expected
