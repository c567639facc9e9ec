"""A class on live engines: forty students share a real one, twenty have engines that misbehave."""

from __future__ import annotations

import csv
import json
import time
from typing import TYPE_CHECKING

import pytest

from grader.cli.main import run
from tests.classroom import faulty

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.lab import LabEngine

STUDENTS = 40
SPEC = """
version: 1
lab: shared
checks:
  - id: runs
    points: 10
    container: web
    expect: { state: running, image: nginx }
  - id: colour
    points: 5
    container: web
    expect: { environment: { COLOR: { equals: blue, source: overridden } } }
  - id: alone
    points: 5
    containers: {}
    expect: { count: 1 }
"""
# What a student typed, by turns, and the points that it is worth.
TYPED = (
    ("docker run -d --name {prefix}web -e COLOR=blue nginx", 20),
    ("docker run -d --name {prefix}web -e COLOR=bluee nginx", 15),
    ("docker create --name {prefix}web -e COLOR=blue nginx", 10),
    ("docker run -d --name {prefix}wep -e COLOR=blue nginx", 5),
)
DEADLINE = 25.0


def write_roster(
    path: Path, lab_engine: LabEngine, students: list[str], hosts: dict[str, str]
) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["student", "prefix", "host"])
        for name in students:
            prefix = lab_engine.naming.object(f"{name}-web").removesuffix("web")
            rows.writerow([name, prefix, ""])
        rows.writerows([name, "", host] for name, host in hosts.items())


@pytest.mark.engine
def test_forty_are_graded_exactly_and_twenty_are_listed_within_the_deadline(
    lab_engine: LabEngine, tmp_path: Path
) -> None:
    students = {f"s{n:02d}": TYPED[n % len(TYPED)] for n in range(STUDENTS)}
    lab_engine.play("\n".join(line.format(prefix=f"{s}-") for s, (line, _) in students.items()))
    spec = tmp_path / "shared.lab.yaml"
    spec.write_text(lab_engine.naming.spec(SPEC))
    roster, out = tmp_path / "roster.csv", tmp_path / "out"
    with faulty.each(5) as hosts:
        write_roster(roster, lab_engine, list(students), hosts)
        start = time.monotonic()
        command = ["class", str(spec), "--roster", str(roster), "-o", str(out)]
        command += ["--host", lab_engine.host, "--request-timeout", "3", "--student-timeout", "8"]
        code = run([*command, "--deadline", str(DEADLINE)])
        took = time.monotonic() - start
    assert took < DEADLINE
    assert code == 3
    with (out / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {s: rows[s]["score"] for s in students} == {
        s: str(points) for s, (_, points) in students.items()
    }
    assert [s for s, row in rows.items() if not row["score"]] == list(hosts)
    assert all(rows[s]["reason"] for s in hosts)
    assert_nothing_of_others_is_kept(out)


def assert_nothing_of_others_is_kept(out: Path) -> None:
    """A student's stored snapshot holds that student's containers alone."""
    text = (out / "snapshots" / "s03.json").read_text()
    assert "wep" in text
    for other in ("s01-", "s02-", "bluee"):
        assert other not in text


@pytest.mark.engine
def test_what_was_seen_live_is_judged_again_without_the_engine(
    lab_engine: LabEngine, tmp_path: Path
) -> None:
    lab_engine.play("docker run -d --name ada-web -e COLOR=bluee nginx")
    spec, roster = tmp_path / "shared.lab.yaml", tmp_path / "roster.csv"
    spec.write_text(lab_engine.naming.spec(SPEC))
    write_roster(roster, lab_engine, ["ada"], {})
    command = ["class", str(spec), "--roster", str(roster), "-o", str(tmp_path / "out")]
    assert run([*command, "--host", lab_engine.host]) == 1
    spec.write_text(spec.read_text().replace("equals: blue,", "equals: bluee,"))
    nowhere = ["--host", "unix:///nowhere/docker.sock"]
    assert run([*command, *nowhere, "--regrade", "--yes"]) == 0
    kept = json.loads((tmp_path / "out" / "record.jsonl").read_text().splitlines()[1])
    assert (kept["student"], kept["score"]) == ("ada", "20")
