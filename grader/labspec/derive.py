"""Values of one's own: a variable that differs from student to student, derived and never stored.

    vars:
      port: { derive: { min: 20000, max: 29999 } }
      color: { derive: { one_of: [blue, green, orange] } }

The value is made from a course secret (a key file), the student, the lab and the variable's name
by HMAC-SHA256, so it is the same on every machine, and nobody without the key can tell another
student's. Two students may have the same value; the larger the choice, the rarer.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.labspec.scalars import WRITTEN_INTEGER
from grader.labspec.yaml_nodes import ListNode, MapNode, ScalarNode
from grader.model.message import message

if TYPE_CHECKING:
    from pathlib import Path

    from grader.labspec.context import Draft
    from grader.labspec.yaml_nodes import Node

DOMAIN = "grader.derive/1"
SHORTEST_KEY = 16  # bytes
LONGEST_KEY = 1024 * 1024  # what stands behind is not read
LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a value may be: one of some texts, or a whole number from `low` to `high`."""

    one_of: tuple[str, ...] = ()
    low: int = 0
    high: int = 0

    @property
    def count(self) -> int:
        return len(self.one_of) or self.high - self.low + 1

    def pick(self, number: int) -> str:
        """Choose by a large number; with 256 bits the first values are not favoured noticeably."""
        index = number % self.count
        return self.one_of[index] if self.one_of else str(self.low + index)


@dataclass(frozen=True, slots=True)
class Own:
    """A student, and the course secret that the student's values are derived with."""

    secret: bytes
    student: str

    def value(self, lab: str, name: str, derivation: Derivation) -> str:
        """Derive a variable's value; names are brought to one Unicode form first."""
        parts = [DOMAIN, lab, unicodedata.normalize("NFC", self.student), name]
        said = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
        digest = hmac.new(self.secret, said, hashlib.sha256).digest()
        return derivation.pick(int.from_bytes(digest, "big"))


def read_secret(path: Path) -> bytes:
    """Read a key file; what stands around its text (a line break) does not count."""
    try:
        with path.open("rb") as file:
            secret = file.read(LONGEST_KEY).strip()
    except OSError as wrong:
        raise UsageError("no-secret", path=str(path), reason=wrong.strerror or "") from None
    if len(secret) < SHORTEST_KEY:
        raise UsageError("short-secret", path=str(path), least=SHORTEST_KEY)
    return secret


def read_derivation(draft: Draft, node: MapNode) -> Derivation | None:
    """Read `derive: {min, max}` or `derive: {one_of}`; None where it is neither."""
    entry = draft.entries(node, ("derive",)).get("derive")
    if entry is None:
        if not node.pairs:
            draft.report("key-missing", node.place, key="derive")
        return None
    found = draft.entries(entry, ("min", "max", "one_of"))
    if not isinstance(entry, MapNode):
        return None
    if "one_of" in found and len(found) == 1:
        return _choice(draft, found["one_of"])
    if set(found) == {"min", "max"}:
        return _range(draft, found["min"], found["max"])
    draft.report("not-a-derivation", entry.place, message("derive-example"))
    return None


def _choice(draft: Draft, node: Node) -> Derivation | None:
    if not isinstance(node, ListNode):
        draft.wrong_shape(node, "list")
        return None
    texts = [item.text for item in node.items if isinstance(item, ScalarNode) and not item.is_null]
    if len(texts) < len(node.items) or len(set(texts)) < max(len(texts), 2):
        draft.report("derive-choice", node.place)
        return None
    return Derivation(one_of=tuple(texts))


def _range(draft: Draft, low: Node, high: Node) -> Derivation | None:
    bounds: list[int] = []
    for node in (low, high):
        text = node.text if isinstance(node, ScalarNode) else ""
        if WRITTEN_INTEGER.fullmatch(text) is None or abs(int(text)) > LARGEST:
            draft.report("derive-bound", node.place, found=text)
        else:
            bounds.append(int(text))
    if len(bounds) < 2:
        return None
    if bounds[0] >= bounds[1]:
        draft.report("derive-range", low.place, low=bounds[0], high=bounds[1])
        return None
    return Derivation(low=bounds[0], high=bounds[1])
