"""Values of keys that are ours: slugs, texts, points, switches, words, hints."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from grader.fields.forms.numbers import parse_decimal
from grader.fields.types import BadFormError
from grader.labspec.yaml_nodes import ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.labspec.context import Draft
    from grader.model.lab import Text

SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_slug(draft: Draft, node: Node | None, around: Node, key: str) -> str | None:
    """Read an identifier; variables are not put into it."""
    if node is None:
        draft.missing(around, key)
        return None
    if not isinstance(node, ScalarNode):
        draft.wrong_shape(node, "value")
        return None
    if not SLUG.fullmatch(node.text) or len(node.text) > 100:
        draft.report("not-a-slug", node.place, found=node.text)
        return None
    return node.text


def read_points(draft: Draft, node: Node | None) -> Decimal:
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


def read_switch(draft: Draft, node: Node | None) -> bool:
    value = None if node is None else draft.scalar(node)
    if value is None:
        return False
    if value.text.lower() not in ("true", "false"):
        draft.example = "true"
        draft.wrong_form(value, "wrong-type", "true or false", {})
        draft.example = ""
    return value.text.lower() == "true"


def read_ids(draft: Draft, node: Node | None) -> tuple[str, ...]:
    """Read the ids of other checks; variables are not put into them."""
    if node is None:
        return ()
    items = node.items if isinstance(node, ListNode) else [node]
    if not items:
        draft.report("empty-list", node.place, key="requires")
    for item in items:
        if not isinstance(item, ScalarNode):
            draft.wrong_shape(item, "value")
    return tuple(item.text for item in items if isinstance(item, ScalarNode))


def read_choice(draft: Draft, found: Mapping[str, Node], key: str, allowed: tuple[str, ...]) -> str:
    """Read a key whose value is one of a few words; the first one where it is left out."""
    value = draft.scalar(found[key]) if key in found else None
    if value is None:
        return allowed[0]
    if value.text not in allowed:
        draft.wrong_form(value, "unknown-word", key, {"allowed": list(allowed)})
    return value.text


def read_hints(draft: Draft, node: Node | None) -> tuple[Text, ...]:
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
        draft.report("empty-matcher", node.place, key="text")
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
