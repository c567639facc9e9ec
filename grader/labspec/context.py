"""What is known while a spec is read: its variables, where one is, and every mistake so far."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.labspec.did_you_mean import NO_TRACE, suggestion
from grader.labspec.problem import Problem
from grader.labspec.scalars import written
from grader.labspec.yaml_nodes import MAX_BYTES, ListNode, MapNode, Node, ScalarNode
from grader.model.message import Json, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.labspec.derive import Derivation
    from grader.model.expectation import Place

VARIABLE = re.compile(r"\$\$|\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")
WHOLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")


@dataclass(slots=True)
class Draft:
    """Collects problems and resolves variables.

    `values` are the variables that are known, `declared` all of them by the place of their
    declaration, `derived` those that are a student's own; `grown` counts the signs of the texts
    that they were put into. A variable that is declared but not
    known (it must be given, and only `validate` goes without) makes the texts that hold it
    undetermined: they are not checked, and `pending` says so.
    """

    declared: dict[str, ScalarNode] = field(default_factory=dict)
    values: dict[str, ScalarNode] = field(default_factory=dict)
    derived: dict[str, Derivation] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    pending: bool = False
    where: Message = field(default_factory=lambda: message("where.top"))
    example: str = ""
    grown: int = 0

    def report(
        self,
        code: str,
        place: Place,
        suggest: Message | None = None,
        *,
        warning: bool = False,
        **params: Json,
    ) -> None:
        """Note a mistake; reading goes on, so that all of a file's mistakes come at once."""
        said = Message(code, params)
        self.problems.append(Problem(said, place, suggest, self.where, warning=warning))

    @contextmanager
    def inside(self, where: Message) -> Iterator[None]:
        """Say which part of the spec is being read."""
        before, self.where = self.where, where
        try:
            yield
        finally:
            self.where = before

    def entries(self, node: Node, known: Iterable[str]) -> dict[str, Node]:
        """Read a mapping whose keys are ours; `x-` keys are left to their author."""
        if not isinstance(node, MapNode):
            self.wrong_shape(node, "mapping")
            return {}
        known = list(known)
        found: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.text.startswith("x-"):
                continue
            if key.text not in known:
                self._unknown_key(key, known)
            elif self.not_null(value, key):
                found[key.text] = value
        self.refuse_twice(node)
        return found

    def refuse_twice(self, node: MapNode) -> None:
        for key in node.twice:
            self.report("duplicate-key", key.place, key=key.text)

    @staticmethod
    def says_nothing(node: Node) -> bool:
        """Say whether a mapping holds no key of ours: it is empty, or `x-` keys are all it has."""
        return isinstance(node, MapNode) and all(k.text.startswith("x-") for k, _ in node.pairs)

    def not_null(self, value: Node, key: ScalarNode) -> bool:
        if isinstance(value, ScalarNode) and value.is_null:
            place = key.place if not value.text else value.place
            self.report("null", place, self._instead(), key=key.text)
            return False
        return True

    def _instead(self) -> Message:
        """Say what to write where nothing stands: in an expectation there are words for nothing."""
        expected = self.where.code == "where.expect"
        return message("write-instead" if expected else "write-a-value")

    def missing(self, around: Node, key: str, place: Place | None = None) -> None:
        """Report a key that is missing; one that stands there without a value was reported."""
        if not isinstance(around, MapNode) or around.get(key) is None:
            self.report("key-missing", place or around.place, key=key)

    def _unknown_key(self, key: ScalarNode, known: list[str]) -> None:
        if key.text in NO_TRACE:
            self.report("no-trace", key.place, key=key.text)
        else:
            self.report("unknown-key", key.place, suggestion(key.text, known), key=key.text)

    def wrong_shape(self, node: Node, wanted: str) -> None:
        self.report("wrong-shape", node.place, self._example(), found=shape_of(node), wanted=wanted)

    def _example(self) -> Message | None:
        return message("for-example", example=self.example) if self.example else None

    def wrong_form(
        self, node: ScalarNode, code: str, wanted: str, params: Mapping[str, Json]
    ) -> None:
        """Report a text that is not of its form: what it should be, with a near word or example."""
        allowed = params.get("allowed")
        if isinstance(allowed, list):
            suggest = suggestion(node.text, [str(word) for word in allowed])
        else:
            suggest = self._example()
        kept = {k: v for k, v in params.items() if k != "allowed"}
        said = Message(code, {"found": node.text, **kept, "wanted": wanted})
        self.problems.append(Problem(said, node.place, suggest, self.where))

    def scalar(self, node: Node, *, escape: bool = False) -> ScalarNode | None:
        """Put variables into a scalar; None, and a report, where it is none or null.

        None too where a variable is not known yet. A text that is nothing but `${name}` becomes
        the value itself. In a pattern (`escape`) values stand for themselves. What is returned
        is literal: it is not looked through again.
        """
        if not isinstance(node, ScalarNode):
            self.wrong_shape(node, "value")
            return None
        if node.is_null:
            self.report("null", node.place, self._instead(), key=node.text)
            return None
        if node.literal or "$" not in node.text:
            return node
        whole = WHOLE.fullmatch(node.text)
        if whole and not escape:
            value = self._variable(whole[1], node)
            return None if value is None else replace(value, place=node.place, literal=True)
        text = self._insert(node, escape=escape)
        return None if text is None else replace(node, text=text, literal=True)

    def _insert(self, node: ScalarNode, *, escape: bool) -> str | None:
        unknown = False

        def insert(match: re.Match[str]) -> str:
            nonlocal unknown
            if match[1] is None:
                return "$"
            value = self._variable(match[1], node)
            unknown = unknown or value is None
            if value is None:
                return ""
            return self._grow(_escaped(value.text) if escape else value.text, node)

        text = VARIABLE.sub(insert, node.text)
        return None if unknown or self._is_too_much else text

    @property
    def _is_too_much(self) -> bool:
        """Bound what variables make of a spec, as aliases are bounded."""
        return self.grown > MAX_BYTES

    def _grow(self, text: str, node: ScalarNode) -> str:
        """Count a value that is put in; where it is too much nothing is, and that is told once."""
        before, self.grown = self.grown, self.grown + len(text)
        if before <= MAX_BYTES < self.grown:
            self.report("variable-bomb", node.place, limit="1 MiB")
        return "" if self._is_too_much else text

    def written(self, node: Node) -> Json:
        """Write a node as JSON for a report, with variables put in where they are known."""
        if isinstance(node, ListNode):
            return [self.written(item) for item in node.items]
        if isinstance(node, MapNode):
            return {key.text: self.written(value) for key, value in node.pairs}
        return written(self._filled(node))

    def _filled(self, node: ScalarNode) -> ScalarNode:
        """Put in the variables that are known, and leave the rest as it stands."""
        if node.literal or self._is_too_much:
            return node
        whole = WHOLE.fullmatch(node.text)
        if whole and whole[1] in self.values:
            return self.values[whole[1]]

        def insert(match: re.Match[str]) -> str:
            value = self.values.get(match[1]) if match[1] else None
            return "$" if match[1] is None else value.text if value else match[0]

        return replace(node, text=VARIABLE.sub(insert, node.text)) if "$" in node.text else node

    def text(self, node: Node) -> str | None:
        found = self.scalar(node)
        return None if found is None else found.text

    def _variable(self, name: str, node: ScalarNode) -> ScalarNode | None:
        self.used.add(name)
        if name not in self.declared:
            suggest = suggestion(name, self.declared)
            self.report("unknown-variable", node.place, suggest, name=name)
        elif name not in self.values:
            self.pending = True
        return self.values.get(name)


def _escaped(text: str) -> str:
    import re2

    escaped: str = re2.escape(text)
    return escaped


def shape_of(node: Node) -> str:
    """Name the shape of a node, for the catalogue."""
    if isinstance(node, ListNode):
        return "list"
    return "mapping" if isinstance(node, MapNode) else "value"
