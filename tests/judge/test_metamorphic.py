"""What no check asks about changes no verdict, whatever its name and value.

Each example changes the recorded solution of a shipped lab, or a recorded conformance state, and
judges it again: live, and on the snapshot that would be kept.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge import judge
from grader.model.result import Outcome
from grader.model.snapshot import Found, Question, Snapshot
from grader.observation.minimize import without_foreign
from grader.privacy.compared import compared
from grader.storage import snapshot_file
from tests.conformance import recording
from tests.conformance.case import cases
from tests.observation.recorded import LABS, lab_of, solution

if TYPE_CHECKING:
    from grader.model.lab import Lab

CASES = {case.name: case for case in cases()}
RECORDED = {engine: recording.read(engine) for engine in recording.ENGINES}
STATES = [(engine, name) for engine, (_, specs) in RECORDED.items() for name in specs]
# Names that a student can choose; none of them is asked about by a lab or a case.
NAMES = st.sampled_from(
    ["X_TOKEN", "A_PASSWORD", "B_SECRET", "NOTE", "Z_API_KEY", "JWT", "REDIS_AUTH"]
)


LONGEST_WORD = 200


def words_of(snapshot: Snapshot) -> list[str]:
    """Every text that stands in the documents, keys included, and some that stand in many."""
    found = {"postgres", "x", "running", "true", "80", "NONE", "CMD-SHELL", "tmpfs"}
    open_ones: list[Any] = [a.document for a in snapshot.answers.values() if isinstance(a, Found)]
    while open_ones:
        value = open_ones.pop()
        if isinstance(value, str):
            found |= {value, value.partition("=")[0], value.partition("=")[2]}
        elif isinstance(value, (list, tuple)):
            open_ones += value
        elif isinstance(value, dict):
            open_ones += [*value.keys(), *value.values()]
    return sorted(word for word in found if word and len(word) < LONGEST_WORD)


def with_more(snapshot: Snapshot, entries: list[tuple[str, str]]) -> Snapshot:
    """Every container with more variables and labels; the answers in another order."""
    answers: dict[Question, Any] = {}
    for question, answer in snapshot.answers.items():
        changed = copy.deepcopy(answer)
        if question.kind == "container" and isinstance(changed, Found):
            config = changed.document.get("Config")
            if isinstance(config, dict):
                config["Env"] = [*(config.get("Env") or ()), *(f"{k}={v}" for k, v in entries)]
                labels = config.get("Labels") or {}
                config["Labels"] = {**labels, **{f"org.example.{k}": v for k, v in entries}}
        answers[question] = changed
    return replace(snapshot, answers=dict(reversed(answers.items())))


def outcomes(lab: Lab, snapshot: Snapshot) -> list[Outcome]:
    return [check.outcome for check in judge(lab, snapshot).checks]


def same_or_open(lab: Lab, before: Snapshot, after: Snapshot) -> None:
    """Live verdicts are the same; on the kept snapshot they are the same, or an error."""
    asked = compared([lab])
    live = outcomes(lab, replace(before, compared=asked))
    changed = replace(after, compared=asked, labs={lab.id: lab.sha256})
    assert outcomes(lab, changed) == live
    written = snapshot_file.dump(without_foreign(changed, [lab]))
    kept = outcomes(lab, snapshot_file.load(json.loads(written)))
    for was, now in zip(live, kept, strict=True):
        skipped = now is Outcome.SKIPPED and Outcome.ERROR in kept
        assert now in (was, Outcome.ERROR) or skipped


@settings(max_examples=150, deadline=None)
@given(data=st.data(), lab_name=st.sampled_from(LABS))
def test_more_variables_and_labels_change_no_verdict_of_a_lab(
    data: st.DataObject, lab_name: str
) -> None:
    lab, snapshot = lab_of(lab_name), solution(lab_name)
    value = st.sampled_from(words_of(snapshot)) | st.text(max_size=12)
    entries = data.draw(st.lists(st.tuples(NAMES, value), max_size=4))
    same_or_open(lab, snapshot, with_more(snapshot, entries))


@settings(max_examples=150, deadline=None)
@given(data=st.data(), state=st.sampled_from(STATES))
def test_more_variables_and_labels_change_no_verdict_of_a_case(
    data: st.DataObject, state: tuple[str, str]
) -> None:
    engine, name = state
    snapshot, specs = RECORDED[engine]
    lab = CASES[name].lab(specs[name])
    if "equals" in specs[name] or "source" in specs[name]:
        return  # a whole map that is compared, or its source, does ask about every entry
    entries = data.draw(st.lists(st.tuples(NAMES, st.sampled_from(words_of(snapshot))), max_size=3))
    same_or_open(lab, snapshot, with_more(snapshot, entries))


@settings(max_examples=60, deadline=None)
@given(lab_name=st.sampled_from(LABS), seed=st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(lab_name: str, seed: Any) -> None:
    lab, snapshot = lab_of(lab_name), solution(lab_name)
    items = [
        (q, Found(seed.sample(a.document, len(a.document))))
        if q.kind == "list" and isinstance(a, Found)
        else (q, a)
        for q, a in snapshot.answers.items()
    ]
    seed.shuffle(items)
    assert judge(lab, replace(snapshot, answers=dict(items))) == judge(lab, snapshot)
