"""Scalars with the types of YAML 1.2's core schema, and as their author wrote them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from grader.labspec.yaml_nodes import ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from grader.model.message import Json

WRITTEN_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"[-+]?[0-9]+")
OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
LONGEST = 400  # digits; a longer number is not made of a text

TRUTH = {word: word.lower() == "true" for word in "true True TRUE false False FALSE".split()}


def written(node: ScalarNode) -> Json:
    """Write a scalar as its author wrote it, whole numbers and truth plain."""
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    if node.plain and WRITTEN_INTEGER.fullmatch(node.text):
        return int(node.text)
    return node.text


def typed(node: Node) -> Json:
    """Read a node with the types of the core schema."""
    if isinstance(node, ListNode):
        return [typed(item) for item in node.items]
    if isinstance(node, MapNode):
        return {key.text: typed(value) for key, value in node.pairs}
    if node.is_null:
        return None
    if not node.plain or len(node.text) > LONGEST:
        return node.text
    if node.text in TRUTH:
        return TRUTH[node.text]
    return _number(node.text)


def _number(text: str) -> Json:
    """Read a number; `.inf`, `.nan` and `1e999` stay texts, for JSON has no such numbers."""
    if DECIMAL.fullmatch(text):
        return int(text)
    if OTHER_BASE.fullmatch(text):
        return int(text, 0)
    number = float(text) if FLOAT.fullmatch(text) else math.inf
    return text if math.isinf(number) else number
