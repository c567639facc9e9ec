"""A node of the spec and a form: the expectation that its author wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.fields.types import BadFormError, ListOf, MapOf, PathsOf, Record, Scalar
from grader.labspec import matchers
from grader.labspec.elements import elements, exact_elements
from grader.labspec.maps import read_map
from grader.labspec.paths import read_paths
from grader.labspec.yaml_nodes import MapNode, Node, ScalarNode
from grader.model.expectation import Expectation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.fields.types import Form
    from grader.labspec.context import Draft


def build(draft: Draft, form: Form, node: Node, *, source: bool = False) -> Expectation | None:
    """Build what a node expects of a value of a form; None where that cannot be read."""
    return _Building(draft).build(form, node, source=source)


def words_of_command(draft: Draft, form: ListOf, node: Node) -> tuple[str, ...]:
    """Read a command to be run: its words, from a list or from one text."""
    return tuple(str(e.words["equals"]) for e in elements(_Building(draft), form, node))


@dataclass(frozen=True, slots=True)
class _Building:
    """The `Builder`: knows which reader a form and a node need."""

    draft: Draft

    def build(self, form: Form, node: Node, *, source: bool = False) -> Expectation | None:
        if isinstance(form, PathsOf):
            return read_paths(self, form, node)
        if isinstance(form, MapOf):
            return read_map(self, form, node, source=source)
        if isinstance(node, MapNode):
            return self._matcher(form, node, source=source)
        return self._plain(form, node)

    def _plain(self, form: Form, node: Node) -> Expectation | None:
        """A plain value asks for equality, a plain set for at least what it lists."""
        if isinstance(form, ListOf) and not form.ordered:
            found = elements(self, form, node)
            if not found:
                return None
            return Expectation(form, node.place, self.draft.written(node), {"contains": found})
        if isinstance(form, Record):
            return self._short(form, node)
        return self.exactly(form, node)

    def exactly(self, form: Form, node: Node) -> Expectation | None:
        if isinstance(form, Scalar):
            return self._exact_value(form, node)
        if isinstance(form, ListOf):
            found = exact_elements(self, form, node)
            if found is None:
                return None
            written = self._as_list(found, node)
            return Expectation(form, node.place, written, {"equals": found})
        inner = self.build(form, node)
        if inner is None:
            return None
        return Expectation(form, node.place, inner.written, {"equals": inner})

    def _exact_value(self, form: Scalar, node: Node) -> Expectation | None:
        operand = matchers.value_of(self.draft, form, node)
        if operand is None:
            return None
        return Expectation(form, node.place, self.draft.written(node), {"equals": operand[0]})

    def _as_list(self, found: tuple[Expectation, ...], node: Node) -> Any:
        if isinstance(node, ScalarNode):
            return [e.written for e in found]
        return self.draft.written(node)

    def _short(self, form: Record, node: Node) -> Expectation | None:
        """Read a record in Compose's short text."""
        if form.short is None or not isinstance(node, ScalarNode):
            self.draft.wrong_shape(node, "mapping")
            return None
        value = self.draft.scalar(node)
        if value is None:
            return None
        try:
            given = form.short(value.text)
        except BadFormError as wrong:
            self.draft.wrong_form(value, wrong.code, "short form", wrong.params)
            return None
        parts = self._texts(form, given, node)
        return Expectation(form, node.place, self.draft.written(value), parts=parts)

    def _texts(self, form: Record, given: Mapping[str, str], node: Node) -> dict[str, Expectation]:
        """Build parts of a record from texts, and from those that it assumes."""
        built = {
            key: self.exactly(form.keys[key], ScalarNode(node.place, text, literal=True))
            for key, text in {**form.assumed, **given}.items()
        }
        return {key: part for key, part in built.items() if part is not None}

    def _matcher(self, form: Form, node: MapNode, *, source: bool) -> Expectation | None:
        """Read matcher words, beside a record's own keys."""
        draft = self.draft
        keys = form.keys if isinstance(form, Record) else {}
        meanings = form.stands_for if isinstance(form, Record) else {}
        words = [w for w in matchers.words_of(form, source=source) if w not in keys]
        if draft.says_nothing(node):
            draft.report("empty-matcher", node.place)
            return None
        found = draft.entries(node, [*keys, *meanings, *words])
        found = {meanings.get(key, key): value for key, value in found.items()}
        parts = self._parts(form, {k: found[k] for k in keys if k in found}, node)
        read = matchers.read_words(self, form, {w: n for w, n in found.items() if w not in keys})
        _refuse_contradiction(draft, node, read, parts)
        if not read and not parts:
            return None
        return Expectation(form, node.place, draft.written(node), read, parts)

    def _parts(self, form: Form, found: Mapping[str, Node], node: Node) -> dict[str, Expectation]:
        """Read a record's own keys; what it assumes is asked for beside any of them."""
        if not isinstance(form, Record) or not found:
            return {}
        read = {key: self.build(form.keys[key], value) for key, value in found.items()}
        parts = {key: part for key, part in read.items() if part is not None}
        assumed = {key: text for key, text in form.assumed.items() if key not in found}
        for key, text in assumed.items():
            part = self.exactly(form.keys[key], ScalarNode(node.place, text, literal=True))
            if part is not None:
                parts[key] = part
        return parts


def _refuse_contradiction(
    draft: Draft, node: MapNode, words: dict[str, Any], parts: dict[str, Any]
) -> None:
    """What is absent has nothing else to it; what is asked of it besides can never hold."""
    others = (set(words) | set(parts)) - {"absent", "source"}
    if "absent" in words and others:
        draft.report("absent-stands-alone", node.place)
