"""One student's part of an engine that several share.

By a prefix: `web` in the spec means `ada-web` on the engine, for containers, networks and
volumes, and the prefix is taken off what comes back. By a label: names are as they are, and only
what bears the label counts. What belongs to others is never looked at, and never kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.model.snapshot import ABSENT, Answer, Found, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.observation.observer import Asker

OWNED = frozenset({"container", "network", "volume"})
LISTS = frozenset({"containers", "networks", "volumes"})
EVERYBODYS = frozenset({"bridge", "host", "none", "podman"})  # networks that are always there
ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Part:
    """Asks for one student: by `prefix`, or by `label` (`key` or `key=value`)."""

    ask: Asker
    prefix: str = ""
    label: str = ""

    def __call__(self, questions: Iterable[Question], seconds: float) -> Mapping[Question, Answer]:
        asked = {question: self._translated(question) for question in questions}
        answers = self.ask(dict.fromkeys(asked.values()), seconds)
        return {q: self._own(q, answers[there]) for q, there in asked.items()}

    def _translated(self, question: Question) -> Question:
        """Ask under the name that the engine knows; an id is one already."""
        if question.kind not in OWNED or not self.prefix or ID.fullmatch(question.key):
            return question
        if question.kind == "network" and question.key in EVERYBODYS:
            return question
        return Question(question.kind, self.prefix + question.key)

    def _own(self, question: Question, answer: Answer) -> Answer:
        if not isinstance(answer, Found):
            return answer
        document = answer.document
        if question.kind in OWNED and isinstance(document, dict):
            return Found(self._named(document)) if self._belongs(document) else ABSENT
        if question.kind == "list" and question.key in LISTS and isinstance(document, list):
            return Found([self._named(item) for item in document if self._belongs(item)])
        return answer

    def _belongs(self, document: Mapping[str, Any]) -> bool:
        names = _names(document)
        if self.prefix:
            own = any(name.startswith(self.prefix) for name in names)
            return own or (any(n in EVERYBODYS for n in names) and "Driver" in document)
        key, given, value = self.label.partition("=")
        labels = _labels(document)
        return key in labels and (not given or labels[key] == value)

    def _named(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Take the prefix off the names in a document."""
        if not self.prefix:
            return dict(document)
        named = dict(document)
        if isinstance(named.get("Name"), str):
            named["Name"] = self._bare(named["Name"])
        if isinstance(named.get("Names"), list):
            named["Names"] = [self._bare(name) for name in named["Names"]]
        for key in ("NetworkSettings", "HostConfig"):
            if isinstance(named.get(key), dict):
                named[key] = self._bare_networks(named[key])
        if isinstance(named.get("Mounts"), list):
            named["Mounts"] = [self._bare_mount(mount) for mount in named["Mounts"]]
        if isinstance(named.get("Containers"), dict):
            joined = named["Containers"].items()
            named["Containers"] = {i: self._named(c) for i, c in joined if self._is_own(c)}
        return named

    def _is_own(self, joined: Any) -> bool:
        return isinstance(joined, dict) and str(joined.get("Name")).startswith(self.prefix)

    def _bare(self, name: Any) -> str:
        """Take the prefix off, behind the slash that a container's name begins with."""
        slash = "/" if str(name).startswith("/") else ""
        return slash + str(name).removeprefix("/").removeprefix(self.prefix)

    def _bare_networks(self, part: Mapping[str, Any]) -> dict[str, Any]:
        kept = dict(part)
        if isinstance(kept.get("Networks"), dict):
            kept["Networks"] = {self._bare(n): of for n, of in kept["Networks"].items()}
        if isinstance(kept.get("NetworkMode"), str):
            kept["NetworkMode"] = self._bare(kept["NetworkMode"])
        return kept

    def _bare_mount(self, mount: Any) -> Any:
        if isinstance(mount, dict) and mount.get("Type") == "volume" and "Name" in mount:
            return {**mount, "Name": self._bare(mount["Name"])}
        return mount


def _names(document: Mapping[str, Any]) -> list[str]:
    names = document.get("Names")
    found = names if isinstance(names, list) else [document.get("Name")]
    return [str(name).removeprefix("/") for name in found]


def _labels(document: Mapping[str, Any]) -> Mapping[str, Any]:
    config = document.get("Config")
    whole = config if isinstance(config, dict) and "Labels" in config else document
    labels = whole.get("Labels")
    return labels if isinstance(labels, dict) else {}
