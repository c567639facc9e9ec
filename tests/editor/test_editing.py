"""Specs in an editor: the schema underlines mistakes, completes keys and explains them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from grader.fields import KINDS
from grader.labspec.checks import REVEALS
from tests.editor.server import ROOT, LanguageServer
from tests.labspec.test_broken import BROKEN, CASES, name_of, problems_of
from tests.observation.recorded import LABS, spec
from tests.programs import need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.editor

# Mistakes that a schema can see. The rest takes the loader: patterns, references between checks.
SEEN = frozenset(
    "unknown-key no-trace unknown-version not-a-slug empty-expect only-true wrong-shape "
    "path-missing unknown-word".split()
)
NUMBERS = count(1)


def scratch() -> Path:
    """A file that is never written: an editor holds texts. Each has a name of its own."""
    return ROOT / "specs" / f"scratch-{next(NUMBERS)}.lab.yaml"


HEAD = "version: 1\nlab: scratch\nchecks:\n  - id: web\n    container: web\n    expect:\n"


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    need("node", "npm")
    server = LanguageServer()
    yield server
    server.close()


@pytest.mark.parametrize("lab", LABS)
def test_nothing_is_underlined_in_a_lab(lab: str, editor: LanguageServer) -> None:
    assert editor.open(spec(lab)) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].named])
def test_nothing_is_underlined_in_any_example_of_the_table(
    kind: str, editor: LanguageServer
) -> None:
    fields = KINDS[kind].fields.values()
    expect = "".join(f"      {field.name}: {field.example}\n" for field in fields)
    text = HEAD.replace("container: web", f"{kind}: web") + expect
    assert editor.open(scratch(), text) == []


@pytest.mark.parametrize("case", [c for c in CASES if name_of(c) != "not-utf-8"], ids=name_of)
def test_what_a_schema_can_see_is_underlined(
    case: Path, editor: LanguageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BROKEN)
    wrong = {p.place.line for p in problems_of(case) if p.message.code in SEEN}
    marked = {d["range"]["start"]["line"] + 1 for d in editor.open(case)}
    assert wrong <= marked


def offered(editor: LanguageServer, text: str) -> dict[str, str]:
    """What is offered at the end of a text."""
    path = scratch()
    editor.open(path, text)
    lines = text.split("\n")
    return editor.completions(path, len(lines) - 1, len(lines[-1]))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].named])
def test_every_field_is_completed_and_explained(kind: str, editor: LanguageServer) -> None:
    found = offered(editor, HEAD.replace("container: web", f"{kind}: web") + "      ")
    for field in KINDS[kind].fields.values():
        assert field.name in found
        assert field.doc.split("`")[0].strip() in found[field.name].replace("\\", "")


def test_keys_of_a_check_are_completed(editor: LanguageServer) -> None:
    found = offered(editor, "version: 1\nlab: scratch\nchecks:\n  - id: web\n    ")
    assert {"container", "image", "containers", "http", "exec", "expect", "points", "hint",
            "requires", "within", "reveal", "visibility", "partial"} <= set(found)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + "      state: ", {"running", "exited"}),
        (HEAD + "      restart: ", {"unless-stopped"}),
        (HEAD + "      command:\n        ", {"equals", "contains", "source", "one_of"}),
        (HEAD + "      healthcheck:\n        ", {"test", "interval", "source"}),
        (HEAD + "      command: { source: ", {"inherited", "overridden"}),
        ("version: 1\nlab: scratch\nchecks:\n  - id: web\n    reveal: ", set(REVEALS)),
        ("version: 1\nlab: scratch\n", {"checks", "title", "vars", "defaults"}),
    ],
)
def test_words_are_completed(text: str, words: set[str], editor: LanguageServer) -> None:
    assert words <= set(offered(editor, text))


@pytest.mark.parametrize("name", KINDS["container"].fields)
def test_a_field_is_explained_where_the_mouse_rests(name: str, editor: LanguageServer) -> None:
    field, path = KINDS["container"].fields[name], scratch()
    editor.open(path, f"{HEAD}      {name}: {field.example}\n")
    assert field.doc.split("`")[0].strip() in editor.hover(path, 6, 8).replace("\\", "")
