"""A spec file into a `Lab`, or all of its mistakes at once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import SpecError
from grader.labspec.checks import DEFAULTS, read_check
from grader.labspec.context import VARIABLE, Draft
from grader.labspec.derive import read_derivation
from grader.labspec.did_you_mean import suggestion
from grader.labspec.keys import read_slug, read_text
from grader.labspec.problem import Problem
from grader.labspec.relations import check_relations, warn_of_gifts
from grader.labspec.yaml_nodes import (
    MAX_BYTES,
    NULLS,
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    read_tree,
)
from grader.model.expectation import Place
from grader.model.lab import Lab
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.labspec.derive import Own
    from grader.model.lab import Check

VERSION = "1"
TOP = ("version", "lab", "title", "description", "vars", "defaults", "checks", "$schema")


def load(
    path: Path,
    variables: Mapping[str, str] | None = None,
    *,
    known: bool = True,
    own: Own | None = None,
) -> Lab:
    """Load a spec file.

    `variables` override those that the spec declares; with `known` False those that must be
    given may be missing, and what needs them is not checked. `own` is the student whose values
    are derived. Raises `SpecError` with every mistake of the file.
    """
    try:
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)  # so that what has no end is too large too
    except OSError as wrong:
        code = "no-such-file" if isinstance(wrong, FileNotFoundError) else "unreadable-file"
        said = message(code, reason=wrong.strerror or str(wrong))
        raise SpecError([Problem(said, Place(1, 1), file=str(path))]) from None
    return load_bytes(source, str(path), variables, known=known, own=own)


def load_bytes(
    source: bytes,
    file: str,
    variables: Mapping[str, str] | None = None,
    *,
    known: bool = True,
    own: Own | None = None,
) -> Lab:
    """Load a spec from its bytes; `file` is the name that its mistakes are told with."""
    root, problems = read_tree(source)
    draft = Draft(problems=problems)
    lab = None
    if root is not None:
        lab = _lab(draft, root, variables or {}, file, source, own=own, known=known)
    elif not problems:
        draft.report("empty-file", Place(1, 1))
    located = sorted(_locate(draft.problems, file, source), key=_order)
    errors = [p for p in located if not p.warning]
    if errors or lab is None:
        raise SpecError(errors)
    return replace(lab, warnings=tuple(p for p in located if p.warning))


def _lab(
    draft: Draft,
    root: Node,
    variables: Mapping[str, str],
    file: str,
    source: bytes,
    *,
    own: Own | None,
    known: bool,
) -> Lab | None:
    found = draft.entries(root, TOP)
    if not isinstance(root, MapNode):
        return None
    _version(draft, found.get("version"), root)
    slug = read_slug(draft, found.get("lab"), root, "lab")
    with draft.inside(message("where.vars")):
        _declare(draft, found.get("vars"))
        _derive(draft, own, slug or "")
        _give(draft, variables, root)
        if known:
            _refuse_missing(draft)
    title = read_text(draft, found.get("title"))
    description = read_text(draft, found.get("description"))
    checks = _checks(draft, found, root)
    _refuse_unused(draft)
    return Lab(
        id=slug or "",
        checks=checks,
        sha256=hashlib.sha256(source).hexdigest(),
        file=file,
        title=title,
        description=description,
        variables={name: node.text for name, node in draft.values.items()},
        derived=dict(draft.derived),
        declared=frozenset(draft.declared),
    )


def _version(draft: Draft, node: Node | None, root: Node) -> None:
    if node is None:
        draft.missing(root, "version")
    elif not isinstance(node, ScalarNode) or node.text != VERSION:
        found = node.text if isinstance(node, ScalarNode) else ""
        draft.report("unknown-version", node.place, found=found, known=VERSION)


def _declare(draft: Draft, node: Node | None) -> None:
    """Take in the variables of the spec."""
    if node is not None and not isinstance(node, MapNode):
        draft.wrong_shape(node, "mapping")
    elif node is not None:
        draft.refuse_twice(node)
        for key, value in node.pairs:
            _declare_one(draft, key, value)


def _derive(draft: Draft, own: Own | None, lab: str) -> None:
    """Give the variables that are a student's own their values, where the student is known."""
    if own is None:
        return
    for name, derivation in draft.derived.items():
        text = own.value(lab, name, derivation)
        draft.values[name] = ScalarNode(draft.declared[name].place, text, plain=True)


def _refuse_missing(draft: Draft) -> None:
    for name, at in draft.declared.items():
        if name not in draft.values:
            code = "var-needs-student" if name in draft.derived else "var-not-given"
            draft.report(code, at.place, name=name)


def _give(draft: Draft, given: Mapping[str, str], root: Node) -> None:
    for name, text in given.items():
        if name in draft.declared:
            plain = text not in NULLS  # typed like one that the spec declares, but never null
            draft.values[name] = ScalarNode(draft.declared[name].place, text, plain)
        else:
            near = suggestion(name, draft.declared)
            draft.report("var-not-declared", root.place, near, name=name)


def _declare_one(draft: Draft, key: ScalarNode, value: Node) -> None:
    if not VARIABLE.fullmatch(f"${{{key.text}}}"):
        draft.report("not-a-variable-name", key.place, name=key.text)
    elif isinstance(value, MapNode):
        draft.declared[key.text] = key
        if (derivation := read_derivation(draft, value)) is not None:
            draft.derived[key.text] = derivation
        else:
            draft.values[key.text] = key
    elif not isinstance(value, ScalarNode):
        draft.wrong_shape(value, "value")
        draft.declared[key.text] = key
        draft.values[key.text] = key
    else:
        draft.declared[key.text] = key
        if not value.is_null:
            draft.values[key.text] = value


def _checks(draft: Draft, found: Mapping[str, Node], root: Node) -> tuple[Check, ...]:
    defaults: dict[str, Node] = {}
    if "defaults" in found:
        with draft.inside(message("where.defaults")):
            defaults = draft.entries(found["defaults"], DEFAULTS)
    node = found.get("checks")
    if node is None:
        draft.missing(root, "checks")
        return ()
    if not isinstance(node, ListNode):
        draft.wrong_shape(node, "list")
        return ()
    if not node.items:
        draft.report("empty-list", node.place, key="checks")
    checks = [c for item in node.items if (c := read_check(draft, item, defaults)) is not None]
    check_relations(draft, node.items, {c.id: c for c in checks})
    warn_of_gifts(draft, checks)
    return tuple(checks)


def _refuse_unused(draft: Draft) -> None:
    with draft.inside(message("where.vars")):
        for name, at in draft.declared.items():
            if name not in draft.used:
                draft.report("unused-variable", at.place, name=name)


def _locate(problems: Iterable[Problem], file: str, source: bytes) -> Iterable[Problem]:
    """Give each problem its file and its line's text; the same mistake is told once."""
    lines = source.decode("utf-8-sig", errors="replace").splitlines()
    told = {(p.place, p.message.code, str(p.message.params)): p for p in reversed([*problems])}
    for problem in told.values():
        row = problem.place.line - 1
        yield replace(problem, file=file, line=lines[row] if row < len(lines) else "")


def _order(problem: Problem) -> tuple[int, int]:
    return problem.place.line, problem.place.column
