"""On a shared engine a snapshot keeps of other people's containers name, image and state."""

import json
from dataclasses import replace
from typing import Any

import pytest

from grader.fields import KINDS
from grader.fields.reading import KEPT
from grader.fields.types import Field
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.model.lab import Lab
from grader.model.result import Outcome
from grader.model.snapshot import Answer, Found, Question, Snapshot
from grader.observation.minimize import without_foreign
from grader.storage import snapshot_file
from tests.observation.recorded import LABS, documents, lab_of, solution

FOREIGN_ID = "f" * 64
SECRET = "an exam that nobody may see"


def foreign() -> dict[str, Any]:
    """Somebody else's container: like one of the lab's, with things that are nobody's business."""
    document: dict[str, Any] = json.loads(json.dumps(documents("override-env", "container")[0]))
    document |= {"Id": FOREIGN_ID, "Name": "/theirs"}
    document["Config"]["Env"].append(f"EXAM={SECRET}")
    document["Config"]["Labels"]["exam"] = SECRET
    document["Args"] = [SECRET]
    document["HostConfig"]["ExtraHosts"] = [f"{SECRET.replace(' ', '-')}:10.0.0.1"]
    return document


def with_foreign(snapshot: Snapshot) -> Snapshot:
    """The snapshot as it would be on an engine that others use too."""
    answers: dict[Question, Answer] = dict(snapshot.answers)
    listed = Question("list", "containers")
    before = answers.get(listed)
    items = list(before.document) if isinstance(before, Found) else []
    entry = {"Id": FOREIGN_ID, "Names": ["/theirs"], "Image": "x", "State": "running",
             "Command": SECRET, "Labels": {"exam": SECRET}}  # fmt: skip
    answers[listed] = Found([*items, entry])
    answers[Question("container", FOREIGN_ID)] = Found(foreign())
    return replace(snapshot, answers=answers)


def result(lab: Lab, snapshot: Snapshot) -> str:
    return FORMATS["json"].render(judge(lab, snapshot), Style())


@pytest.mark.parametrize("name", LABS)
def test_nothing_of_others_is_left_and_the_result_is_the_same(name: str) -> None:
    lab = lab_of(name)
    before = with_foreign(solution(name))
    after = without_foreign(before, [lab])
    assert SECRET in str(before.answers)
    assert SECRET not in snapshot_file.dump(after)
    assert SECRET.replace(" ", "-") not in snapshot_file.dump(after)
    assert result(lab, after) == result(lab, before)


def test_name_image_and_state_are_kept() -> None:
    after = without_foreign(with_foreign(solution("many-from-one")), [lab_of("many-from-one")])
    answer = after.answer(Question("container", FOREIGN_ID))
    assert isinstance(answer, Found)
    assert answer.document["Name"] == "/theirs"
    assert answer.document["State"]["Status"] == "running"
    assert answer.document["Config"]["Image"] == "devwikirepo/envnodecolorapp"
    assert answer.document[KEPT] == ["image", "state"]


def test_what_the_lab_is_about_is_kept_whole() -> None:
    before = solution("many-from-one")
    after = without_foreign(before, [lab_of("many-from-one")])
    for question, answer in before.answers.items():
        if question.kind == "container":
            assert after.answer(question) == answer


FIELDS = [field for field in KINDS["container"].fields.values() if field.name != "files"]


def selecting(field: Field) -> Lab:
    spec = (
        "version: 1\nlab: sets\nchecks:\n  - id: set\n"
        f"    containers: {{{field.name}: {field.example}}}\n    expect: {{count: {{max: 9}}}}\n"
    )
    return load_bytes(spec.encode(), "sets.lab.yaml")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_set_by_any_field_is_the_same_set_afterwards(field: Field) -> None:
    """Whatever a reader looks at is kept where a set is selected by it."""
    lab = selecting(field)
    logs = Question.of("logs", container=FOREIGN_ID, tty=False)
    before = with_foreign(solution("override-env"))
    before = replace(before, answers={**before.answers, logs: Found({"text": "", "cut": False})})
    (check,) = judge(lab, before).checks
    after = without_foreign(before, [lab])
    assert result(lab, after) == result(lab, before)
    if check.outcome is Outcome.PASSED and not check.observations[0].actual:
        theirs = after.answer(Question("container", FOREIGN_ID))
        assert isinstance(theirs, Found)
        assert field.name in theirs.document[KEPT]


def test_another_lab_is_told_that_it_is_not_held() -> None:
    """What is left of a container must not look like one in which nothing is set."""
    after = without_foreign(with_foreign(solution("many-from-one")), [lab_of("many-from-one")])
    other = load_bytes(
        b"version: 1\nlab: sets\nchecks:\n  - id: set\n"
        b"    containers: {environment: {EXAM: {absent: true}}}\n    expect: {count: {min: 1}}\n",
        "sets.lab.yaml",
    )
    (check,) = judge(other, after).checks
    assert check.outcome is Outcome.ERROR
    assert check.reason
    assert check.reason.code == "not-asked"
