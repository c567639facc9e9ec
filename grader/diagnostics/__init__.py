"""Mistakes in specs, listed for machines. A new listing is a module and a line here.

For people they are written by `grader.diagnostics.terminal`, and told at the door.
"""

from __future__ import annotations

from grader.diagnostics import github, json, sarif

LISTINGS = {"json": json.render, "sarif": sarif.render, "github": github.render}
