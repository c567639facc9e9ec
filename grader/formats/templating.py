"""Templates for pages: how they are filled, and how they are compiled when the package is built.

Compiling them again would take a third of a short run. Where templates were changed since, as
while they are worked on, the compiled ones are passed over.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from grader.formats.sanitize import harmless

FOLDER = Path(__file__).parent / "templates"
COMPILED = Path(__file__).parent / "compiled"
STAMP = "stamp.txt"


@cache
def environment(*, compiled: bool = True) -> jinja2.Environment:
    """Return what fills templates; `compiled` False reads them from their sources."""
    use_compiled = compiled and _stamp_of(COMPILED) == stamp()
    return filling(
        jinja2.ModuleLoader(COMPILED) if use_compiled else jinja2.FileSystemLoader(FOLDER)
    )


def filling(loader: jinja2.BaseLoader) -> jinja2.Environment:
    """Return what fills the templates of a loader: every text harmless, and escaped."""
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )


def compile_templates(target: Path = COMPILED) -> None:
    """Write the templates as modules, with a stamp of what they were made from."""
    import shutil

    shutil.rmtree(target, ignore_errors=True)
    environment(compiled=False).compile_templates(
        target, extensions=["jinja"], zip=None, ignore_errors=False
    )
    (target / STAMP).write_text(stamp(), encoding="ascii")


def stamp() -> str:
    """Hash the templates and this module, which says how they are compiled."""
    digest = hashlib.sha256()
    for file in [Path(__file__), *sorted(FOLDER.glob("*.jinja"))]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamp_of(folder: Path) -> str | None:
    try:
        return (folder / STAMP).read_text(encoding="ascii")
    except (OSError, ValueError):
        return None


def _finalize(value: Any) -> Any:
    """Make every text harmless on its way into the page; autoescaping comes after."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return harmless(value)
