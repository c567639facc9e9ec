"""The engine killed and started again, ten times during one watch."""

import os
import signal
from pathlib import Path

import pytest

from tests.engines import bringup
from tests.engines.lab import LabEngine
from tests.engines.recipes import RECIPES
from tests.watch.watching import outcome, shows, watching

SPEC = """\
version: 1
lab: restarts
checks:
  - {id: runs, container: web, expect: {state: running}}
  - {id: even, volume: even, expect: {present: true}}
"""


@pytest.mark.engine
def test_ten_times_killed_and_each_time_the_right_state(
    lab_engine: LabEngine, tmp_path: Path
) -> None:
    if not lab_engine.engine.ours:
        pytest.skip("an engine of somebody else's is not killed")
    recipe = RECIPES[lab_engine.engine.name]
    spec = tmp_path / "restarts.lab.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    lab_engine.play("docker run -d --name web busybox sleep 1000")
    with watching(spec, lab_engine.host) as (view, _):
        view.until(shows("runs", "passed"))
        for number in range(10):
            pid = bringup.process(recipe).pid()
            assert pid
            os.kill(pid, signal.SIGKILL)  # and all that runs in its namespace with it
            lost = view.until(lambda state: state.trouble is not None)
            assert outcome(lost, "runs") == "passed", "what was seen last stays"
            bringup.up(recipe)
            view.until(shows("runs", "failed"), seconds=30)
            lab_engine.play(f"docker volume {'rm' if number % 2 else 'create'} even")
            view.until(shows("even", "failed" if number % 2 else "passed"))
            lab_engine.play("docker start web")
            view.until(shows("runs", "passed"))
    troubles = [s.trouble.code for s in view.states if s.trouble]
    assert len(troubles) >= 10
    assert all(outcome(state, "runs") != "error" for state in view.states)
