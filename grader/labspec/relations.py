"""What only shows between checks: ids, `requires`, and points for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.comparison.compare import compare
from grader.fields import KINDS
from grader.fields.reading import read_field
from grader.fields.types import Present, Subject, UndecidedError
from grader.labspec.did_you_mean import suggestion
from grader.labspec.plain_container import PLAIN_CONTAINER, PLAIN_MOMENT
from grader.labspec.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from grader.model.lab import Composed, Exec, Http, Named
from grader.model.message import message
from grader.model.snapshot import Recorder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from grader.labspec.context import Draft
    from grader.model.expectation import Expectation
    from grader.model.lab import Check, Target


def check_relations(draft: Draft, nodes: Iterable[Node], checks: Mapping[str, Check]) -> None:
    """Report ids that stand twice and `requires` that can never hold."""
    earlier: dict[str, None] = {}
    everyone = {i for i in map(_id, nodes) if i}
    for node in nodes:
        name = _id(node)
        with draft.inside(message("where.check", id=name) if name else draft.where):
            for required in _requires(node):
                _check_required(draft, required, name, earlier, everyone, checks)
            if name in earlier and isinstance(node, MapNode) and (at := node.get("id")):
                draft.report("duplicate-id", at.place, id=name)
        if name:
            earlier[name] = None


def _id(node: Node) -> str | None:
    value = node.get("id") if isinstance(node, MapNode) else None
    return value.text if isinstance(value, ScalarNode) else None


def _requires(node: Node) -> list[ScalarNode]:
    value = node.get("requires") if isinstance(node, MapNode) else None
    items = value.items if isinstance(value, ListNode) else [value]
    return [item for item in items if isinstance(item, ScalarNode)]


def _check_required(
    draft: Draft,
    required: ScalarNode,
    name: str | None,
    earlier: Collection[str],
    everyone: Collection[str],
    checks: Mapping[str, Check],
) -> None:
    if required.text == name:
        draft.report("requires-itself", required.place, id=required.text)
    elif required.text not in earlier:
        if required.text in everyone:
            draft.report("requires-later", required.place, id=required.text)
        else:
            near = suggestion(required.text, earlier)
            draft.report("requires-unknown", required.place, near, id=required.text)
    elif name and name in checks and required.text in checks:
        this, other = checks[name], checks[required.text]
        gone = other.present is False and other.target in (this.target, _inside(this.target))
        if gone and this.present is not False:
            draft.report("requires-absence", required.place, id=required.text)


def _inside(target: Target) -> Target | None:
    """Return the container that a request or a command goes to."""
    return target.container if isinstance(target, (Http, Exec)) else None


def warn_of_gifts(draft: Draft, checks: Iterable[Check]) -> None:
    """Warn of `partial` observations that hold in any plain container: points for nothing."""
    view = Recorder({}, PLAIN_MOMENT)
    plain = Subject("container", PLAIN_CONTAINER, view)
    for check in checks:
        one = isinstance(check.target, (Named, Composed)) and check.target.kind == "container"
        if not check.partial or not one:
            continue
        with draft.inside(message("where.expect", id=check.id)):
            for name, expected in check.expect.items():
                _warn_of_gift(draft, name, expected, plain)


def _warn_of_gift(draft: Draft, name: str, expected: Expectation, plain: Subject) -> None:
    reading = read_field(KINDS["container"].fields[name], plain)
    if not isinstance(reading, Present):
        return
    values = reading.value or {}
    pieces = (
        [(f"{name}.{key}", part, values.get(key)) for key, part in expected.parts.items()]
        if expected.parts and isinstance(values, dict)
        else [(name, expected, reading.value)]
    )
    for label, piece, value in pieces:
        if "source" in piece.words:
            continue
        try:
            holds = compare(piece, value) is None
        except UndecidedError:
            continue
        if holds:
            draft.report("points-for-nothing", piece.place, warning=True, field=label)
