"""What must not get worse, counted and never timed: requests, rounds, imports, calls."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.model.snapshot import Found, Question
from grader.observation.observer import Observer
from tests.faults.proxy import engine_proxy
from tests.formats.samples import NGINX_IMAGE, WHEN, container, judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.model.lab import Lab
    from grader.model.snapshot import Answer
    from tests.engines.lab import LabEngine

SET = """
version: 1
lab: set
checks:
  - id: all
    containers: { image: nginx }
    expect: { count: { min: 1 }, each: { state: running, command: { source: inherited } } }
"""


def documents(count: int) -> dict[Question, Answer]:
    """An engine's answers, of so many containers of one image."""
    made = [container(f"c{n}", NGINX_IMAGE, "nginx") | {"Id": f"{n:064x}"} for n in range(count)]
    listed = [{"Id": d["Id"], "Names": [d["Name"]]} for d in made]
    return {
        Question("list", "containers"): Found(listed),
        Question("image", NGINX_IMAGE["Id"]): Found(NGINX_IMAGE),
        **{Question("container", d["Id"]): Found(d) for d in made},
    }


class Asked:
    """Answers from memory, and counts."""

    def __init__(self, answers: Mapping[Question, Answer]) -> None:
        self.answers = answers
        self.rounds = 0
        self.asked: Counter[Question] = Counter()

    def __call__(self, questions: Iterable[Question], _: float) -> dict[Question, Answer]:
        self.rounds += 1
        questions = list(questions)
        self.asked.update(questions)
        return {question: self.answers[question] for question in questions}


@pytest.mark.parametrize("count", [1, 10, 200])
def test_the_rounds_of_a_set_do_not_grow_with_it_and_each_object_is_asked_once(count: int) -> None:
    asked = Asked(documents(count))
    lab = load_bytes(SET.encode(), "set.lab.yaml")
    snapshot = Observer(asked, now=lambda: WHEN).observe([lab])
    assert judge(lab, snapshot).outcome == "passed"
    assert asked.rounds == 3  # the list; its members; their image
    assert set(asked.asked.values()) == {1}
    assert len(asked.asked) == count + 2


def test_an_object_that_is_meant_by_name_and_by_id_is_asked_once() -> None:
    """By its name in one check, as a member of a set and as an image's container in others."""
    answers = documents(2)
    answers[Question("container", "c0")] = answers[Question("container", f"{0:064x}")]
    answers[Question("image", "nginx")] = Found(NGINX_IMAGE)
    named = "  - {id: one, container: c0, within: 1s, expect: {state: exited}}\n"
    image = "  - {id: image, image: nginx, expect: {present: true}}\n"
    spec = SET.replace("checks:\n", f"checks:\n{named}{image}")
    asked, moments = Asked(answers), iter(range(100))
    observer = Observer(asked, clock=lambda: next(moments) / 10, pause=lambda _: None)
    observer.observe([load_bytes(spec.encode(), "set.lab.yaml")])
    twice = {q.key: n for q, n in asked.asked.items() if n > 1}
    assert set(twice) <= {"c0"}, "only what is waited for is asked again"
    assert Question("container", f"{0:064x}") not in asked.asked
    assert Question("image", NGINX_IMAGE["Id"]) not in asked.asked


def calls(count: int) -> int:
    """Count the calls of functions that judging a set of so many takes."""
    return calls_of(load_bytes(SET.encode(), "set.lab.yaml"), documents(count))


def calls_of(lab: Lab, answers: Mapping[Question, Answer]) -> int:
    total = 0

    def note(_: Any, event: str, __: Any) -> None:
        nonlocal total
        total += event == "call"

    from tests.formats.samples import snapshot

    seen = snapshot(dict(answers))
    sys.setprofile(note)
    try:
        result = judge(lab, seen)
    finally:
        sys.setprofile(None)
    assert result.outcome == "passed"
    return total


def test_judging_is_linear_and_a_member_takes_no_more_calls_than_it_did() -> None:
    judged()  # what is made once is made
    few, many = calls(50), calls(550)
    each = (many - few) / 500
    assert each < 195, "judging a member of a set takes more calls than it used to"
    assert many < 11 * few


def test_a_check_takes_no_more_calls_than_it_did() -> None:
    """Twenty checks of one field each, on five containers."""
    fields = ("state: running", "image: nginx", "user: root", "labels: {course: {absent: true}}")
    checks = "".join(
        f"  - {{id: c{n}, container: c{n % 5}, expect: {{{fields[n % 4]}}}}}\n" for n in range(20)
    )
    lab = load_bytes(f"version: 1\nlab: twenty\nchecks:\n{checks}".encode(), "twenty.lab.yaml")
    answers = {Question("image", NGINX_IMAGE["Id"]): Found(NGINX_IMAGE)}
    named = {Question("container", f"c{n}"): documents(5)[Question("container", f"{n:064x}")]
             for n in range(5)}  # fmt: skip
    assert calls_of(lab, answers | named) / 20 < 75


MODULES = """
import sys, json
from grader.cli.main import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""


def imported(*arguments: str, folder: Path) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", MODULES, *arguments],
        capture_output=True, text=True, check=True, cwd=folder, timeout=60,
    )  # fmt: skip
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules)


HEAVY = {"docker", "requests", "urllib3", "http.client", "ssl", "jinja2", "jsonschema", "asyncio",
         "email", "tarfile", "concurrent.futures", "wcwidth", "difflib", "babel",
         "grader.engine.events"}  # fmt: skip


@pytest.mark.engine
def test_a_check_asks_each_object_once_and_imports_what_it_needs(
    lab_engine: LabEngine, tmp_path: Path
) -> None:
    """Five containers of one image: the version, five containers, one image. Not the SDK."""
    for n in range(5):
        lab_engine.play(f"docker run -d --name many{n} nginx")
    names = [f"many{n}" for n in range(5)]
    expect = "{ state: running, image: nginx, command: { source: inherited } }"
    checks = "".join(f"  - {{ id: {n}, container: {n}, expect: {expect} }}\n" for n in names)
    twice = f"  - {{ id: again, container: many0, expect: {expect} }}\n"
    spec = lab_engine.naming.spec(f"version: 1\nlab: many\nchecks:\n{checks}{twice}")
    (tmp_path / "many.lab.yaml").write_text(spec)
    with engine_proxy(tmp_path / "engine.sock", lab_engine.host) as proxy:
        code, modules = imported(
            "check", "many.lab.yaml", "--host", proxy.host, "--report", "json:r.json",
            folder=tmp_path,
        )  # fmt: skip
    assert code == 0
    kinds = Counter(line.split("/")[1] for line in proxy.asked)
    own = {"libpod": 1} if lab_engine.engine.kind == "podman" else {}  # an image's health check
    assert kinds == {"version": 1, "containers": 5, "images": 1, **own}
    assert set(proxy.asked.values()) == {1}
    assert modules & HEAVY == set()
    assert len(modules) < 274


def test_help_imports_little(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "grader", "--help"],
        capture_output=True, text=True, check=True, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert modules & (HEAVY | {"yaml", "re2", "json", "dataclasses"}) == set()
    assert len(modules) < 80
