"""Classes for the tests: a lab of twenty checks, and snapshots as an engine writes them."""

from __future__ import annotations

import copy
import csv
import hashlib
import random
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from grader.model.snapshot import ABSENT, Answer, Found, Question, Snapshot
from grader.storage import snapshot_file
from tests.formats import samples

if TYPE_CHECKING:
    from pathlib import Path

CONTAINERS = 5
KINDS = ("image", "state", "environment", "ports")
HEAD = """version: 1
lab: docker101
title: { en: Containers and images, ko: 컨테이너와 이미지 }
checks:
"""
FIELDS = {
    "image": "image: devwikirepo/envnodecolorapp",
    "state": "state: running",
    "environment": "environment: { COLOR: { equals: blue, source: overridden } }",
    "ports": 'ports: ["{port}:3000"]',
}


def spec() -> str:
    """Twenty checks on five containers, five points each."""
    checks = [
        f"  - id: web{n}-{kind}\n    points: 5\n    container: web{n}\n"
        f"    expect: {{ {FIELDS[kind].replace('{port}', str(8081 + n))} }}\n"
        for n in range(CONTAINERS)
        for kind in KINDS
    ]
    return HEAD + "".join(checks)


@dataclass(frozen=True)
class Work:
    """What one student did: which containers are right, and what is wrong with the others."""

    student: str
    wrong: tuple[str, ...]

    @property
    def score(self) -> int:
        return 100 - sum({"missing": 20, "colour": 5, "ports": 5}[w] for w in self.wrong)


def work_of(number: int) -> Work:
    """Decide what the n-th student did; the same for everyone who asks."""
    chance = random.Random(number)
    kinds = ("", "", "missing", "colour", "ports")
    wrong = [chance.choice(kinds) for _ in range(CONTAINERS)]
    return Work(f"s{number:05d}", tuple(w for w in wrong if w))


@cache
def _container(number: int) -> dict[str, Any]:
    return samples.container(
        f"web{number}",
        samples.COLOR_IMAGE,
        "devwikirepo/envnodecolorapp",
        Env=["PATH=/usr/local/bin", "COLOR=blue"],
        ports={"3000/tcp": [{"HostIp": "0.0.0.0", "HostPort": str(8081 + number)}]},
    )


def snapshot_of(work: Work) -> Snapshot:
    """Take a snapshot of a student's work: the first containers have the mistakes."""
    image = samples.COLOR_IMAGE
    answers: dict[Question, Answer] = {
        Question("image", image["Id"]): Found(image),
        Question("image", "devwikirepo/envnodecolorapp"): Found(image),
        Question("list", "containers"): Found([]),
    }
    mistakes = [*work.wrong, *[""] * (CONTAINERS - len(work.wrong))]
    for number, mistake in enumerate(mistakes):
        question = Question("container", f"web{number}")
        answers[question] = ABSENT if mistake == "missing" else Found(_made(work, number, mistake))
    labs = {"docker101": "0" * 64}
    return replace(samples.snapshot(answers), labs=labs, student=work.student)


def _made(work: Work, number: int, mistake: str) -> dict[str, Any]:
    made = copy.deepcopy(_container(number))
    made["Id"] = hashlib.sha256(f"{work.student}/{number}".encode()).hexdigest()
    if mistake == "colour":
        made["Config"]["Env"][1] = "COLOR=bluee"
    if mistake == "ports":
        made["NetworkSettings"]["Ports"]["3000/tcp"][0]["HostPort"] = str(9081 + number)
    return made


@dataclass(frozen=True)
class Folder:
    """A class on disk: `spec`, `roster` and the works in the roster's order."""

    spec: Path
    roster: Path
    works: tuple[Work, ...]


def make_class(folder: Path, students: int) -> Folder:
    """Write a spec, a snapshot a student, and the roster."""
    works = tuple(work_of(n) for n in range(students))
    (folder / "in").mkdir(parents=True)
    for work in works:
        text = snapshot_file.dump(snapshot_of(work))
        (folder / "in" / f"{work.student}.json").write_text(text, encoding="utf-8")
    lab = folder / "docker101.lab.yaml"
    lab.write_text(spec(), encoding="utf-8")
    roster = folder / "roster.csv"
    with roster.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow(["student", "name", "email", "section", "canvas_id", "snapshot"])
        for n, work in enumerate(works):
            mail = f"{work.student}@uni.example"
            row = [work.student, f"Name {n}", mail, f"S{n % 3}", str(1000 + n)]
            write.writerow([*row, f"in/{work.student}.json"])
    return Folder(lab, roster, works)
