"""The documentation: its examples load, its commands parse, its made pages are fresh, it builds."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader import api
from grader.cli.main import COMMANDS, build_parser
from grader.formats import FORMATS
from tools.pages import pages

if TYPE_CHECKING:
    from tests.engines.lab import LabEngine

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(ROOT)}#{number}", text)
        for path in PAGES
        for number, (name, text) in enumerate(BLOCK.findall(path.read_text(encoding="utf-8")))
        if name == language
    ]


SPECS = [b for b in blocks("yaml") if re.search(r"^version: 1$", b[1], re.MULTILINE)]
COMMAND_LINES = [
    (where, line.strip().removeprefix("$ ").split("  #")[0])
    for language in ("sh", "console")
    for where, text in blocks(language)
    for line in re.sub(r"\\\n", " ", text).splitlines()
    if re.match(r"\s*(\$ )?(grader|docker run .* grader) ", line)
]


def test_there_are_examples() -> None:
    assert len(SPECS) >= 8
    assert len(COMMAND_LINES) >= 25


@pytest.mark.parametrize(("where", "text"), SPECS, ids=[w for w, _ in SPECS])
def test_specs_in_the_documentation_load(where: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.lab.yaml"
    file.write_text(text, encoding="utf-8")
    from grader.labspec.loader import load

    lab = load(file, known=False)
    assert lab.warnings == ()


@pytest.mark.parametrize(("where", "line"), COMMAND_LINES)
def test_commands_in_the_documentation_are_commands(where: str, line: str) -> None:
    """Every option exists; report formats too."""
    words = shlex.split(line)
    words = words[words.index("grader") + 1 :]
    if words in (["--help"], ["doctor"], []):
        return
    parser, _ = build_parser(words, "en")
    arguments = parser.parse_args(words)

    for report in getattr(arguments, "report", None) or ():
        assert report.partition(":")[0] in FORMATS


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_made_pages_are_fresh(path: Path) -> None:
    """`make reference` writes them anew."""
    if path.name == "cli.md" and sys.version_info >= (3, 13):
        pytest.skip("argparse of Python 3.13 lays the options out otherwise than the page, of 3.11")
    assert path.read_text(encoding="utf-8") == pages()[path]


def test_every_format_and_command_is_documented() -> None:
    results = (DOCS / "reference" / "results.md").read_text(encoding="utf-8")
    table = results.partition("<!-- formats -->")[2].partition("<!-- /formats -->")[0]
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", table, re.MULTILINE)

    assert [name for name, _ in rows if name not in FORMATS] == []
    assert {name for name, _ in rows} == set(FORMATS)
    assert {name: joins == "a file each" for name, joins in rows} == {
        name: one.join is None for name, one in FORMATS.items()
    }
    cli = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    assert re.findall(r"^## grader (\w+)$", cli, re.MULTILINE) == list(COMMANDS)


def test_the_translated_pages_have_the_same_examples() -> None:
    """What is typed is the same in both languages, but for the language that is asked for."""
    for name in ("tutorial", "student"):
        english, korean = (
            [
                re.sub(r" --lang ko| {2,}#.*|hint: .*", "", text)
                for _, text in BLOCK.findall((DOCS / f"{name}{end}.md").read_text(encoding="utf-8"))
            ]
            for end in ("", ".ko")
        )
        swapped = [text.replace(" --lang en", "") for text in korean]
        assert swapped == english


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "tutorial.ko" / "index.html").exists()


@pytest.mark.engine
def test_the_tutorial_works(lab_engine: LabEngine, tmp_path: Path) -> None:
    """Its commands, played on a real engine, give what it says."""
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    spec = next(b for language, b in BLOCK.findall(text) if language == "yaml")
    file = tmp_path / "hello.lab.yaml"
    file.write_text(lab_engine.naming.spec(spec))
    lab = api.load(file)
    played = [b for language, b in BLOCK.findall(text) if language == "sh" and "docker run" in b]
    scores = []
    for commands in played:
        lab_engine.play(commands)
        snapshot = api.observe([lab], host=lab_engine.host, http_host=lab_engine.http_host)
        result = api.judge(lab, snapshot)
        scores.append((result.score, result.max_score))

    assert [tuple(map(str, pair)) for pair in scores] == [("10", "15"), ("15", "15")]
    assert "10 of\n15 points" in text
