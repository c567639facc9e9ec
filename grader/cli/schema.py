"""`grader schema`: the JSON Schema of specs, results or snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

NAMES = ("lab", "result", "snapshot")


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "name",
        nargs="?",
        choices=NAMES,
        default="lab",
        help=tr("which schema to print (default: %(default)s)"),
    )


def run(arguments: argparse.Namespace) -> int:
    from grader.cli.terminal import write_out

    write_out(schema_text(arguments.name))
    return 0


def schema_text(name: str) -> str:
    """Return a schema as JSON text: that of specs is made from the field table."""
    if name == "lab":
        from grader.labspec.schema import dump

        return dump()
    from importlib.resources import files

    return (files("grader") / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
