"""What lies beside a spec: the recorded solution, other right answers, known wrong ones.

`NAME.lab.yaml` has `NAME.solution.json`; `NAME.WHAT.pass.json` is another right answer;
`NAME.WHAT.fail.json` is a wrong one, on which the check WHAT must fail where there is one of that
id. Each may be a snapshot or the output of `docker inspect`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.fields.readers.container import status
from grader.fields.reading import dig
from grader.fields.types import Subject
from grader.judge import judge, judge_check
from grader.judge.sets import Selection, select
from grader.judge.targets import find
from grader.model.lab import Selected
from grader.model.result import Outcome
from grader.observation import submissions
from grader.spectest.results import Example
from grader.spectest.value_changes import OPEN_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model.lab import Check, Lab
    from grader.model.snapshot import Snapshot

SPEC, SOLUTION, PASS, FAIL = ".lab.yaml", ".solution.json", ".pass.json", ".fail.json"
ENOUGH = 2  # other values that show that any will do; one shows only itself


@dataclass(slots=True)
class Shown:
    """What right answers have shown: by check and label, the values and sources seen."""

    actual: dict[tuple[str, str], list[Any]] = field(default_factory=lambda: defaultdict(list))
    sources: dict[tuple[str, str], set[Any]] = field(default_factory=lambda: defaultdict(set))
    snapshots: list[Snapshot] = field(default_factory=list)
    endings: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))

    def add(self, lab: Lab, snapshot: Snapshot) -> None:
        """Note what a right answer has, which of its containers run, and how large its sets are."""
        for check in lab.checks:
            self._look_at(check, snapshot)
            result = judge_check(check, snapshot, {})
            if result.outcome is Outcome.PASSED:
                for seen in result.observations:
                    values = self.actual[check.id, seen.field]
                    if seen.actual not in values:
                        values.append(seen.actual)
                    self.sources[check.id, seen.field].add(seen.source)

    def _look_at(self, check: Check, snapshot: Snapshot) -> None:
        if isinstance(check.target, Selected):
            chosen = select(check.target, snapshot)
            if isinstance(chosen, Selection) and "count" not in check.expect:
                self.actual[check.id, "count"].append(len(chosen.members))
            return
        found = find(check.target, snapshot)
        if isinstance(found, Subject) and found.kind == "container":
            state = status(found.document)
            code = dig(found.document, ("State", "ExitCode")) if state == "exited" else None
            self.endings[check.id].add((state, code))

    def allows(self, check: str, label: str, kind: str, actual: Any) -> bool:
        """Say whether right answers show that a mutant's value is right too."""
        if kind == "exited":
            return any(state != "running" for state, _ in self.endings[check])
        if kind == "exit-code":
            return len(self.endings[check]) > 1
        label = label.removeprefix("selected by ")
        if kind == "in-image":
            return len(self.sources[check, label]) > 1
        values = self.actual[check, label]
        others = len(values) - 1
        if actual in values[1:] or kind == "choice":
            return actual in values[1:]
        return others >= (ENOUGH if kind in OPEN_KINDS else 1)


def beside(spec: Path, ending: str) -> Iterator[Path]:
    """Find the files beside a spec that belong to it."""
    stem = spec.name.removesuffix(SPEC)
    yield from sorted(spec.parent.glob(f"{_plain(stem)}.*{ending}"))
    alone = spec.with_name(f"{stem}{ending}")
    if alone.exists():
        yield alone


def _plain(text: str) -> str:
    """Take a name as it is, where a pattern is wanted."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)


def solution_of(lab: Lab) -> Snapshot | None:
    spec = Path(lab.file)
    path = spec.with_name(f"{spec.name.removesuffix(SPEC)}{SOLUTION}")
    return submissions.read([path], [lab]) if path.exists() else None


def examples(lab: Lab, shown: Shown) -> Iterator[Example]:
    """Judge every example beside the spec; right ones are added to what was shown."""
    for path in beside(Path(lab.file), PASS):
        snapshot = submissions.read([path], [lab])
        outcome = judge(lab, snapshot).outcome
        shown.add(lab, snapshot)
        shown.snapshots.append(snapshot)
        yield Example(path.name, right=True, outcome=outcome)
    for path in beside(Path(lab.file), FAIL):
        result = judge(lab, submissions.read([path], [lab]))
        named = {check.id: check.outcome for check in result.checks}
        about = path.name.removesuffix(FAIL).rpartition(".")[2]
        yield Example(path.name, right=False, outcome=named.get(about, result.outcome))
