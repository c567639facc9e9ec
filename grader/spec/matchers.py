"""The matcher words: which a form admits, and how each operand is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.expectation import Expectation
from grader.fields.contract import ListOf, Record, Scalar
from grader.message import message
from grader.spec import expectations
from grader.spec.draft import typed
from grader.spec.nodes import ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.fields.contract import Form
    from grader.spec.draft import Draft

    Reader = Callable[[Draft, Form, Node], Any]

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


def read_words(draft: Draft, form: Form, found: dict[str, Node]) -> dict[str, Any]:
    """Read each word's operand; an operand that cannot be read is reported and left out."""
    of = form.content if isinstance(form, Record) and form.content else form
    words: dict[str, Any] = {}
    for word, node in found.items():
        operand = READERS[word](draft, form if word in WHOLE else of, node)
        if operand is not None:
            words[word] = operand[0]
    if "min" in words and "max" in words and words["min"] > words["max"]:
        draft.report("min-above-max", found["min"].place)
    return words


def _equals(draft: Draft, form: Form, node: Node) -> Any:
    if isinstance(form, Scalar):
        if form.typed:
            return (typed(_inserted(draft, node)),)
        value = draft.scalar(node)
        return None if value is None else expectations.parse(draft, form, value)
    if isinstance(form, ListOf):
        return (expectations.elements(draft, form, node, empty=True),)
    return (expectations.whole(draft, form, node),)


def _inserted(draft: Draft, node: Node) -> Node:
    """Put variables into every scalar of a typed value."""
    if isinstance(node, ListNode):
        return ListNode(node.place, [_inserted(draft, item) for item in node.items])
    if isinstance(node, MapNode):
        return MapNode(node.place, [(key, _inserted(draft, v)) for key, v in node.pairs])
    return draft.scalar(node) or node


def _not(draft: Draft, form: Form, node: Node) -> Any:
    if isinstance(form, ListOf) and not isinstance(node, MapNode):
        whole = form.split is not None and isinstance(node, ScalarNode)
        if not whole:
            elements = expectations.elements(draft, form, node, single=True)
            any_of = Expectation(form, node.place, draft.written(node), {"has_any": elements})
            return (any_of,) if elements else None
    inner = expectations.build(draft, form, node)
    return None if inner is None else (inner,)


def _one_of(draft: Draft, form: Form, node: Node) -> Any:
    if not isinstance(node, ListNode):
        draft.wrong_shape(node, "list")
        return None
    if not node.items:
        draft.report("empty-list", node.place, key="one_of")
        return None
    choices = [expectations.exactly(draft, form, item) for item in node.items]
    return (tuple(choice for choice in choices if choice is not None),)


def _contains(draft: Draft, form: Form, node: Node) -> Any:
    if isinstance(node, ListNode) and not node.items:
        draft.report("empty-list", node.place, key="contains")
        return None
    if isinstance(form, ListOf):
        elements = expectations.elements(draft, form, node, single=True)
        return (elements,) if elements else None
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


def _matches(draft: Draft, form: Form, node: Node) -> Any:
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
        draft.report("bad-pattern", node.place, text=said)
        return None
    if pattern.search("") and _matches_anything(pattern):
        draft.report("matches-anything", node.place, pattern=found.text)
        return None
    return (pattern,)


def _matches_anything(pattern: Any) -> bool:
    """Does a pattern hold of texts that have nothing in common? Then it cannot fail."""
    return all(pattern.search(text) for text in ("\x01", "q", "7 7", "\n", "-/:", "가"))


def _bound(draft: Draft, form: Form, node: Node) -> Any:
    value = draft.scalar(node)
    if value is None or not isinstance(form, Scalar):
        return None
    if form.typed:
        number = typed(value)
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            draft.wrong_form(value, "wrong-type", "number", {})
            return None
        return (number,)
    parsed = expectations.parse(draft, form, value)
    if parsed == (None,):
        draft.report("no-limit-as-bound", node.place, found=value.text)
        return None
    return parsed


def _true(draft: Draft, form: Form, node: Node) -> Any:  # noqa: ARG001
    value = draft.scalar(node)
    if value is None:
        return None
    if value.text.lower() != "true":
        draft.report("only-true", node.place, message("did-you-mean-opposite"))
        return None
    return (True,)


def _source(draft: Draft, form: Form, node: Node) -> Any:  # noqa: ARG001
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
