"""The matcher words: which a form admits, and how each operand is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.types import BadFormError, ListOf, MapOf, Record, Scalar
from grader.labspec.elements import elements, exact_elements
from grader.labspec.maps import whole
from grader.labspec.scalars import typed
from grader.labspec.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from grader.model.expectation import Expectation
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.fields.types import Form
    from grader.labspec.builder import Builder
    from grader.labspec.context import Draft

    Reader = Callable[[Builder, Form, Node], Any]

SOURCES = ("inherited", "overridden")


def words_of(form: Form, *, source: bool) -> tuple[str, ...]:
    """Return the matcher words that a form admits."""
    words = ["equals", "not", "one_of", "present", "absent"]
    of = form.content if isinstance(form, Record) and form.content else form
    if isinstance(of, ListOf) or (isinstance(of, Scalar) and of.textual):
        words += ["contains", "matches", "empty"]
    if isinstance(of, Scalar) and of.ordered:
        words += ["min", "max"]
    return (*words, "source") if source else tuple(words)


def read_words(builder: Builder, form: Form, found: dict[str, Node]) -> dict[str, Any]:
    """Read each word's operand; an operand that cannot be read is reported and left out."""
    of = form.content if isinstance(form, Record) and form.content else form
    words: dict[str, Any] = {}
    for word, node in found.items():
        operand = READERS[word](builder, form if word in WHOLE else of, node)
        if operand is not None:
            words[word] = operand[0]
    if "min" in words and "max" in words and words["min"] > words["max"]:
        builder.draft.report("min-above-max", found["min"].place)
    return words


def value_of(draft: Draft, form: Scalar, node: Node) -> tuple[Any] | None:
    """Read a value by its form, in a tuple of one; None, and a report, where it is not of it."""
    if form.typed and not isinstance(node, ScalarNode):
        return (form.normal(typed(_inserted(draft, node))),)
    value = draft.scalar(node)
    if value is None:
        return None
    if form.typed:
        return (form.normal(typed(value)),)
    try:
        return (form.parse(value.text),)
    except BadFormError as wrong:
        draft.wrong_form(value, wrong.code, form.name, wrong.params)
        return None


def _inserted(draft: Draft, node: Node) -> Node:
    """Put variables into every scalar of a typed value; inside it, null is a value."""
    if isinstance(node, ListNode):
        return ListNode(node.place, [_inserted(draft, item) for item in node.items])
    if isinstance(node, MapNode):
        draft.refuse_twice(node)
        return MapNode(node.place, [(key, _inserted(draft, v)) for key, v in node.pairs])
    return node if node.is_null else draft.scalar(node) or node


def _equals(builder: Builder, form: Form, node: Node) -> Any:
    if isinstance(form, Scalar):
        return value_of(builder.draft, form, node)
    if isinstance(form, ListOf):
        found = exact_elements(builder, form, node, empty=True)
        return None if found is None else (found,)
    if isinstance(form, MapOf):
        return (whole(builder, form, node),)
    inner = builder.build(form, node)
    return None if inner is None else (inner,)


def _not(builder: Builder, form: Form, node: Node) -> Any:
    draft = builder.draft
    if isinstance(node, ListNode) and not node.items:
        draft.report("empty-list", node.place, key="not")
        return None
    if isinstance(form, ListOf) and not isinstance(node, MapNode):
        whole = form.split is not None and isinstance(node, ScalarNode)
        if not whole:
            named = elements(builder, form, node, single=True)
            any_of = Expectation(form, node.place, draft.written(node), {"has_any": named})
            return (any_of,) if named else None
    inner = builder.build(form, node)
    return None if inner is None else (inner,)


def _one_of(builder: Builder, form: Form, node: Node) -> Any:
    draft = builder.draft
    if not isinstance(node, ListNode):
        draft.wrong_shape(node, "list")
        return None
    if not node.items:
        draft.report("empty-list", node.place, key="one_of")
        return None
    choices = [builder.exactly(form, item) for item in node.items]
    return (tuple(choice for choice in choices if choice is not None),)


def _contains(builder: Builder, form: Form, node: Node) -> Any:
    draft = builder.draft
    if isinstance(node, ListNode) and not node.items:
        draft.report("empty-list", node.place, key="contains")
        return None
    if isinstance(form, ListOf):
        named = elements(builder, form, node, single=True)
        return (named,) if named else None
    items = node.items if isinstance(node, ListNode) else [node]
    texts = []
    for item in items:
        found = draft.scalar(item)
        if found is not None and not found.text:
            draft.report("contains-nothing", item.place)
        elif found is not None:
            plain = isinstance(form, Scalar) and form.typed and not isinstance(typed(found), str)
            texts.append(typed(found) if plain else _line_ends(form, found.text))
    return (tuple(texts),) if texts else None


def _line_ends(form: Form, text: str) -> str:
    lines = isinstance(form, Scalar) and form.lines
    return text.replace("\r\n", "\n").rstrip("\n") or "\n" if lines else text


def _matches(builder: Builder, form: Form, node: Node) -> Any:
    draft = builder.draft
    found = draft.scalar(node, escape=True)
    if found is None:
        return None
    if not found.text:
        draft.report("contains-nothing", node.place)
        return None
    import re2

    options = re2.Options()
    options.log_errors = False
    lines = isinstance(form, Scalar) and form.lines
    try:
        pattern = re2.compile(f"(?m){found.text}" if lines else found.text, options)
    except re2.error as wrong:
        text = wrong.args[0]
        said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        draft.report("bad-pattern", node.place, text=said.replace("(?m)", "", 1))
        return None
    if pattern.search("") and _matches_anything(pattern):
        draft.report("matches-anything", node.place, pattern=found.text)
        return None
    return (pattern,)


def _matches_anything(pattern: Any) -> bool:
    """Does a pattern hold of texts that have nothing in common? Then it cannot fail."""
    return all(pattern.search(text) for text in ("\x01", "q", "7 7", "\n", "-/:", "가"))


def _bound(builder: Builder, form: Form, node: Node) -> Any:
    draft = builder.draft
    value = draft.scalar(node)
    if value is None or not isinstance(form, Scalar):
        return None
    if form.typed:
        number = typed(value)
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            draft.wrong_form(value, "wrong-type", "number", {})
            return None
        return (number,)
    parsed = value_of(draft, form, value)
    if parsed == (None,):
        draft.report("no-limit-as-bound", node.place, found=value.text)
        return None
    return parsed


def _true(builder: Builder, form: Form, node: Node) -> Any:  # noqa: ARG001
    draft = builder.draft
    value = draft.scalar(node)
    if value is None:
        return None
    if value.text.lower() != "true":
        draft.report("only-true", node.place, message("did-you-mean-opposite"))
        return None
    return (True,)


def _source(builder: Builder, form: Form, node: Node) -> Any:  # noqa: ARG001
    draft = builder.draft
    value = draft.scalar(node)
    if value is None:
        return None
    if value.text not in SOURCES:
        draft.wrong_form(value, "unknown-word", "source", {"allowed": list(SOURCES)})
        return None
    return (value.text,)


WHOLE = frozenset({"present", "absent"})
READERS: dict[str, Reader] = {
    "equals": _equals,
    "not": _not,
    "one_of": _one_of,
    "contains": _contains,
    "matches": _matches,
    "min": _bound,
    "max": _bound,
    "present": _true,
    "absent": _true,
    "empty": _true,
    "source": _source,
}
