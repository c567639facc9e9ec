"""Maps: names of the author's, from a mapping or from Compose's list form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.labspec.elements import refuse_empty
from grader.labspec.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from grader.model.expectation import Expectation

if TYPE_CHECKING:
    from grader.fields.types import MapOf
    from grader.labspec.builder import Builder
    from grader.labspec.context import Draft


def read_map(builder: Builder, form: MapOf, node: Node, *, source: bool) -> Expectation | None:
    """Read what is expected of a map: of its entries by name, or with `equals` of the whole."""
    draft = builder.draft
    if isinstance(node, ScalarNode):
        draft.wrong_shape(node, "mapping")
        return None
    operand = _only_equals(node)
    if operand is not None:
        exact = {"equals": whole(builder, form, operand)}
        return Expectation(form, node.place, draft.written(node), exact)
    if _is_empty(node):
        refuse_empty(draft, node, "equals-nothing")
    parts: dict[str, Expectation] = {}
    for key, value in entries(draft, form, node):
        name = draft.scalar(key)
        if name is None or not draft.not_null(value, key):
            continue
        entry = builder.build(form.entry, value, source=source)
        if form.name(name.text) in parts:
            draft.report("duplicate-key", key.place, key=name.text)
        elif entry is not None:
            parts[form.name(name.text)] = entry
    return Expectation(form, node.place, draft.written(node), parts=parts) if parts else None


def whole(builder: Builder, form: MapOf, node: Node) -> Expectation:
    """Build the expectation for `equals` of a map: all that may be there."""
    empty = Expectation(form, node.place, builder.draft.written(node))
    if not isinstance(node, ScalarNode) and _is_empty(node):
        return empty
    return builder.build(form, node) or empty


def _only_equals(node: MapNode | ListNode) -> Node | None:
    """Return what `equals` says of a whole map: as the sole key, over a map or list."""
    if isinstance(node, ListNode) or len(node.pairs) != 1:
        return None
    key, value = node.pairs[0]
    return value if key.text == "equals" and not isinstance(value, ScalarNode) else None


def _is_empty(node: MapNode | ListNode) -> bool:
    return not (node.items if isinstance(node, ListNode) else node.pairs)


def entries(draft: Draft, form: MapOf, node: MapNode | ListNode) -> list[tuple[ScalarNode, Node]]:
    """Return names and values, from a mapping or from Compose's list form."""
    if isinstance(node, MapNode):
        draft.refuse_twice(node)
        return node.pairs
    if not form.separators and not form.names_alone:
        draft.wrong_shape(node, "mapping")
        return []
    pairs: list[tuple[ScalarNode, Node]] = []
    for item in node.items:
        if not isinstance(item, ScalarNode):
            draft.wrong_shape(item, "value")
        elif form.names_alone:
            present = MapNode(item.place, [(_at(item, "present"), _at(item, "true"))])
            pairs.append((item, present))
        else:
            pairs += _list_entry(draft, form, item)
    return pairs


def _list_entry(draft: Draft, form: MapOf, item: ScalarNode) -> list[tuple[ScalarNode, Node]]:
    for separator in form.separators:
        name, found, text = item.text.partition(separator)
        if found:
            return [(_at(item, name), _at(item, text))]
    draft.report("entry-without-value", item.place, entry=item.text)
    return []


def _at(node: ScalarNode, text: str) -> ScalarNode:
    return ScalarNode(node.place, text)
