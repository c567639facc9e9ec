"""The spec of a class: one text, and for each student the lab with the student's own values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grader.errors import RosterError, SpecError
from grader.labspec.derive import Own
from grader.labspec.loader import load, load_bytes
from grader.labspec.problem import Problem
from grader.model.expectation import Place
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.classroom.student import Roster, Student
    from grader.model.lab import Lab

Variables = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SpecText:
    """A spec as it travels to a worker: its bytes and the name it is known by."""

    source: bytes
    file: str

    def lab(self, variables: Variables) -> Lab:
        return _load(self.source, self.file, variables)


@lru_cache(maxsize=8)
def _load(source: bytes, file: str, variables: Variables) -> Lab:
    """Load a spec once for all students who have the same values."""
    return load_bytes(source, file, dict(variables))


@dataclass(frozen=True, slots=True)
class ClassSpec:
    """A spec, what the whole class is given, and the secret that own values are derived with.

    The secret stays here: to the workers go a student's values, as to the student.
    """

    text: SpecText
    template: Lab
    given: Mapping[str, str]
    secret: bytes | None = None

    def variables(self, student: Student) -> Variables:
        """Return a student's values: derived, overridden by the class's, then by the roster's."""
        own = self.derived(student.id)
        return tuple(sorted({**own, **self.given, **student.given}.items()))

    def derived(self, student: str) -> dict[str, str]:
        """Return the values that are a student's own and that nothing overrides for the class."""
        if self.secret is None:
            return {}
        own = Own(self.secret, student)
        derivations = self.template.derived.items()
        return {n: own.value(self.template.id, n, d) for n, d in derivations if n not in self.given}


def read_spec(path: Path, given: Mapping[str, str], secret: bytes | None) -> ClassSpec:
    """Read a spec for a class; raises `SpecError` with what is wrong with it in any case."""
    template = load(path, given, known=False)
    return ClassSpec(SpecText(path.read_bytes(), str(path)), template, dict(given), secret)


def check_students(spec: ClassSpec, roster: Roster) -> None:
    """Load the spec with every student's values; raises `RosterError` naming whose do not fit.

    Students with the same values are checked once; derived values by their extremes alone.
    """
    problems: list[Problem] = []
    done: set[Variables] = set()
    for student in roster.students:
        for variables in _cases(spec, student):
            if variables not in done:
                done.add(variables)
                problems += _problems(spec, roster, student, variables)
    if problems:
        raise RosterError(problems)


def _cases(spec: ClassSpec, student: Student) -> Iterator[Variables]:
    """Give the values to try: the first and the last of each range, every one of a choice."""
    if spec.secret is None:
        yield spec.variables(student)
        return
    names = [n for n in spec.template.derived if n not in spec.given and n not in student.given]
    most = max((len(spec.template.derived[n].one_of) or 2 for n in names), default=1)
    for index in range(most):
        # A range by its two ends, in turns: -1 is the last.
        own = {
            n: d.pick(index if d.one_of else -(index % 2))
            for n in names
            if (d := spec.template.derived[n])
        }
        yield tuple(sorted({**own, **spec.given, **student.given}.items()))


def _problems(
    spec: ClassSpec, roster: Roster, student: Student, variables: Variables
) -> Iterator[Problem]:
    try:
        spec.text.lab(variables)
    except SpecError as wrong:
        place = Place(max(student.line, 1), 1)
        for problem in wrong.problems:
            if problem.message.code in ("var-not-given", "var-needs-student"):
                name = str(problem.message.params["name"])
                said = message(f"roster-{problem.message.code}", student=student.id, name=name)
            else:
                said = message("roster-bad-value", student=student.id, problem=_told(problem))
            yield replace(Problem(said, place), file=roster.file)


def _told(problem: Problem) -> Any:
    """Nest a message; it is put into words with the one around it."""
    where = problem.where or ""
    return Message(problem.message.code, {**problem.message.params, "where": where})  # type: ignore[dict-item]
