"""`make recordings`: plays each lab on Docker 20.10 and records it beside its spec.

The solution, and every other right answer (`LAB.PLAY.pass.json`), which show what is free.
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
from tests.labs.playing import DEMO, SHOWN, SOLUTION, SPECS, Play, act, plays

FOLDER = "/var/tmp/grader-recordings"


def record() -> int:
    """Record every right answer; the worst exit code of `grader snapshot`."""
    os.environ["GRADER_ENGINES"] = FOLDER
    recipe = RECIPES[DEFAULT]
    bringup.up(recipe)
    try:
        lab = LabEngine(engine_of(recipe), Naming(), {})
        lab.standins.update(lab.build())
        codes = [record_one(lab, play) for play in plays() if is_right(play)]
    finally:
        bringup.down(recipe)
    for kind in ("lab.yaml", "solution.json"):
        shutil.copy(SPECS / f"{SHOWN}.{kind}", DEMO / f"{SHOWN}.{kind}")
    return max(codes)


def is_right(play: Play) -> bool:
    """Whether a play earns all, and is played on the engine that is looked at."""
    return play.exit_code == 0 and not play.elsewhere


def record_one(lab: LabEngine, play: Play) -> int:
    lab.cleanup()
    act(play, lab)
    ending = SOLUTION if play.file.stem == SOLUTION else f"{play.file.stem}.pass"
    recording = SPECS / f"{play.lab}.{ending}.json"
    print(recording.name)
    engine = ("--host", lab.host, "--http-host", lab.http_host)
    return main.run(["snapshot", str(play.spec), "-o", str(recording), *engine])


if __name__ == "__main__":
    sys.exit(record())
