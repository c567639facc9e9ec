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
from grader.judge import judge
from grader.labspec.loader import load
from grader.storage import snapshot_file
from tests.engines.api import connect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.lab import Lab
    from tests.engines.lab import LabEngine

HERE = Path(__file__).parent
RIVALS = HERE / "rivals"
FIVE = [f"bench{n}" for n in range(1, 6)]
PYTHON = sys.executable
# What a check of containers imports, before it asks for anything.
START = (
    "import grader.cli.check, grader.cli.reports, grader.labspec.loader, grader.api, "
    "grader.observation.observer, grader.engine.session, grader.engine.unix_socket, "
    "grader.formats.json, grader.formats.html"
)
# What each of the five containers is, in the order of the assertions: state, image, restart, label.
WRONG = {("bench3", 3)}


@dataclass(frozen=True)
class Ratio:
    """One goal: a ratio of two medians, and what it may be at most.

    `why` says where the time goes, in the figures of this run; it is told where the goal is missed.
    """

    what: str
    against: str
    ours: Times
    theirs: Times
    goal: float
    why: str = ""

    @property
    def found(self) -> float:
        return self.ours.over(self.theirs)

    @property
    def is_met(self) -> bool:
        return self.found <= self.goal


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
            "start": [PYTHON, "-c", START],
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
    alone = times["grader, JSON alone"]
    why = (
        f"starting Python and importing takes {shown(times['start'])}, before anything is asked; "
        f"without the page, whose templates need a library of their own, a run takes "
        f"{shown(alone)}. The bare requests, from a program of their own that judges nothing, "
        f"take {shown(times['floor'])}."
    )
    found = [
        Ratio("5 containers, JSON and HTML", text, ours, times[name], goal, why)
        for name, (goal, text) in against.items()
    ]
    return [*found, Ratio("5 containers, JSON alone", against["sdk"][1], alone, times["sdk"], 1.0,
                          why)]  # fmt: skip


def shown(times: Times) -> str:
    return f"{times.median * 1000:.0f} ms"


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
            "start": [PYTHON, "-c", START],
        },
        runs, folder, lab.host,
    )  # fmt: skip
    assert json.loads((folder / "many.json").read_text())["outcome"] == "passed"
    ours, floor, start = (times[name] for name in ("grader", "floor", "start"))
    rest = (ours.median - floor.median - start.median) / count
    why = (
        f"starting Python and importing takes {shown(start)}; what is left beside the bare "
        f"requests is {rest * 1e6:.0f} µs a container, for finding out what to ask, looking for "
        "secrets in what the engine said, and judging."
    )
    text = "one raw request an object and its JSON"
    return [Ratio(f"{count} containers, one set", text, ours, floor, 1.5, why)]


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
    found: list[Ratio] = []
    for count in counts:
        paths = [files[n % len(files)] for n in range(count)]
        times = calls_in_turn(
            {"floor": partial(parse_all, paths), "read": partial(read_all, paths),
             "grader": partial(grade_all, loaded, paths)},
            runs if count <= counts[0] else 1,
        )  # fmt: skip
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        what = f"{count} snapshots, 20 checks (peak {memory} MiB)"
        why = why_of_a_file(times, count) if count == counts[-1] else ""
        found.append(Ratio(what, "reading and parsing the files", times["grader"],
                           times["floor"], 3.0, why))  # fmt: skip
    return found


def why_of_a_file(times: dict[str, Times], count: int) -> str:
    floor, read, ours = (times[name].median * 1000 / count for name in ("floor", "read", "grader"))
    return (
        f"reading and parsing is done in C, {floor:.2f} ms a file. Of grader's {ours:.2f} ms, "
        f"{read:.2f} are reading, with the seal held and the depth bounded, and "
        f"{ours - read:.2f} are judging in Python: {(ours - read) * 1000 / 20:.0f} µs a check, "
        "with its observation, its provenance and its result."
    )


def parse_all(paths: Sequence[Path]) -> None:
    for path in paths:
        json.loads(path.read_bytes())


def read_all(paths: Sequence[Path]) -> None:
    for path in paths:
        snapshot_file.read(path)


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
