"""One check: its keys, its defaults, what it expects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grader.fields import KINDS, SETS
from grader.fields.contract import BadFormError, Field
from grader.fields.forms.numbers import COUNT, parse_decimal
from grader.message import message
from grader.spec import expectations
from grader.spec.lab import Check
from grader.spec.nodes import ListNode, MapNode, Node, ScalarNode
from grader.spec.targets import TARGETS, read_target, seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.expectation import Expectation, Place
    from grader.spec.draft import Draft
    from grader.spec.lab import Target, Text

SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
REVEALS = ("full", "actual", "message", "none")
VISIBILITIES = ("always", "after_due", "after_published", "staff")
DEFAULTS = ("points", "within", "partial", "reveal", "visibility")
CHECK_KEYS = (
    *("id", "title", "section", "points", "partial", "requires", "within", "hint"),
    *("reveal", "visibility", "expect"),
)
SET_FIELD = Field("count", COUNT, (), "How many objects the set holds.", "3", ours=True)


@dataclass(frozen=True, slots=True)
class Expected:
    """What stood under `expect`, read."""

    fields: Mapping[str, Expectation]
    each: Mapping[str, Expectation]
    present: bool | None


def read_check(draft: Draft, node: Node, defaults: Mapping[str, Node]) -> Check | None:
    """Read a check; None where it has no usable id, target or expectation."""
    name = _id_of(node)
    with draft.inside(message("where.check", id=name) if name else message("where.nameless")):
        found = draft.entries(node, (*CHECK_KEYS, *TARGETS))
        if not found:
            if isinstance(node, MapNode) and not node.pairs:
                draft.report("key-missing", node.place, key="id")
            return None
        given = {**defaults, **found}
        slug = read_slug(draft, found.get("id"), node, "id")
        target = _target(draft, found, node)
        expected = _expect(draft, found.get("expect"), node, name, target, _kind(found))
        check = _common(draft, given, node, slug or "", target, expected)
    return check if slug and target and expected else None


def _id_of(node: Node) -> str | None:
    value = node.get("id") if isinstance(node, MapNode) else None
    return value.text if isinstance(value, ScalarNode) else None


def _common(
    draft: Draft,
    given: Mapping[str, Node],
    node: Node,
    slug: str,
    target: Target | None,
    expected: Expected | None,
) -> Check | None:
    points = _points(draft, given.get("points"))
    partial = _switch(draft, given.get("partial"))
    requires = _ids(draft, given.get("requires"))
    within = seconds(draft, given.get("within"), 0.0)
    hint = _hints(draft, given.get("hint"))
    title = read_text(draft, given.get("title"))
    section = read_text(draft, given.get("section"))
    reveal = _choice(draft, given.get("reveal"), REVEALS)
    visibility = _choice(draft, given.get("visibility"), VISIBILITIES)
    if target is None or expected is None:
        return None
    return Check(
        id=slug,
        target=target,
        place=_place_of_id(node),
        expect=expected.fields,
        each=expected.each,
        present=expected.present,
        points=points,
        partial=partial,
        requires=requires,
        within=within,
        hint=hint,
        title=title,
        section=section,
        reveal=reveal,
        visibility=visibility,
    )


def _place_of_id(node: Node) -> Place:
    value = node.get("id") if isinstance(node, MapNode) else None
    return (value or node).place


def read_slug(draft: Draft, node: Node | None, around: Node, key: str) -> str | None:
    """Read an identifier; variables are not put into it."""
    if node is None:
        draft.report("key-missing", around.place, key=key)
        return None
    if not isinstance(node, ScalarNode):
        draft.wrong_shape(node, "value")
        return None
    if not SLUG.fullmatch(node.text) or len(node.text) > 100:
        draft.report("not-a-slug", node.place, found=node.text)
        return None
    return node.text


def _kind(found: Mapping[str, Node]) -> str | None:
    return next((key for key in TARGETS if key in found), None)


def _target(draft: Draft, found: Mapping[str, Node], node: Node) -> Target | None:
    keys = [key for key in found if key in TARGETS]
    if len(keys) == 1:
        return read_target(draft, keys[0], found[keys[0]])
    code = "several-targets" if keys else "no-target"
    draft.report(
        code, _place_of_id(node), message("one-of-these", words=list(TARGETS)), keys=[*keys]
    )
    return None


def _expect(
    draft: Draft,
    node: Node | None,
    around: Node,
    name: str | None,
    target: Target | None,
    kind: str | None,
) -> Expected | None:
    if node is None:
        draft.report("key-missing", _place_of_id(around), key="expect")
        return None
    if isinstance(node, MapNode) and not node.pairs:
        draft.report("empty-expect", node.place)
        return None
    if kind is None:
        return None
    with draft.inside(message("where.expect", id=name or "?")):
        if kind in SETS:
            return _of_a_set(draft, node, kind)
        return _of_one(draft, node, kind, target)


def _of_one(draft: Draft, node: Node, kind: str, target: Target | None) -> Expected | None:  # noqa: ARG001
    table = KINDS[kind]
    words = ("present", "absent") if table.named else ()
    found = draft.entries(node, [*table.fields, *words])
    present = _presence(draft, found)
    if present is False and len(found) > 1:
        draft.report("absent-stands-alone", found["absent"].place)
    fields = read_fields(draft, {k: n for k, n in found.items() if k not in words}, table.fields)
    if not fields and present is None:
        return None
    return Expected(fields, {}, present)


def _presence(draft: Draft, found: Mapping[str, Node]) -> bool | None:
    for word in ("present", "absent"):
        if word in found:
            value = draft.scalar(found[word])
            if value is not None and value.text.lower() != "true":
                draft.report("only-true", value.place, message("did-you-mean-opposite"))
            return word == "present"
    return None


def _of_a_set(draft: Draft, node: Node, plural: str) -> Expected | None:
    found = draft.entries(node, ["count", "each"])
    if not found:
        return None
    fields = read_fields(
        draft, {k: n for k, n in found.items() if k == "count"}, {"count": SET_FIELD}
    )
    each: dict[str, Expectation] = {}
    if "each" in found:
        table = SETS[plural].fields
        if isinstance(found["each"], MapNode) and not found["each"].pairs:
            draft.report("empty-expect", found["each"].place)
        each = read_fields(draft, draft.entries(found["each"], table), table)
    return Expected(fields, each, None) if fields or each else None


def read_fields(
    draft: Draft, found: Mapping[str, Node], table: Mapping[str, Field]
) -> dict[str, Expectation]:
    """Read what is expected of each field that is named."""
    built: dict[str, Expectation] = {}
    for name, node in found.items():
        field = table[name]
        draft.example = field.example
        expected = expectations.build(draft, field.form, node, source=field.inherits)
        if expected is not None:
            built[name] = expected
    draft.example = ""
    return built


def _points(draft: Draft, node: Node | None) -> Decimal:
    value = None if node is None else draft.scalar(node)
    if value is None:
        return Decimal(1)
    try:
        points = parse_decimal(value.text)
    except BadFormError:
        draft.report("not-points", value.place, found=value.text)
        return Decimal(1)
    if points < 0:
        draft.report("not-points", value.place, found=value.text)
    return points


def _switch(draft: Draft, node: Node | None) -> bool:
    value = None if node is None else draft.scalar(node)
    if value is None:
        return False
    if value.text.lower() not in ("true", "false"):
        draft.wrong_form(value, "wrong-type", "true or false", {})
    return value.text.lower() == "true"


def _ids(draft: Draft, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    items = node.items if isinstance(node, ListNode) else [node]
    if not items:
        draft.report("empty-list", node.place, key="requires")
    return tuple(item.text for item in items if isinstance(item, ScalarNode))


def _choice(draft: Draft, node: Node | None, allowed: tuple[str, ...]) -> str:
    value = None if node is None else draft.scalar(node)
    if value is None:
        return allowed[0]
    if value.text not in allowed:
        draft.wrong_form(value, "unknown-word", "word", {"allowed": list(allowed)})
    return value.text


def _hints(draft: Draft, node: Node | None) -> tuple[Text, ...]:
    if node is None:
        return ()
    items = node.items if isinstance(node, ListNode) else [node]
    if not items:
        draft.report("empty-list", node.place, key="hint")
    texts = [read_text(draft, item) for item in items]
    return tuple(text for text in texts if text is not None)


def read_text(draft: Draft, node: Node | None) -> Text | None:
    """Read a text: a string, or a map from language code to string."""
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        return draft.text(node)
    if isinstance(node, ListNode):
        draft.wrong_shape(node, "text")
        return None
    if not node.pairs:
        draft.report("empty-matcher", node.place)
    draft.refuse_twice(node)
    return _translations(draft, node) or None


def _translations(draft: Draft, node: MapNode) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, value in node.pairs:
        if not LANGUAGE.fullmatch(key.text):
            draft.report("not-a-language", key.place, found=key.text)
        elif draft.not_null(value, key):
            text = draft.text(value)
            if text is not None:
                texts[key.text] = text
    return texts
