"""What is known of a machine: frozen, so that every cause judges the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.engine.endpoint import Endpoint
    from grader.errors import GraderError
    from grader.model.message import Message
    from grader.model.result import EngineFacts

UNIX = "unix://"


@dataclass(frozen=True, slots=True)
class Socket:
    """The file of the socket that was chosen: who may use it, and whether we are among them.

    `members` says whether the group's list names this user, `active` whether this session knows.
    """

    path: str
    there: bool
    reachable: bool = True
    mode: int = 0
    owner: str = ""
    group: str = ""
    members: bool = False
    active: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Another engine that answers on this machine, and what it belongs to."""

    endpoint: str
    label: str
    facts: EngineFacts


@dataclass(frozen=True, slots=True)
class Patient:
    """A machine, and how the chosen engine answered: with `facts`, or with an `error`."""

    platform: str
    kernel: str
    user: str
    environ: Mapping[str, str] = field(repr=False)
    endpoint: Endpoint | None = None
    error: GraderError | None = None
    facts: EngineFacts | None = None
    info: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    socket: Socket | None = None
    contexts: tuple[str, ...] = ()
    current_context: str | None = None
    others: tuple[Other, ...] = ()
    installed: bool = True
    systemd: bool = False
    free: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def failed(self) -> str:
        """The code of what went wrong with the chosen engine; empty when it answered."""
        return self.error.message.code if self.error else ""

    @property
    def origin(self) -> str:
        return self.endpoint.origin if self.endpoint else ""

    @property
    def wsl(self) -> int:
        """Return which WSL this is: 0 for none."""
        if "microsoft" not in self.kernel.casefold():
            return 0
        return 2 if "WSL2" in self.kernel or "microsoft-standard" in self.kernel else 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause, and what to do about it, step by step; a `note` keeps nobody from grading."""

    cause: Message
    remedies: tuple[Message, ...] = ()
    note: bool = False
