"""YAML text as a tree of nodes that know their places and keep scalars as written.

Built from the parser's events, not its objects: so that a duplicate key, an alias bomb and a
document of a thousand levels are seen before anything is made of them, and so that `no`, `1.10`
and `22:22` stay what they look like.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import yaml

from grader.labspec.problem import Problem
from grader.model.expectation import Place
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 50
MAX_NODES = 100_000
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
CORE = "tag:yaml.org,2002:"
TAGS = frozenset({"!", *(f"{CORE}{t}" for t in "str int float bool null map seq".split())})

Loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class ScalarNode:
    """A text.

    `plain`: without quotes, so that it may be null or typed; `literal`: variables are put in.
    """

    place: Place
    text: str
    plain: bool = False
    weight: int = 1
    literal: bool = False

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in NULLS


@dataclass(slots=True)
class ListNode:
    place: Place
    items: list[Node] = field(default_factory=list)
    weight: int = 1


@dataclass(slots=True)
class MapNode:
    """`pairs` in the order written, after merge keys; `twice` are keys that stood there before."""

    place: Place
    pairs: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    twice: list[ScalarNode] = field(default_factory=list)
    weight: int = 1

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.pairs if name.text == key), None)


Node: TypeAlias = ScalarNode | ListNode | MapNode


class _StopError(Exception):
    """The text cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.code)
        self.problem = problem


def read_tree(source: bytes) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document into nodes.

    Returns the root (None when there is none or it cannot be read) and what is wrong with the
    text itself: encoding, size, syntax, several documents, aliases, depth.
    """
    if len(source) > MAX_BYTES:
        return None, [_problem("file-too-large", Place(1, 1), limit="1 MiB")]
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = source.count(b"\n", 0, wrong.start) + 1
        return None, [_problem("not-utf-8", Place(line, 1))]
    try:
        return _Composer(text).compose()
    except _StopError as stop:
        return None, [stop.problem]
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        return None, [_problem("yaml-syntax", place, text=str(wrong.problem or wrong.context))]
    except yaml.YAMLError as wrong:
        said = str(wrong).splitlines()[0]
        return None, [_problem("yaml-syntax", _place_of_sign(wrong, text), text=said)]


def _place_of_sign(wrong: yaml.YAMLError, text: str) -> Place:
    """Find the sign that no YAML text may hold; the parser counts, but names no line."""
    before = text[: getattr(wrong, "position", 0)].splitlines(keepends=True)
    last = before[-1] if before else ""
    if last.endswith("\n"):
        return Place(len(before) + 1, 1)
    return Place(max(len(before), 1), len(last) + 1)


def _problem(code: str, place: Place, **params: str) -> Problem:
    return Problem(message(code, **params), place)


class _Composer:
    """Puts a tree together from events, counting as it goes."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=Loader))
        self._anchors: dict[str, Node | None] = {}
        self._problems: list[Problem] = []

    def compose(self) -> tuple[Node | None, list[Problem]]:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problems.append(_problem("several-documents", _place(event)))
                    break
                root = self._node(next(self._events), 0)
        return root, self._problems

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _StopError(_problem("too-deep", _place(event), limit=str(MAX_DEPTH)))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self._anchors[anchor] = None
        self._refuse_tag(event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in (None, "") and event.tag not in ("!", f"{CORE}str")
            node = ScalarNode(_place(event), event.value, plain)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._list(event, depth)
        else:
            node = self._map(event, depth)
        if anchor:
            self._anchors[anchor] = node
        return node

    def _alias(self, event: yaml.AliasEvent) -> Node:
        name = event.anchor or ""
        node = self._anchors.get(name)
        if node is None:
            code = "alias-of-itself" if name in self._anchors else "unknown-alias"
            raise _StopError(_problem(code, _place(event), name=name))
        return node

    def _refuse_tag(self, event: yaml.Event) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag not in TAGS:
            self._problems.append(_problem("yaml-tag", _place(event), tag=tag))

    def _list(self, event: yaml.Event, depth: int) -> ListNode:
        node = ListNode(_place(event))
        for inner in self._events:
            if isinstance(inner, yaml.SequenceEndEvent):
                break
            item = self._node(inner, depth + 1)
            node.items.append(item)
            node.weight = self._weigh(node.weight + item.weight, inner)
        return node

    def _map(self, event: yaml.Event, depth: int) -> MapNode:
        node = MapNode(_place(event))
        names: set[str] = set()
        merged: list[Node] = []
        for inner in self._events:
            if isinstance(inner, yaml.MappingEndEvent):
                break
            key = self._node(inner, depth + 1)
            value = self._node(next(self._events), depth + 1)
            node.weight = self._weigh(node.weight + value.weight + 1, inner)
            if not isinstance(key, ScalarNode):
                self._problems.append(_problem("key-not-text", key.place))
            elif key.plain and key.text == "<<":
                merged += value.items if isinstance(value, ListNode) else [value]
            elif key.text in names:
                node.twice.append(key)
            else:
                names.add(key.text)
                node.pairs.append((key, value))
        self._merge(node, names, merged)
        return node

    def _merge(self, node: MapNode, names: set[str], merged: list[Node]) -> None:
        """Take in what `<<` brings: keys that stand in the mapping itself win."""
        for source in merged:
            if not isinstance(source, MapNode):
                self._problems.append(_problem("bad-merge", source.place))
                continue
            node.pairs += [(k, v) for k, v in source.pairs if k.text not in names]
            names.update(k.text for k, _ in source.pairs)

    def _weigh(self, weight: int, event: yaml.Event) -> int:
        """Bound what a tree expands to: an alias weighs what it stands for."""
        if weight > MAX_NODES:
            raise _StopError(_problem("alias-bomb", _place(event), limit=str(MAX_NODES)))
        return weight


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return Place(1, 1)
    length = end.column - start.column if end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(length, 1))
