"""A spec, loaded: frozen data with every default filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from grader.labspec.derive import Derivation
    from grader.labspec.problem import Problem
    from grader.model.expectation import Expectation, Place
    from grader.model.message import Json

Text: TypeAlias = "str | Mapping[str, str]"


@dataclass(frozen=True, slots=True)
class Named:
    """An engine object by its name (an image by its reference)."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Composed:
    """An engine object by Compose's labels: a service's container, a network or a volume."""

    kind: str
    service: str
    project: str | None = None

    @property
    def name(self) -> str:
        return f"{self.project}/{self.service}" if self.project else self.service


@dataclass(frozen=True, slots=True)
class Selected:
    """A set of objects: all of a kind that meet the selector's expectations."""

    kind: str
    selector: Mapping[str, Expectation]
    written: Json

    @property
    def name(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Http:
    """A request: to a container's published port, or to a URL on the engine's own host."""

    container: Named | Composed | None = None
    port: int = 80
    protocol: str = "http"
    path: str = "/"
    url: str | None = None
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    timeout: float = 3.0
    kind: str = "http"

    @property
    def name(self) -> str:
        where = (
            self.url if self.container is None else f"{self.container.name}:{self.port}{self.path}"
        )
        return f"{self.method} {where}"


@dataclass(frozen=True, slots=True)
class Exec:
    """A command to run in a container, as a user where one is given."""

    container: Named | Composed
    command: tuple[str, ...] = ()
    user: str | None = None
    kind: str = "exec"

    @property
    def name(self) -> str:
        return f"{self.container.name}: {' '.join(self.command)}"


Target: TypeAlias = "Named | Composed | Selected | Http | Exec"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `expect` is keyed by field; of a set it holds `count`, and `each` its fields.

    `present` is None, or True or False where the check asks for presence or absence.
    `within` is in seconds.
    """

    id: str
    target: Target
    place: Place
    expect: Mapping[str, Expectation]
    points: Decimal
    each: Mapping[str, Expectation] = field(default_factory=lambda: MappingProxyType({}))
    present: bool | None = None
    partial: bool = False
    requires: tuple[str, ...] = ()
    within: float = 0.0
    hint: tuple[Text, ...] = ()
    title: Text | None = None
    section: Text | None = None
    reveal: str = "full"
    visibility: str = "always"


@dataclass(frozen=True, slots=True)
class Lab:
    """A whole spec.

    `sha256` is that of its bytes. Of the variables that it `declared`, `variables` are those with
    a value; `derived` says which are a student's own. `warnings` do not stop it from being used.
    """

    id: str
    checks: tuple[Check, ...]
    sha256: str
    file: str
    title: Text | None = None
    description: Text | None = None
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    derived: Mapping[str, Derivation] = field(default_factory=lambda: MappingProxyType({}))
    declared: frozenset[str] = frozenset()
    warnings: tuple[Problem, ...] = ()
