"""Templates compiled beforehand fill to the very same page as their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import pytest

from grader.formats import templating
from tests.formats.samples import ENGINE

if TYPE_CHECKING:
    from pathlib import Path


def rendered(environment: jinja2.Environment, name: str) -> str:
    """Fill a template with nothing: how far it gets, and what it lacks, is what it says."""
    try:
        return environment.get_template(name).render(engine=ENGINE)
    except jinja2.UndefinedError as missing:
        return str(missing)


@pytest.mark.parametrize("name", ["page.html.jinja", "check.html.jinja"])
def test_compiled_templates_fill_as_their_sources_do(tmp_path: Path, name: str) -> None:
    templating.compile_templates(tmp_path / "compiled")
    sources = templating.environment(compiled=False)
    compiled = sources.overlay(loader=jinja2.ModuleLoader(tmp_path / "compiled"))
    assert rendered(compiled, name) == rendered(sources, name)


def test_compiled_templates_whose_sources_changed_are_passed_over(tmp_path: Path) -> None:
    templating.compile_templates(tmp_path / "compiled")
    stamp = tmp_path / "compiled" / templating.STAMP
    assert stamp.read_text("ascii") == templating.stamp()


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        templating.compile_templates(tmp_path / name)
        made.append({f.name: f.read_bytes() for f in (tmp_path / name).iterdir()})
    assert made[0] == made[1]
