"""What the test of a spec finds, on small specs and containers as an engine describes them."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from grader.labspec.loader import load
from grader.messages import say
from grader.model.message import Message
from grader.model.snapshot import ABSENT, Answer, Found, Question
from grader.observation.inspect_output import Collected
from grader.observation.observer import Observer
from grader.spectest.results import Trial
from grader.spectest.runner import try_spec
from grader.storage import snapshot_file
from tests.observation.recorded import documents

IMAGE = documents("override-env", "image")[0]
BLUE = next(d for d in documents("override-env", "container") if d["Name"] == "/blueColorApp")


class World(Collected):
    """An engine that has just these objects: it knows what it has, so the rest is absent."""

    def _answer(self, question: Question) -> Answer:
        if question.kind == "list":
            kind = question.key.removesuffix("s")
            found = [_item(d) for k, d in self._documents if k == kind]
            return Found(found)
        answer = super()._answer(question)
        return answer if isinstance(answer, Found) else ABSENT


def _item(document: Any) -> dict[str, Any]:
    return {"Id": document.get("Id"), "Names": [document.get("Name")], "RepoTags": []}


def blue(**env: str) -> dict[str, Any]:
    """The container of the lab, with other variables."""
    document: dict[str, Any] = copy.deepcopy(BLUE)
    kept = [e for e in document["Config"]["Env"] if e.partition("=")[0] not in env]
    document["Config"]["Env"] = [*kept, *(f"{name}={value}" for name, value in env.items())]
    return document


class Beside:
    """A spec in a folder, and what is put beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spec = folder / "one.lab.yaml"

    def write(self, checks: str) -> None:
        self.spec.write_text(f"version: 1\nlab: one\nchecks:\n{checks}", encoding="utf-8")

    def put(self, name: str, *containers: Any) -> None:
        objects = [("image", IMAGE), *(("container", c) for c in containers)]
        seen = Observer(World(objects)).look_once([load(self.spec)])
        (self.folder / f"one.{name}.json").write_text(snapshot_file.dump(seen), encoding="utf-8")

    def trial(self) -> Trial:
        return try_spec(load(self.spec))


@pytest.fixture
def beside(tmp_path: Path) -> Beside:
    return Beside(tmp_path)


def told(trial: Trial) -> list[str]:
    return [say(problem.message) for problem in trial.problems]


CHECK = """  - id: blue
    container: blueColorApp
    expect:
      state: running
      image: devwikirepo/envnodecolorapp
      ports: ["8081:3000"]
      environment: {{ COLOR: {} }}
"""
STRICT = CHECK.format("{ equals: blue, source: overridden }")
LOOSE = CHECK.format("{ present: true, source: overridden }")


def test_a_strict_spec_has_nothing_told_of_it(beside: Beside) -> None:
    beside.write(STRICT)
    beside.put("solution", BLUE)
    trial = beside.trial()
    assert told(trial) == []
    assert (trial.exit_code, trial.caught) == (0, trial.mutants)


def test_without_a_solution_it_says_how_to_get_one(beside: Beside) -> None:
    beside.write(STRICT)
    trial = beside.trial()
    assert told(trial) == ["no recorded solution 'one.solution.json' next to the spec"]
    assert trial.problems[0].fix == Message("fix.trial.no-solution", {"name": "one.solution.json"})
    assert trial.exit_code == 1


def test_a_solution_that_does_not_pass_is_named(beside: Beside) -> None:
    beside.write(STRICT)
    beside.put("solution", blue(COLOR="red"))
    trial = beside.trial()
    assert told(trial) == ["the recorded solution fails check 'blue': failed"]
    why = trial.problems[0].fix
    assert why is not None
    assert say(why).startswith("environment.COLOR: expected 'blue', found 'red'")


def test_a_solution_that_does_not_hold_what_is_asked_is_an_error(beside: Beside) -> None:
    """Exit code 3, as everywhere: it could not be judged."""
    beside.write(STRICT)
    beside.put("solution", BLUE)
    beside.write(STRICT + "  - { id: more, container: other, expect: { state: running } }\n")
    assert beside.trial().exit_code == 3


def test_a_state_that_nobody_asks_for(beside: Beside) -> None:
    beside.write(STRICT.replace("      state: running\n", ""))
    beside.put("solution", BLUE)
    trial = beside.trial()
    assert told(trial) == ["check 'blue' also passes with a wrong state: 'exited' (exited)"]
    assert trial.problems[0].fix
    assert "state: running" in say(trial.problems[0].fix)


def test_a_state_that_another_check_asks_for_is_asked(beside: Beside) -> None:
    other = "  - { id: runs, container: blueColorApp, expect: { state: running } }\n"
    beside.write(STRICT.replace("      state: running\n", "") + other)
    beside.put("solution", BLUE)
    assert told(beside.trial()) == []


def test_what_holds_where_nothing_was_done(beside: Beside) -> None:
    beside.write("  - { id: few, containers: {}, expect: { count: { max: 3 } } }\n")
    beside.put("solution", BLUE)
    assert "check 'few' passes in an empty environment" in told(beside.trial())


@pytest.mark.parametrize(
    "check",
    [
        "{ id: gone, container: blueColorApp, expect: { absent: true } }",
        "{ id: gone, container: { service: web, project: shop }, expect: { absent: true } }",
        "{ id: gone, image: 'busybox:1', expect: { absent: true } }",
        "{ id: gone, network: backend, expect: { absent: true } }",
        "{ id: gone, volume: { volume: data }, expect: { absent: true } }",
        "{ id: gone, containers: { image: nginx, state: running }, expect: { count: 0 } }",
        "{ id: gone, containers: { name: { matches: '^web-[0-9]+$' } }, expect: { count: 0 } }",
        "{ id: gone, images: { tags: { matches: '^nginx:' } }, expect: { count: 0 } }",
        "{ id: gone, volumes: {}, expect: { count: { max: 0 } } }",
    ],
)
def test_absence_is_listed_and_fails_with_the_thing_put_back(check: str, beside: Beside) -> None:
    beside.write(f"  - {check}\n")
    beside.put("solution")
    trial = beside.trial()
    assert told(trial) == []
    assert trial.absent == ("gone",)
    assert (trial.kinds["put-back"], trial.caught) == (1, 1)


def test_an_absence_that_nobody_can_see_failing(beside: Beside) -> None:
    """A set that nothing is known to be in: the check may be one that cannot fail."""
    beside.write(
        "  - id: gone\n    containers: { name: { matches: '^[a-f]{3}[x-z]{7}$' } }\n"
        "    expect: { count: 0 }\n"
    )
    beside.put("solution")
    trial = beside.trial()
    assert len(trial.problems) == 1
    assert trial.exit_code == 1


def test_any_value_needs_to_be_shown_twice(beside: Beside) -> None:
    """One other right value shows itself; two others show that any will do."""
    beside.write(LOOSE)
    beside.put("solution", BLUE)
    first = "check 'blue' also passes with a wrong environment.COLOR"
    assert told(beside.trial())[0].startswith(first)
    beside.put("teal.pass", blue(COLOR="teal"))
    assert told(beside.trial())[0].startswith(first)
    beside.put("pink.pass", blue(COLOR="pink"))
    assert told(beside.trial()) == []


def test_an_alternative_that_was_shown_is_right(beside: Beside) -> None:
    beside.write(CHECK.format("{ one_of: [blue, teal], source: overridden }"))
    beside.put("solution", BLUE)
    assert "another of the allowed values" in told(beside.trial())[0]
    beside.put("teal.pass", blue(COLOR="teal"))
    assert told(beside.trial()) == []


def test_a_value_from_anywhere(beside: Beside) -> None:
    beside.write(CHECK.format("blue"))
    beside.put("solution", BLUE)
    trial = beside.trial()
    assert told(trial) == [
        "check 'blue' also passes when environment.COLOR is set in the image and not overridden"
    ]
    assert trial.problems[0].place.line == 10


def test_examples_hold_or_are_named(beside: Beside) -> None:
    beside.write(STRICT)
    beside.put("solution", BLUE)
    beside.put("wrong-right.pass", blue(COLOR="red"))
    beside.put("right-wrong.fail", BLUE)
    beside.put("wrong.fail", blue(COLOR="red"))
    assert told(beside.trial()) == [
        "one.wrong-right.pass.json is a correct example, but the spec grades it: failed",
        "one.right-wrong.fail.json is an incorrect example, but the spec grades it: passed",
    ]


def test_a_wrong_answer_named_after_a_check_must_fail_that_check(beside: Beside) -> None:
    other = "  - { id: named, container: other, expect: { state: running } }\n"
    beside.write(STRICT + other)
    beside.put("solution", BLUE, {**BLUE, "Id": "1", "Name": "/other"})
    beside.put("blue.fail", BLUE)  # fails, but by the other check
    assert told(beside.trial()) == [
        "one.blue.fail.json is an incorrect example, but the spec grades it: passed"
    ]


def test_an_example_may_be_the_output_of_docker_inspect(beside: Beside) -> None:
    beside.write(STRICT)
    beside.put("solution", BLUE)
    text = json.dumps([blue(COLOR="red"), IMAGE])
    (beside.folder / "one.red.fail.json").write_text(text, encoding="utf-16")
    trial = beside.trial()
    assert told(trial) == []
    assert len(trial.examples) == 1


def test_what_no_check_asks_for_is_noted_and_free_where_shown(beside: Beside) -> None:
    beside.write(STRICT.replace('      ports: ["8081:3000"]\n', ""))
    beside.put("solution", BLUE)
    (note,) = beside.trial().notes
    assert say(note.message) == (
        "no check covers ports of 'blueColorApp', which the solution sets: [\"8081:3000\"]"
    )
    closed = blue()
    closed["HostConfig"]["PortBindings"] = closed["NetworkSettings"]["Ports"] = {}
    beside.put("closed.pass", closed)
    assert beside.trial().notes == ()


def notes(trial: Trial) -> list[str]:
    return [say(note.message) for note in trial.notes]


def test_an_image_that_nobody_asks_for_is_noted(beside: Beside) -> None:
    beside.write(STRICT.replace("      image: devwikirepo/envnodecolorapp\n", ""))
    beside.put("solution", BLUE)
    assert notes(beside.trial()) == [
        (
            "no check covers image of 'blueColorApp', which the solution sets: "
            "'devwikirepo/envnodecolorapp:latest'"
        )
    ]
    other = blue()
    other["Config"]["Image"] = "registry.example/app:1"
    beside.put("other.pass", other)
    assert notes(beside.trial()) == []


def test_of_a_set_that_is_half_asked_for_the_rest_is_noted(beside: Beside) -> None:
    """Two checks may share what they ask for."""
    two = blue()
    more = {"3001/tcp": [{"HostIp": "0.0.0.0", "HostPort": "9090"}]}
    for where in (two["HostConfig"]["PortBindings"], two["NetworkSettings"]["Ports"]):
        where |= more
    beside.write(STRICT)
    beside.put("solution", two)
    assert notes(beside.trial()) == [
        "no check covers ports of 'blueColorApp', which the solution sets: [\"9090:3001\"]"
    ]
    rest = "  - { id: more, container: blueColorApp, expect: { ports: ['9090:3001'] } }\n"
    beside.write(STRICT + rest)
    assert notes(beside.trial()) == []


SET = "  - {{ id: all, containers: {}, expect: {} }}\n"
BY_NAME = "{ name: { matches: 'ColorApp$' } }"
SECOND = {**BLUE, "Id": "2" * 64, "Name": "/secondColorApp"}


def test_a_set_that_is_not_counted_needs_another_check_or_an_example(beside: Beside) -> None:
    each = "{ each: { state: running, image: devwikirepo/envnodecolorapp } }"
    beside.write(SET.format(BY_NAME, each))
    beside.put("solution", BLUE, SECOND)
    (problem,) = beside.trial().problems
    assert say(problem.message) == "check 'all' also passes with a wrong count: 1 (missing)"
    assert problem.fix == Message("trial.fix.count", {})
    beside.put("one.pass", BLUE)
    assert told(beside.trial()) == []
    beside.write(SET.format(BY_NAME, each.replace("{ each", "{ count: 2, each")))
    (beside.folder / "one.one.pass.json").unlink()
    assert told(beside.trial()) == []


def test_a_set_of_whatever_image_is_noted(beside: Beside) -> None:
    beside.write(SET.format(BY_NAME, "{ count: 2, each: { state: running } }"))
    beside.put("solution", BLUE, SECOND)
    assert notes(beside.trial()) == [
        (
            "check 'all' does not cover the image of its containers; "
            "the solution uses 'devwikirepo/envnodecolorapp:latest'"
        )
    ]


@pytest.mark.parametrize("any_port", ["{ present: true }", "{ matches: '3000' }"])
def test_a_port_that_nobody_names_is_not_enough(beside: Beside, any_port: str) -> None:
    beside.write(STRICT.replace('["8081:3000"]', any_port))
    beside.put("solution", BLUE)
    (said,) = told(beside.trial())
    assert said.startswith("check 'blue' also passes with a wrong ports")


def test_of_what_the_solution_does_not_pass_nothing_is_noted(beside: Beside) -> None:
    """What must be gone and is not is told as that, not field by field."""
    beside.write("  - { id: gone, container: blueColorApp, expect: { absent: true } }\n")
    beside.put("solution", BLUE)
    assert notes(beside.trial()) == []


def test_without_the_image_nothing_is_noted_that_may_be_its_own(beside: Beside) -> None:
    beside.write("  - { id: runs, container: blueColorApp, expect: { state: running } }\n")
    beside.put("solution", {**BLUE, "Image": f"sha256:{'5' * 64}"})
    assert [note.message.params["field"] for note in beside.trial().notes] == ["image"]
