"""`make recordings`: plays each lab's solution on Docker 20.10 and records it beside its spec.

The engine is one of its own, in a folder with a plain name: its paths end up in the recordings.
"""

from __future__ import annotations

import os
import shutil
import sys

from grader.cli import main
from tests.engines import bringup
from tests.engines.engine import engine_of
from tests.engines.lab import LabEngine
from tests.engines.naming import Naming
from tests.engines.recipes import DEFAULT, RECIPES
from tests.labs.playing import DEMO, PLAYS, SHOWN, SOLUTION, SPECS, act, read

FOLDER = "/var/tmp/grader-recordings"


def record() -> int:
    """Record every lab; the worst exit code of `grader snapshot`."""
    os.environ["GRADER_ENGINES"] = FOLDER
    recipe = RECIPES[DEFAULT]
    bringup.up(recipe)
    try:
        lab = LabEngine(engine_of(recipe), Naming(), {})
        lab.standins.update(lab.build())
        codes = [record_one(lab, folder.name) for folder in sorted(PLAYS.iterdir())]
    finally:
        bringup.down(recipe)
    for kind in ("lab.yaml", "solution.json"):
        shutil.copy(SPECS / f"{SHOWN}.{kind}", DEMO / f"{SHOWN}.{kind}")
    return max(codes)


def record_one(lab: LabEngine, name: str) -> int:
    lab.cleanup()
    play = read(PLAYS / name / f"{SOLUTION}.yaml")
    act(play, lab)
    recording = SPECS / f"{name}.{SOLUTION}.json"
    print(recording.name)
    engine = ("--host", lab.host, "--http-host", lab.http_host)
    return main.run(["snapshot", str(play.spec), "-o", str(recording), *engine])


if __name__ == "__main__":
    sys.exit(record())
