"""Finds every English text that a user can meet, in the sources themselves.

Texts stand in three places: in tables at the top of a module (`TABLES`; in `grader/messages` in
all tables), as the first argument of `translate` and `tr`, and as names of forms in the field
table.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.types import Scalar
from grader.messages import CATALOGUE, WITHOUT_VALUES
from grader.messages.terms import PHRASES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "grader"
TABLES = ("TEXTS", "COMMANDS", "ARGPARSE_TEXTS", "DESCRIPTION", "EXIT_CODES")
SAID = {*CATALOGUE.values(), *WITHOUT_VALUES.values(), *PHRASES}
TRANSLATING = ("translate", "tr")


def texts() -> dict[str, list[str]]:
    """Return every text with the files that it stands in, in the order of the sources."""
    found: dict[str, list[str]] = {}
    for path in sorted(p for p in PACKAGE.rglob("*.py") if "compiled" not in p.parts):
        where = path.relative_to(ROOT).as_posix()
        catalogue = path.parent.name == "messages"
        for text in in_module(
            ast.parse(path.read_text(encoding="utf-8")), None if catalogue else TABLES
        ):
            if catalogue and text not in SAID:
                continue
            places = found.setdefault(text, [])
            if where not in places:
                places.append(where)
    for name in form_names():
        found.setdefault(name, ["grader/fields"])
    found.pop("", None)
    return found


def in_module(tree: ast.Module, tables: Collection[str] | None) -> Iterator[str]:
    """Take the texts of the named tables (of all, where none is named), and of calls."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = {t.id for t in targets if isinstance(t, ast.Name)}
            if tables is None or names & set(tables):
                yield from in_value(statement.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in TRANSLATING and node.args:
            yield from strings([node.args[0]])


def in_value(value: ast.expr) -> Iterator[str]:
    """Take a text, the texts of a tuple, the values of a dict."""
    if isinstance(value, ast.Dict):
        yield from strings(value.values)
    elif isinstance(value, ast.Tuple | ast.List | ast.Set):
        yield from strings(value.elts)
    else:
        yield from strings([value])


def strings(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def name_of(node: ast.expr) -> str:
    """Name what is called: `message` for `message(…)`, `report` for `draft.report(…)`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def form_names() -> Iterator[str]:
    """Name the forms that the field table uses: "this is not a {size}"."""
    seen: set[int] = set()
    for kind in KINDS.values():
        for field in kind.fields.values():
            yield from _names_in(field.form, seen)


def _names_in(form: Any, seen: set[int]) -> Iterator[str]:
    if id(form) in seen:
        return
    seen.add(id(form))
    if isinstance(form, Scalar):
        yield form.name
        return
    for name in ("element", "entry", "content", "value"):
        part = getattr(form, name, None)
        if part is not None and not callable(part):
            yield from _names_in(part, seen)
    keys = getattr(form, "keys", None)
    for part in keys.values() if isinstance(keys, dict) else ():
        yield from _names_in(part, seen)
