"""The comparisons: what is run, that all agree, and the goal of each ratio."""

from __future__ import annotations

import json
import re
import resource
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Times, calls_in_turn, in_turn
from grader import snapshot_file
from grader.judge import judge
from grader.spec.loader import load
from tests.engines.api import connect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.spec.lab import Lab
    from tests.engines.lab import LabEngine

HERE = Path(__file__).parent
RIVALS = HERE / "rivals"
FIVE = [f"bench{n}" for n in range(1, 6)]
PYTHON = sys.executable
# What each of the five containers is, in the order of the assertions: state, image, restart, label.
WRONG = {("bench3", 3)}


@dataclass(frozen=True)
class Ratio:
    """One goal: a ratio of two medians, and what it may be at most."""

    what: str
    against: str
    ours: Times
    theirs: Times
    goal: float
    scale: float = 1.0

    @property
    def found(self) -> float:
        return self.ours.over(self.theirs) * self.scale


def five_containers(lab: LabEngine, folder: Path, runs: int) -> list[Ratio]:
    """Twenty assertions on five containers, one of them wrong; every way must say so."""
    for name in FIVE:
        course = "other" if name == "bench3" else "docker101"
        lab.play(f"docker run -d --name {name} --restart always --label course={course} nginx")
    spec = str(HERE / "five.lab.yaml")
    times = in_turn(
        {
            "bash": ["bash", str(RIVALS / "bash.sh")],
            "testinfra": [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null",
                          "-rA", "--rootdir", str(RIVALS), str(RIVALS / "bench_testinfra.py")],
            "sdk": [PYTHON, str(RIVALS / "sdk.py"), "."],
            "floor": [PYTHON, str(RIVALS / "floor.py"), *FIVE],
            "grader": [PYTHON, "-m", "grader", "check", spec,
                       "--report", "json:grader.json", "--report", "html:grader.html"],
            "grader, JSON alone": [PYTHON, "-m", "grader", "check", spec,
                                   "--report", "json:alone.json"],
        },
        runs, folder, lab.host,
    )  # fmt: skip
    agree(times, folder)
    ours = times["grader"]
    against = {
        "bash": (0.5, "a bash script, one docker inspect -f an assertion"),
        "testinfra": (0.4, "pytest-testinfra"),
        "sdk": (1.0, "a script with Docker's SDK, JSON and a page"),
    }
    found = [
        Ratio("5 containers, JSON and HTML", text, ours, times[name], goal)
        for name, (goal, text) in against.items()
    ]
    alone = Ratio("5 containers, JSON alone", against["sdk"][1], times["grader, JSON alone"],
                  times["sdk"], 1.0)  # fmt: skip
    return [*found, alone]


def agree(times: dict[str, Times], folder: Path) -> None:
    """All ways must have found the same, or their times mean nothing."""
    right = [(name, (name, n) not in WRONG) for name in FIVE for n in range(4)]
    for way in ("bash", "sdk"):
        said = [line.split() for line in times[way].said.splitlines()]
        verdicts = [(name, holds == "true") for name, holds in said]
        assert sorted(verdicts) == sorted(right), (way, verdicts)
    tests = re.findall(r"^(PASSED|FAILED) \S*\[(\w+)\]", times["testinfra"].said, re.MULTILINE)
    assert sorted((n, v == "PASSED") for v, n in tests) == sorted(right), times["testinfra"].said
    result = json.loads((folder / "grader.json").read_text())
    verdicts = [(c["id"], o["outcome"] == "passed")
                for c in result["checks"] for o in c["observations"]]  # fmt: skip
    assert sorted(verdicts) == sorted(right), verdicts


def many_containers(lab: LabEngine, folder: Path, runs: int, count: int) -> list[Ratio]:
    """One set of a thousand containers, four fields each, against the bare requests."""
    engine = connect(lab.host, 60)
    asked = {"Image": "nginx", "Labels": {"bench": "many", "course": "docker101"},
             "HostConfig": {"RestartPolicy": {"Name": "always"}}}  # fmt: skip
    for n in range(count):
        engine.request("POST", f"/v1.41/containers/create?name=many{n}", json.dumps(asked),
                       {"Content-Type": "application/json"})  # fmt: skip
        engine.getresponse().read()
    engine.close()
    times = in_turn(
        {
            "floor": [PYTHON, str(RIVALS / "floor.py")],
            "grader": [PYTHON, "-m", "grader", "check", str(HERE / "many.lab.yaml"),
                       "--report", "json:many.json"],
        },
        runs, folder, lab.host,
    )  # fmt: skip
    assert json.loads((folder / "many.json").read_text())["outcome"] == "passed"
    text = "one raw request an object and its JSON"
    return [Ratio(f"{count} containers, one set", text, times["grader"], times["floor"], 1.5)]


def snapshots(lab: LabEngine, folder: Path, runs: int, counts: Sequence[int]) -> list[Ratio]:
    """Twenty checks on each of many snapshot files, against reading and parsing the files."""
    spec = folder / "twenty.lab.yaml"
    fields = ("state: running", "image: nginx", "restart: always", "labels: {course: docker101}")
    checks = [f"  - {{id: {name}-{n}, container: {name}, expect: {{{field}}}}}"
              for name in FIVE for n, field in enumerate(fields)]  # fmt: skip
    spec.write_text("version: 1\nlab: twenty\nchecks:\n" + "\n".join(checks))
    command = [PYTHON, "-m", "grader", "snapshot", str(spec), "-o", "one.json"]
    in_turn({"snapshot": command}, 1, folder, lab.host)
    text = (folder / "one.json").read_text()
    files = [folder / f"snapshot-{n}.json" for n in range(500)]
    for file in files:
        file.write_text(text)  # sealed: a change would be told
    loaded = load(spec)
    found = []
    memory = {}
    for count in counts:
        paths = [files[n % len(files)] for n in range(count)]
        several = runs if count <= counts[0] else 1
        times = calls_in_turn(
            {"floor": partial(parse_all, paths), "grader": partial(grade_all, loaded, paths)},
            several,
        )
        memory[count] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        what = f"{count} snapshots, 20 checks (peak {memory[count]} MiB)"
        found.append(Ratio(what, "reading and parsing the files", times["grader"],
                           times["floor"], 3.0))  # fmt: skip
    return found


def parse_all(paths: Sequence[Path]) -> None:
    for path in paths:
        json.loads(path.read_bytes())


def grade_all(lab: Lab, paths: Sequence[Path]) -> None:
    for path in paths:
        result = judge(lab, snapshot_file.read(path))
        assert result.outcome in ("passed", "failed")


def help_page(folder: Path, runs: int) -> list[Ratio]:
    times = in_turn(
        {"grader": [PYTHON, "-m", "grader", "--help"], "pass": [PYTHON, "-c", "pass"]},
        runs, folder,
    )  # fmt: skip
    return [Ratio("grader --help", "python -c pass", times["grader"], times["pass"], 2.5)]
