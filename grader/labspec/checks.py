"""One check: its keys, its defaults, what it expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.fields import KINDS, SET_FIELD, SETS
from grader.labspec import expectations
from grader.labspec.keys import (
    read_choice,
    read_hints,
    read_ids,
    read_points,
    read_slug,
    read_switch,
    read_text,
)
from grader.labspec.targets import TARGETS, read_target, seconds
from grader.labspec.yaml_nodes import MapNode, Node, ScalarNode
from grader.model.lab import Check
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.fields.types import Field
    from grader.labspec.context import Draft
    from grader.model.expectation import Expectation, Place
    from grader.model.lab import Target

REVEALS = ("full", "actual", "message", "none")
VISIBILITIES = ("always", "after_due", "after_published", "staff")
DEFAULTS = ("points", "within", "partial", "reveal", "visibility")
CHECK_KEYS = (
    *("id", "title", "section", "points", "partial", "requires", "within", "hint"),
    *("reveal", "visibility", "expect"),
)


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
        expected = _expect(draft, found.get("expect"), node, name, _kind(found))
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
    points = read_points(draft, given.get("points"))
    partial = read_switch(draft, given.get("partial"))
    requires = read_ids(draft, given.get("requires"))
    within = seconds(draft, given.get("within"), 0.0)
    hint = read_hints(draft, given.get("hint"))
    title = read_text(draft, given.get("title"))
    section = read_text(draft, given.get("section"))
    reveal = read_choice(draft, given, "reveal", REVEALS)
    visibility = read_choice(draft, given, "visibility", VISIBILITIES)
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


def _kind(found: Mapping[str, Node]) -> str | None:
    return next((key for key in TARGETS if key in found), None)


def _target(draft: Draft, found: Mapping[str, Node], node: Node) -> Target | None:
    keys = [key for key in found if key in TARGETS]
    if len(keys) == 1:
        return read_target(draft, keys[0], found[keys[0]])
    if keys:
        draft.report("several-targets", _place_of_id(node), keys=[*keys])
    elif not any(isinstance(node, MapNode) and node.get(key) for key in TARGETS):
        draft.report("no-target", _place_of_id(node), message("one-of-these", words=[*TARGETS]))
    return None


def _expect(
    draft: Draft, node: Node | None, around: Node, name: str | None, kind: str | None
) -> Expected | None:
    if node is None:
        draft.missing(around, "expect", _place_of_id(around))
        return None
    if draft.says_nothing(node):
        draft.report("empty-expect", node.place)
        return None
    if kind is None:
        return None
    with draft.inside(message("where.expect", id=name or "?")):
        if kind in SETS:
            return _of_a_set(draft, node, kind)
        return _of_one(draft, node, kind)


def _of_one(draft: Draft, node: Node, kind: str) -> Expected | None:
    table = KINDS[kind]
    words = ("present", "absent") if table.named else ()
    found = draft.entries(node, [*table.fields, *words])
    present = _presence(draft, found)
    if "absent" in found and len(found) > 1:
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
        if draft.says_nothing(found["each"]):
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
