"""Measure, print the table, and write it with its drawing: `python -m benchmarks [--runs N]`."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks import comparing, figures
from grader.formats.templating import compile_templates
from tests.engines import bringup
from tests.engines.engine import engine_of
from tests.engines.lab import LabEngine
from tests.engines.naming import Naming
from tests.engines.recipes import DEFAULT, RECIPES
from tests.engines.state import Users, locked, state_folder

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="runs of each (default: 9)")
    parser.add_argument("--many", type=int, default=1000, help="containers of the large set")
    parser.add_argument("--snapshots", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--output", type=Path, default=DOCS, help="folder of the page")
    options = parser.parse_args()
    recipe = RECIPES[DEFAULT]
    Users(recipe.folder).enter(os.getpid())
    bringup.up(recipe)
    compile_templates()  # as an installation does
    try:
        with locked(state_folder() / f"tests-{recipe.name}.lock"), scratch() as folder:
            lab = LabEngine(engine_of(recipe), Naming(), {})
            lab.standins.update(lab.build())
            lab.cleanup()
            ratios = [
                *comparing.help_page(folder, options.runs),
                *comparing.five_containers(lab, folder, options.runs),
                *comparing.snapshots(lab, folder, options.runs, options.snapshots),
                *comparing.many_containers(lab, folder, options.runs, options.many),
            ]
            lab.cleanup()
            engine = f"Docker {lab.engine.version}"
    finally:
        bringup.leave(recipe, os.getpid())
    figures.write(options.output, ratios, engine, options.runs)
    print(figures.markdown(ratios, engine, options.runs))


class scratch(tempfile.TemporaryDirectory[str]):  # noqa: N801 - reads as what it is
    def __enter__(self) -> Path:  # type: ignore[override]
        return Path(super().__enter__())


if __name__ == "__main__":
    main()
