"""A Compose file as data: anchors and merges resolved, services extended, variables put in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from grader.authoring.compose.interpolation import Interpolation, read_env
from grader.authoring.compose.shapes import OBJECT, SERVICE, sound
from grader.authoring.spec_writer import literal_text
from grader.errors import SpecError, UsageError
from grader.labspec.scalars import written
from grader.labspec.yaml_nodes import MAX_BYTES, ListNode, MapNode, ScalarNode, read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.labspec.problem import Problem
    from grader.labspec.yaml_nodes import Node

    Data = Mapping[str, Any]

BY_NAME = ("environment", "labels", "sysctls")
JOINED = ("ports", "expose", "dns", "dns_search", "tmpfs", "cap_add", "cap_drop", "volumes",
          "devices", "security_opt", "group_add", "env_file", "extra_hosts")  # fmt: skip
ENV = ".env"
DEEPEST = 20  # services that extend each other


@dataclass(slots=True)
class ComposeFile:
    """The file's data, with the variables that have no value; `missing` are files it names.

    `services` and what `objects` returns have the shapes that Compose gives them; `odd` are the
    keys that had not, by the service.
    """

    path: Path
    data: dict[str, Any]
    variables: Interpolation
    missing: list[str] = field(default_factory=list)
    services: dict[str, dict[str, Any]] = field(init=False)
    odd: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        found = _mapping(self.data.get("services"))
        read = {name: sound(of, SERVICE) for name, of in found.items()}
        self.services = {name: kept for name, (kept, _) in read.items()}
        self.odd = {name: odd for name, (_, odd) in read.items() if odd}

    def objects(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the networks or volumes of the file, by the name that services use."""
        found = _mapping(self.data.get(kind))
        return {name: sound(of, OBJECT)[0] for name, of in found.items()}

    def service(self, name: str, depth: int = 0) -> dict[str, Any]:
        """Return a service with what it extends, and the variables of its files, put in."""
        own = dict(self.services.get(name, {}))
        extended = own.pop("extends", None)
        base: dict[str, Any] = {}
        if extended is not None and depth < DEEPEST:
            base = self._extended(extended, depth)
        return merged(base, self._with_env_file(own))

    def _extended(self, extended: Any, depth: int) -> dict[str, Any]:
        name = extended if isinstance(extended, str) else _mapping(extended).get("service")
        file = _mapping(extended).get("file")
        if not file:
            return self.service(str(name), depth + 1)
        path = self.path.parent / str(file)
        if not os.path.isfile(path):  # noqa: PTH113 - says no where Path.is_file raises
            self.missing.append(str(file))
            return {}
        other = ComposeFile(path, _data(path, self.variables), self.variables, self.missing)
        return other.service(str(name), depth + 1)

    def _with_env_file(self, own: dict[str, Any]) -> dict[str, Any]:
        """Put the variables of `env_file` behind those of `environment`."""
        files = own.pop("env_file", None)
        found: dict[str, Any] = {}
        for entry in files if isinstance(files, list) else [files] if files else []:
            name = str(_mapping(entry).get("path", entry))
            text = _text_of(self.path.parent / name)
            if text is not None:
                given = read_env(text)
                found |= {key: literal_text(value) for key, value in given.items()}
            else:
                self.missing.append(name)
        if not found:
            return own
        return {**own, "environment": {**found, **by_name(own.get("environment"))}}


def read(path: Path) -> ComposeFile:
    """Read a Compose file; raises `SpecError` for what is no YAML, else `UsageError`."""
    beside = _text_of(path.parent / ENV)
    variables = Interpolation(read_env(beside or ""))
    data = _data(path, variables)
    if not isinstance(data.get("services"), dict) or not data["services"]:
        raise UsageError("import.no-services", path=str(path))
    unread = [ENV] if beside is None and (path.parent / ENV).exists() else []
    return ComposeFile(path, data, variables, unread)


def _text_of(path: Path) -> str | None:
    """Read a file of variables; None where there is none that can be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8-sig")
    except (OSError, ValueError):
        return None


def _data(path: Path, variables: Interpolation) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise UsageError("import.unreadable", path=str(path), reason=reason) from None
    root, problems = read_tree(source)
    if root is None:
        raise SpecError([_located(p, path, source) for p in problems])
    return _mapping(_plain(root, variables))


def _located(problem: Problem, path: Path, source: bytes) -> Problem:
    lines = source.decode("utf-8", errors="replace").splitlines()
    row = problem.place.line - 1
    return replace(problem, file=str(path), line=lines[row] if row < len(lines) else "")


def _plain(node: Node, variables: Interpolation) -> Any:
    if isinstance(node, ListNode):
        return [_plain(item, variables) for item in node.items]
    if isinstance(node, MapNode):
        return {literal_text(key.text): _plain(value, variables) for key, value in node.pairs}
    if not isinstance(node, ScalarNode) or node.is_null:
        return None
    value = written(node)
    return variables.spec_text(value) if isinstance(value, str) else value


def merged(base: Data, own: Data) -> dict[str, Any]:
    """Lay a service over the one it extends, as Compose's manual says for each key."""
    made = dict(base)
    for key, value in own.items():
        before = made.get(key)
        if key in BY_NAME and before is not None:
            made[key] = {**by_name(before), **by_name(value)}
        elif key in JOINED and before is not None:
            made[key] = _joined(before, value)
        elif isinstance(before, dict) and isinstance(value, dict):
            made[key] = merged(before, value)
        else:
            made[key] = value
    return made


def _joined(before: Any, value: Any) -> list[Any]:
    lists = [v if isinstance(v, list) else [v] for v in (before, value)]
    return [*lists[0], *(item for item in lists[1] if item not in lists[0])]


def by_name(value: Any) -> dict[str, Any]:
    """Read a mapping, or Compose's list of `NAME=value`; a name alone has no value."""
    if isinstance(value, dict):
        return dict(value)
    found: dict[str, Any] = {}
    for item in value or ():
        name, equals, text = str(item).partition("=")
        found[name] = text if equals else None
    return found


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
