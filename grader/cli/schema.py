"""`grader schema`: the JSON Schema of specs, results or snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

NAMES = ("lab", "result", "snapshot")


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "name", nargs="?", choices=NAMES, default="lab", help=tr("of what (default: %(default)s)")
    )


def run(arguments: argparse.Namespace) -> int:
    from importlib.resources import files

    from grader.cli.terminal import write_out

    schema = files("grader") / "schemas" / f"{arguments.name}.schema.json"
    write_out(schema.read_text(encoding="utf-8"))
    return 0
