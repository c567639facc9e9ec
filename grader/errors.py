"""Everything that can go wrong outside the student's work, as one tree.

GraderError
├── UsageError       the command line is wrong                               exit 2
├── SpecError        a spec is wrong; carries every problem of every file    exit 2
├── RosterError      a class's roster is wrong; carries every problem of it  exit 2
├── RecordError      a class's record cannot be used                         exit 2
├── SnapshotError    a snapshot cannot be used                               exit 3
├── ResultError      a result cannot be read back                            exit 3
├── EngineError      no engine could be asked                                exit 3
└── ReportError      a report could not be written                           exit 3

A wrong answer of a student is no error but a result. Only `grader.cli.errors` turns an error into
a text and an exit code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from grader.model.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.labspec.problem import Problem
    from grader.model.message import Json


class GraderError(Exception):
    """The root: a code and parameters, put into words at the door."""

    exit_code: ClassVar[int] = 2

    def __init__(self, code: str, /, **params: Json) -> None:
        super().__init__(code, params)
        self.message = Message(code, params)


class UsageError(GraderError):
    pass


class SpecError(GraderError):
    """One or more specs are wrong; `problems` are sorted by file and place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("spec.invalid", count=len(problems))
        self.problems = tuple(problems)


class RosterError(GraderError):
    """A roster is wrong; `problems` are in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("roster.invalid", count=len(problems))
        self.problems = tuple(problems)


class RecordError(GraderError):
    pass


class SnapshotError(GraderError):
    exit_code: ClassVar[int] = 3


class ResultError(GraderError):
    exit_code: ClassVar[int] = 3


class EngineError(GraderError):
    exit_code: ClassVar[int] = 3


class ReportError(GraderError):
    exit_code: ClassVar[int] = 3
