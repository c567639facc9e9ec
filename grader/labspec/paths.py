"""Lists of `{path: [...], <matcher>}`: values at paths of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.fields.forms.probes import path_key
from grader.labspec.did_you_mean import suggestion
from grader.labspec.elements import refuse_empty
from grader.labspec.scalars import typed
from grader.labspec.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from grader.model.expectation import Expectation

if TYPE_CHECKING:
    from grader.fields.types import PathsOf
    from grader.labspec.builder import Builder
    from grader.labspec.context import Draft


def read_paths(builder: Builder, form: PathsOf, node: Node) -> Expectation | None:
    """Read what is expected at each path; a path stands once."""
    draft = builder.draft
    if not isinstance(node, ListNode):
        draft.wrong_shape(node, "list")
        return None
    if not node.items:
        refuse_empty(draft, node)
    parts: dict[str, Expectation] = {}
    for item in node.items:
        path = _path(draft, item)
        if path is None or not isinstance(item, MapNode):
            continue
        rest = [(k, v) for k, v in item.pairs if k.text != "path"]
        entry = builder.build(form.entry, MapNode(item.place, rest, item.twice))
        if path_key(path) in parts:
            draft.report("element-twice", item.place, element=list(path))
        elif entry is not None:
            parts[path_key(path)] = entry
    return Expectation(form, node.place, draft.written(node), parts=parts) if parts else None


def _path(draft: Draft, item: Node) -> tuple[str | int, ...] | None:
    if not isinstance(item, MapNode):
        draft.wrong_shape(item, "mapping")
        return None
    node = item.get("path")
    if node is None:
        near = next((k for k, _ in item.pairs if suggestion(k.text, ["path"])), None)
        draft.report("path-missing", near.place if near else item.place)
        return None
    if not isinstance(node, ListNode) or not node.items:
        draft.report("path-not-a-list", node.place)
        return None
    steps = [draft.scalar(step) for step in node.items]
    if any(step is None for step in steps):
        return None
    return tuple(_step(step) for step in steps if step is not None)


def _step(node: ScalarNode) -> str | int:
    found = typed(node)
    return found if isinstance(found, int) and not isinstance(found, bool) else node.text
