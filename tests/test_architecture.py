"""The house rules that a machine can hold: who imports whom, how long things are, what help costs.

Imports are read from the source, those inside functions too; those for type checkers alone are
left out, for they never run.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "grader"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(p for p in PACKAGE.rglob("*.py") if "compiled" not in p.parts)
}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

TABLE = re.compile(r"^\| `grader/(\w+)(?:/|\.py)` \| [^|]+ \| (.+) \|$", re.MULTILINE)
# The parts, from what imports nothing to what imports all, with what each may import.
PARTS = {
    name: set(re.findall(r"`(\w+)`", imported))
    for name, imported in TABLE.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
}


def part_of(module: str) -> str:
    """`grader.fields.forms.text` is a module of the part `fields`."""
    return module.split(".")[1] if "." in module else module


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def statements(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        if not is_for_types(child):
            yield from statements(child)


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports when it runs, wherever in it that stands."""
    for node in statements(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif node.module:
            found = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (inner if inner in MODULES else node.module for inner in found)


IMPORTS = {name: set(imports(path)) for name, path in MODULES.items()}


def own(name: str) -> set[str]:
    return {found for found in IMPORTS[name] if found in MODULES and found != name}


def test_no_module_imports_itself_by_way_of_others() -> None:
    done: set[str] = set()

    def follow(name: str, path: list[str]) -> None:
        assert name not in path, f"a circle: {' -> '.join([*path[path.index(name) :], name])}"
        if name not in done:
            for other in sorted(own(name)):
                follow(other, [*path, name])
            done.add(name)

    for name in MODULES:
        follow(name, [])


def parts_imported_by(part: str) -> set[str]:
    found = {part_of(other) for name in MODULES if part_of(name) == part for other in own(name)}
    return found - {part, "grader"}


def test_the_table_names_every_part() -> None:
    assert {part_of(name) for name in MODULES} - {"grader", "__main__"} == PARTS.keys()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_imports_just_what_the_table_says(part: str) -> None:
    assert parts_imported_by(part) == PARTS[part]


@pytest.mark.parametrize("part", PARTS)
def test_no_arrow_runs_backwards(part: str) -> None:
    order = list(PARTS)
    assert all(order.index(other) < order.index(part) for other in PARTS[part])


def test_only_one_module_knows_the_engines_library() -> None:
    knowing = {name for name, found in IMPORTS.items() if any(is_docker(f) for f in found)}
    assert knowing == {"grader.engine.sdk"}


def is_docker(module: str) -> bool:
    return module.split(".")[0] == "docker"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_one_subject_and_a_function_fits_on_a_screen(name: str) -> None:
    source = MODULES[name].read_text()
    assert len(source.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_help_imports_no_library_and_no_part_that_it_does_not_need() -> None:
    asked = "import sys; from grader.__main__ import main; sys.argv[1:] = ['--help']\n"
    asked += "try: main()\nexcept SystemExit: pass\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    libraries = {"docker", "jsonschema", "jinja2", "rich", "yaml", "re2", "urllib3", "requests"}
    assert not loaded & libraries
    parts = {part_of(name) for name in done.stderr.split() if name.startswith("grader.")}
    assert parts <= {"__main__", "cli", "locale"}
    assert "usage: grader" in done.stdout
