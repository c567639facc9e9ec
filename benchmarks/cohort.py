"""A class from snapshots, against reading and parsing the same files; as ratios.

    python -m benchmarks.cohort [STUDENTS …]        (default: 1000 10000)

Every student has twenty checks; a run grades, writes the record, the pages and two gradebooks.
The floor is one process that reads every file and parses its JSON. Growth is from the first class
to the last: 1.0 is linear for time, flat for memory.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.classroom.classes import Folder, make_class

FLOOR = (
    "import json, pathlib, sys\n"
    "for path in pathlib.Path(sys.argv[1]).iterdir(): json.loads(path.read_bytes())"
)
BOOKS = ("--gradebook", "canvas", "--set", "canvas.assignment=1", "--gradebook", "moodle")
BOOKS += ("--set", "moodle.user=email")


@dataclass(frozen=True)
class Run:
    """One class: seconds of the floor and of grading, and the largest process's megabytes."""

    students: int
    floor: float
    seconds: float
    megabytes: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor

    @property
    def each(self) -> float:
        return self.seconds / self.students


def measure(students: int, folder: Path) -> Run:
    made = make_class(folder, students)
    floor = _seconds([sys.executable, "-c", FLOOR, str(folder / "in")])
    seconds, megabytes = _graded(made, folder / "out")
    scores = (folder / "out" / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    found = {line.split(",")[0]: line.split(",")[4] for line in scores}
    if found != {work.student: str(work.score) for work in made.works}:
        raise AssertionError("the scores are not those of the students' work")
    return Run(students, floor, seconds, megabytes)


def _graded(made: Folder, out: Path) -> tuple[float, float]:
    """Grade in a process of its own, which says how large it and its workers grew."""
    code = (
        "import resource, sys\nfrom grader.cli.main import run\ncode = run(sys.argv[1:])\n"
        "kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
        "print(max(resource.getrusage(k).ru_maxrss for k in kinds), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    command = ["class", str(made.spec), "--roster", str(made.roster), "-o", str(out), *BOOKS]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode != 1:
        raise AssertionError(done.stderr)
    return seconds, int(done.stderr.split()[-1]) / 1024


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def main(sizes: list[int]) -> int:
    runs = []
    for students in sizes:
        folder = Path(tempfile.mkdtemp(prefix="grader-bench-"))
        try:
            runs.append(measure(students, folder / "class"))
        finally:
            shutil.rmtree(folder)
    first, last = runs[0], runs[-1]
    growth = {"time": last.each / first.each, "memory": last.megabytes / first.megabytes}
    for run in runs:
        sys.stdout.write(
            f"{run.students:>6} students  {run.seconds:7.1f} s  {1 / run.each:6.0f} a second  "
            f"{run.megabytes:5.0f} MB  {run.ratio:5.1f} x reading and parsing\n"
        )
    told = {name: round(value, 2) for name, value in growth.items()}
    sys.stdout.write(f"growth from {first.students} to {last.students}: {json.dumps(told)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main([int(text) for text in sys.argv[1:]] or [1000, 10000]))
