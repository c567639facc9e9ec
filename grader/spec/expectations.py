"""A node of the spec and a form: the expectation that its author wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.expectation import Expectation
from grader.fields.contract import BadFormError, ListOf, MapOf, PathsOf, Record, Scalar
from grader.fields.forms.probes import path_key
from grader.message import message
from grader.spec.draft import typed
from grader.spec.nodes import ListNode, MapNode, Node, ScalarNode
from grader.spec.suggest import suggestion

if TYPE_CHECKING:
    from grader.fields.contract import Form
    from grader.spec.draft import Draft


def build(draft: Draft, form: Form, node: Node, *, source: bool = False) -> Expectation | None:
    """Build what a node expects of a value of a form; None where that cannot be read.

    `source` admits the word of that name, where the image holds a default.
    """
    if isinstance(form, PathsOf):
        return _paths(draft, form, node)
    if isinstance(form, MapOf):
        return _map(draft, form, node, source=source)
    if isinstance(node, MapNode):
        return _matcher(draft, form, node, source=source)
    return _plain(draft, form, node)


def _plain(draft: Draft, form: Form, node: Node) -> Expectation | None:
    """A plain value asks for equality, a plain set or record for at least what it lists."""
    if isinstance(form, ListOf) and not form.ordered:
        found = elements(draft, form, node)
        if not found:
            return None
        return Expectation(form, node.place, draft.written(node), {"contains": found})
    if isinstance(form, Record):
        return _short(draft, form, node)
    return exactly(draft, form, node)


def exactly(draft: Draft, form: Form, node: Node) -> Expectation | None:
    """Build the expectation that a value is just this."""
    if isinstance(form, Scalar):
        value = draft.scalar(node)
        if value is None:
            return None
        operand = (typed(value),) if form.typed else parse(draft, form, value)
        if operand is None:
            return None
        return Expectation(form, node.place, draft.written(value), {"equals": operand[0]})
    if isinstance(form, ListOf):
        found = elements(draft, form, node)
        if not found:
            return None
        return Expectation(form, node.place, _as_list(draft, found, node), {"equals": found})
    inner = build(draft, form, node)
    if inner is None:
        return None
    return Expectation(form, node.place, inner.written, {"equals": inner})


def _as_list(draft: Draft, found: tuple[Expectation, ...], node: Node) -> Any:
    return [e.written for e in found] if isinstance(node, ScalarNode) else draft.written(node)


def whole(draft: Draft, form: Form, node: Node) -> Expectation:
    """Build the expectation for `equals` of a record or map: all that may be there."""
    empty = Expectation(form, node.place, draft.written(node))
    if not isinstance(node, ScalarNode) and _is_empty(node):
        return empty
    return build(draft, form, node) or empty


def parse(draft: Draft, form: Scalar, node: ScalarNode) -> tuple[Any] | None:
    """Read a text by its form, in a tuple of one; None, and a report, where it is not of it."""
    if node.is_null:
        draft.report("null", node.place, message("write-instead", key=""), key="")
        return None
    try:
        return (form.parse(node.text),)
    except BadFormError as wrong:
        draft.wrong_form(node, wrong.code, form.name, wrong.params)
        return None


def elements(
    draft: Draft, form: ListOf, node: Node, *, single: bool = False, empty: bool = False
) -> tuple[Expectation, ...]:
    """Read the elements of a list; a lone value (`single`) or none (`empty`) where admitted."""
    if isinstance(node, ScalarNode):
        return _from_one(draft, form, node, single=single)
    if not isinstance(node, ListNode):
        if single and isinstance(form.element, Record):
            return tuple(filter(None, [build(draft, form.element, node)]))
        draft.wrong_shape(node, "list")
        return ()
    if not node.items and not empty:
        return _no_elements(draft, node)
    found = [e for item in node.items for e in _element(draft, form, item)]
    if not form.ordered:
        _refuse_doubles(draft, found)
    return tuple(found)


def _no_elements(draft: Draft, node: ListNode) -> tuple[Expectation, ...]:
    draft.report("empty-list", node.place, message("absent-or-equals"), key="")
    return ()


def _from_one(
    draft: Draft, form: ListOf, node: ScalarNode, *, single: bool
) -> tuple[Expectation, ...]:
    value = draft.scalar(node)
    if value is None:
        return ()
    if form.split and not single:
        try:
            words = form.split(value.text)
        except BadFormError as wrong:
            draft.wrong_form(value, wrong.code, "command", wrong.params)
            return ()
        if not words:
            draft.report("empty-list", node.place, message("absent-or-equals"), key="")
        nodes = [ScalarNode(node.place, word) for word in words]
        return tuple(e for word in nodes for e in _element(draft, form, word))
    if not (form.single or single):
        draft.wrong_shape(node, "list")
        return ()
    return tuple(_element(draft, form, value))


def _element(draft: Draft, form: ListOf, node: Node) -> list[Expectation]:
    if isinstance(node, ScalarNode) and form.expand:
        value = draft.scalar(node)
        if value is None:
            return []
        try:
            texts = form.expand(value.text)
        except BadFormError as wrong:
            draft.wrong_form(value, wrong.code, _name(form.element), wrong.params)
            return []
        nodes: list[Node] = [ScalarNode(node.place, text, value.plain) for text in texts]
    else:
        nodes = [node]
    return [e for n in nodes if (e := build(draft, form.element, n)) is not None]


def _name(form: Form) -> str:
    return form.name if isinstance(form, Scalar) else "entry"


def _refuse_doubles(draft: Draft, found: list[Expectation]) -> None:
    """An element that stands twice in a set asks for nothing more."""
    seen: list[tuple[Any, Any]] = []
    for element in found:
        if not _is_literal(element):
            continue
        key = _meaning(element)
        if key in seen:
            draft.report("element-twice", element.place, element=element.written)
        seen.append(key)


def _is_literal(element: Expectation) -> bool:
    return set(element.words) <= {"equals"} and all(map(_is_literal, element.parts.values()))


def _meaning(element: Expectation) -> tuple[Any, Any]:
    parts = {name: _meaning(part) for name, part in element.parts.items()}
    return element.words.get("equals"), parts


def _short(draft: Draft, form: Record, node: Node) -> Expectation | None:
    """Read a record in Compose's short text."""
    if form.short is None or not isinstance(node, ScalarNode):
        draft.wrong_shape(node, "mapping")
        return None
    value = draft.scalar(node)
    if value is None:
        return None
    try:
        given = form.short(value.text)
    except BadFormError as wrong:
        draft.wrong_form(value, wrong.code, "short form", wrong.params)
        return None
    parts = {}
    for key, text in given.items():
        part = exactly(draft, form.keys[key], ScalarNode(node.place, text))
        if part is not None:
            parts[key] = part
    return Expectation(form, node.place, draft.written(value), parts=parts)


def _matcher(draft: Draft, form: Form, node: MapNode, *, source: bool) -> Expectation | None:
    """Read matcher words, beside a record's own keys."""
    from grader.spec import matchers

    keys = form.keys if isinstance(form, Record) else {}
    words = [w for w in matchers.words_of(form, source=source) if w not in keys]
    if not node.pairs:
        draft.report("empty-matcher", node.place)
        return None
    found = draft.entries(node, [*keys, *words])
    parts = {}
    for key in keys:
        if key in found:
            part = build(draft, keys[key], found[key])
            if part is not None:
                parts[key] = part
    read = matchers.read_words(draft, form, {w: n for w, n in found.items() if w not in keys})
    _refuse_contradiction(draft, node, read, parts)
    if not read and not parts:
        return None
    return Expectation(form, node.place, draft.written(node), read, parts)


def _refuse_contradiction(
    draft: Draft, node: MapNode, words: dict[str, Any], parts: dict[str, Any]
) -> None:
    """What is absent has nothing else to it; what is asked of it besides can never hold."""
    others = (set(words) | set(parts)) - {"absent", "source"}
    if "absent" in words and others:
        draft.report("absent-stands-alone", node.place)


def _map(draft: Draft, form: MapOf, node: Node, *, source: bool) -> Expectation | None:
    if isinstance(node, ScalarNode):
        draft.wrong_shape(node, "mapping")
        return None
    operand = _only_equals(node)
    if operand is not None:
        exact = {"equals": whole(draft, form, operand)}
        return Expectation(form, node.place, draft.written(node), exact)
    if _is_empty(node):
        draft.report("empty-list", node.place, message("absent-or-equals"), key="")
    parts: dict[str, Expectation] = {}
    for key, value in _pairs(draft, form, node):
        name = draft.text(key)
        if name is None or not draft.not_null(value, key):
            continue
        entry = build(draft, form.entry, value, source=source)
        if form.name(name) in parts:
            draft.report("duplicate-key", key.place, key=name)
        elif entry is not None:
            parts[form.name(name)] = entry
    return Expectation(form, node.place, draft.written(node), parts=parts) if parts else None


def _only_equals(node: MapNode | ListNode) -> Node | None:
    """Return what `equals` says of a whole map: as the sole key, over a map or list."""
    if isinstance(node, ListNode) or len(node.pairs) != 1:
        return None
    key, value = node.pairs[0]
    return value if key.text == "equals" and not isinstance(value, ScalarNode) else None


def _is_empty(node: MapNode | ListNode) -> bool:
    return not (node.items if isinstance(node, ListNode) else node.pairs)


def _pairs(draft: Draft, form: MapOf, node: MapNode | ListNode) -> list[tuple[ScalarNode, Node]]:
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


def _paths(draft: Draft, form: PathsOf, node: Node) -> Expectation | None:
    """Read a list of `{path: [...], <matcher>}`."""
    if not isinstance(node, ListNode):
        draft.wrong_shape(node, "list")
        return None
    if not node.items:
        draft.report("empty-list", node.place, message("absent-or-equals"), key="")
    parts: dict[str, Expectation] = {}
    for item in node.items:
        path = _path(draft, item)
        if path is None or not isinstance(item, MapNode):
            continue
        rest = [(k, v) for k, v in item.pairs if k.text != "path"]
        matcher = MapNode(item.place, rest, item.twice)
        entry = _matcher(draft, form.entry, matcher, source=False)
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
