"""The test of a spec, whole: nothing earns nothing, the solution earns all, mistakes are caught."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.judge import judge, judge_check
from grader.labspec.problem import Problem
from grader.model.expectation import Place
from grader.model.message import Message, message
from grader.model.result import Outcome
from grader.spectest.absence import asks_for_absence, passing_on_nothing
from grader.spectest.advice import remedy
from grader.spectest.coverage import unasked
from grader.spectest.examples import SOLUTION, SPEC, Shown, examples, solution_of
from grader.spectest.generator import breed
from grader.spectest.results import Example, Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.model.lab import Check, Lab
    from grader.model.result import Observation, Result
    from grader.spectest.mutants import Mutant

SHOWN = 4  # values that pass too, in one line
TOP = Place(1, 1)


def try_spec(lab: Lab) -> Trial:
    """Test a spec with what lies beside it."""
    solution = solution_of(lab)
    gifts = [c for c in passing_on_nothing(lab) if not asks_for_absence(c)]
    problems = [_at(c, message("trial.gift", check=c.id)) for c in gifts]
    if solution is None:
        name = Path(lab.file).name.removesuffix(SPEC) + SOLUTION
        problems.append(Problem(message("trial.no-solution", name=name), TOP))
        return _trial(lab, problems)
    result = judge(lab, solution)
    problems += _not_whole(lab, result)
    shown = Shown()
    shown.add(lab, solution)
    found = tuple(examples(lab, shown))
    problems += [_wrong_example(e) for e in found if not e.holds]
    caught: list[Mutant] = []
    survived: list[Mutant] = []
    passed = [check for check in lab.checks if _passed(result, check)]
    for mutant in breed(lab, solution):
        if mutant.check in passed:
            (caught if _is_caught(lab, mutant) else survived).append(mutant)
    wrong = [mutant for mutant in survived if not _is_right(mutant, shown)]
    problems += _told(wrong)
    problems += _never_seen_failing(lab, result, (*caught, *survived))
    return replace(
        _trial(lab, problems),
        score=result.score,
        kinds=Counter(mutant.kind for mutant in (*caught, *wrong)),
        caught=len(caught),
        examples=found,
        notes=_located(lab, unasked(passed, solution, shown.snapshots)),
        open=result.outcome is Outcome.ERROR,
    )


def _trial(lab: Lab, problems: Iterable[Problem]) -> Trial:
    """What is known of every spec, with or without a solution."""
    return Trial(
        lab=lab.id,
        file=lab.file,
        checks=len(lab.checks),
        max_score=sum((check.points for check in lab.checks), Decimal(0)),
        absent=tuple(c.id for c in lab.checks if asks_for_absence(c)),
        problems=_located(lab, problems),
    )


def _wrong_example(example: Example) -> Problem:
    code = "trial.right-refused" if example.right else "trial.wrong-taken"
    return Problem(message(code, name=example.name, outcome=example.outcome.value), TOP)


def _passed(result: Result, check: Check) -> bool:
    return any(c.id == check.id and c.outcome is Outcome.PASSED for c in result.checks)


def _not_whole(lab: Lab, result: Result) -> Iterator[Problem]:
    """Say which checks the recorded solution does not pass."""
    at = {check.id: check for check in lab.checks}
    for check in result.checks:
        if check.outcome is not Outcome.PASSED:
            found = next((o for o in check.observations if o.message), None)
            said = _of_field(found) if found else check.reason
            yield _at(
                at[check.id],
                message("trial.solution", check=check.id, outcome=check.outcome.value),
                said,
            )


def _of_field(seen: Observation) -> Message | None:
    """Name the field in an observation's message, which is told here without the observation."""
    said = seen.message
    return said and Message(said.code, {**said.params, "field": seen.field}, said.bare)


def _is_caught(lab: Lab, mutant: Mutant) -> bool:
    if mutant.whole:
        return judge(lab, mutant.snapshot).outcome is Outcome.FAILED
    return judge_check(mutant.check, mutant.snapshot, {}).outcome is Outcome.FAILED


def _is_right(mutant: Mutant, shown: Shown) -> bool:
    if mutant.expected is None and not mutant.whole:
        return False
    return shown.allows(mutant.check.id, mutant.label, mutant.kind, mutant.actual)


def _told(survivors: Iterable[Mutant]) -> Iterator[Problem]:
    """Report survivors by what they concern: the values that pass too, and a remedy."""
    by_label: dict[tuple[str, str, bool], list[Mutant]] = defaultdict(list)
    for mutant in survivors:
        by_label[mutant.check.id, mutant.label, mutant.kind == "in-image"].append(mutant)
    for (check, label, in_image), group in by_label.items():
        first = group[0]
        kinds: Any = list(dict.fromkeys(f"mistake.{m.kind}" for m in group))
        seen = {str(m.actual): m.actual for m in group if m.actual is not None}
        values: Any = list(seen.values())[:SHOWN]
        code = "trial.in-image" if in_image else "trial.survived"
        if not values:
            code = "trial.survived-without"
        said = message(code, check=check, field=label, kinds=kinds, values=values)
        yield Problem(said, first.place, remedy(group))


def _never_seen_failing(lab: Lab, result: Result, mutants: Iterable[Mutant]) -> Iterator[Problem]:
    """A check of which no mistake can be made has not been tested."""
    tested = {mutant.check.id for mutant in mutants}
    for check in lab.checks:
        if check.id not in tested and _passed(result, check):
            yield _at(check, message("trial.untested", check=check.id))


def _at(check: Check, said: Message, suggestion: Message | None = None) -> Problem:
    return Problem(said, check.place, suggestion)


def _located(lab: Lab, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give problems their file and the text of their line, in the order of the file."""
    lines = Path(lab.file).read_text(encoding="utf-8-sig").splitlines()

    def line(problem: Problem) -> str:
        row = problem.place.line - 1
        return lines[row] if row < len(lines) else ""

    found = [replace(problem, file=lab.file, line=line(problem)) for problem in problems]
    return tuple(sorted(found, key=lambda p: (p.place.line, p.place.column)))
