"""Lists: their elements, from a list, from one text that is split, or from a lone value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.types import BadFormError, Record, Scalar
from grader.labspec.yaml_nodes import ListNode, Node, ScalarNode
from grader.model.message import message

if TYPE_CHECKING:
    from grader.fields.types import Form, ListOf
    from grader.labspec.builder import Builder
    from grader.labspec.context import Draft
    from grader.model.expectation import Expectation


def elements(
    builder: Builder, form: ListOf, node: Node, *, single: bool = False, empty: bool = False
) -> tuple[Expectation, ...]:
    """Read the elements of a list; a lone value (`single`) or none (`empty`) where admitted."""
    draft = builder.draft
    if isinstance(node, ScalarNode):
        return _from_one(builder, form, node, single=single)
    if not isinstance(node, ListNode):
        if single and isinstance(form.element, Record):
            return tuple(filter(None, [builder.build(form.element, node)]))
        draft.wrong_shape(node, "list")
        return ()
    if not node.items and not empty:
        return refuse_empty(draft, node)
    found = [e for item in node.items for e in _element(builder, form, item)]
    if not form.ordered:
        _refuse_doubles(draft, found)
    return tuple(found)


def exact_elements(
    builder: Builder, form: ListOf, node: Node, *, empty: bool = False
) -> tuple[Expectation, ...] | None:
    """Read all the elements that may be there; the words that spell "nothing" are none."""
    found = elements(builder, form, node, empty=empty)
    if form.unset and tuple(e.words.get("equals") for e in found) == form.unset:
        return ()
    return found if found or (empty and _is_empty(node)) else None


def refuse_empty(
    draft: Draft, node: Node, instead: str = "absent-or-equals"
) -> tuple[Expectation, ...]:
    draft.report("empty-list", node.place, message(instead), key="")
    return ()


def _is_empty(node: Node) -> bool:
    return isinstance(node, ListNode) and not node.items


def _from_one(
    builder: Builder, form: ListOf, node: ScalarNode, *, single: bool
) -> tuple[Expectation, ...]:
    draft = builder.draft
    value = draft.scalar(node)
    if value is None:
        return ()
    if form.split and not single:
        return _split(builder, form, form.split, value)
    if not (form.single or single):
        draft.wrong_shape(node, "list")
        return ()
    return tuple(_element(builder, form, value))


def _split(
    builder: Builder, form: ListOf, split: Any, value: ScalarNode
) -> tuple[Expectation, ...]:
    try:
        words = split(value.text)
    except BadFormError as wrong:
        builder.draft.wrong_form(value, wrong.code, "command", wrong.params)
        return ()
    if not words:
        return refuse_empty(builder.draft, value)
    nodes = [ScalarNode(value.place, word, literal=True) for word in words]
    return tuple(e for word in nodes for e in _element(builder, form, word))


def _element(builder: Builder, form: ListOf, node: Node) -> list[Expectation]:
    nodes = [node]
    if isinstance(node, ScalarNode) and form.expand:
        draft = builder.draft
        value = draft.scalar(node)
        if value is None:
            return []
        try:
            texts = form.expand(value.text)
        except BadFormError as wrong:
            draft.wrong_form(value, wrong.code, _name(form.element), wrong.params)
            return []
        nodes = [ScalarNode(node.place, text, value.plain, literal=True) for text in texts]
    return [e for n in nodes if (e := builder.build(form.element, n)) is not None]


def _name(form: Form) -> str:
    return form.name if isinstance(form, Scalar) else "entry"


def _refuse_doubles(draft: Draft, found: list[Expectation]) -> None:
    """An element that stands twice in a set asks for nothing more."""
    seen: set[str] = set()
    for element in found:
        if not _is_literal(element):
            continue
        key = repr(_meaning(element))
        if key in seen:
            draft.report("element-twice", element.place, element=element.written)
        seen.add(key)


def _is_literal(element: Expectation) -> bool:
    return set(element.words) <= {"equals"} and all(map(_is_literal, element.parts.values()))


def _meaning(element: Expectation) -> tuple[Any, Any]:
    parts = {name: _meaning(part) for name, part in sorted(element.parts.items())}
    return element.words.get("equals"), parts
