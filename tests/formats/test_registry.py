"""The registry: every module under `formats` that renders is in it, and is imported late."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import grader.formats
from grader.formats import FORMATS, Style
from tests.formats import samples


def test_every_format_is_a_module_of_its_name() -> None:
    folder = Path(grader.formats.__file__).parent
    modules = {p.stem for p in folder.glob("*.py") if p.stem != "__init__"}
    rendering = {m for m in modules if hasattr(import_module(f"grader.formats.{m}"), "render")}

    assert set(FORMATS) == rendering


@pytest.mark.parametrize("name", FORMATS)
def test_join_is_there_where_it_is_said_to_be(name: str) -> None:
    module = import_module(f"grader.formats.{name}")

    assert hasattr(module, "join") == (FORMATS[name].join is not None)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["en", "ko", "ko-KR", "xx"])
def test_every_format_renders_in_any_language(name: str, language: str) -> None:
    chosen = FORMATS[name]
    result = samples.failing() if chosen.scored else samples.judged()
    facts = dict.fromkeys(chosen.environment, "2026-01-31T09:00:00Z")

    assert chosen.render(result, Style(language=language, facts=facts))


@pytest.mark.parametrize("name", ["text", "json"])
def test_text_needs_nothing_of_the_page(name: str) -> None:
    """A report for a terminal does not pay for the page's templates, nor for a schema."""
    program = (
        "import sys\n"
        "from tests.formats import samples\n"
        "from grader.formats import FORMATS, Style\n"
        f"FORMATS[{name!r}].render(samples.judged(), Style())\n"
        "print([m for m in ('jinja2', 'jsonschema', 'docker') if m in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.strip() == "[]"
