"""The spec, followed: what it says now, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.labspec.problem import Problem
    from grader.model.lab import Lab


@dataclass(slots=True)
class SpecFile:
    """A spec's file. `lab` is the last good one; `problems` are those of the file as it is."""

    path: Path
    load: Callable[[Path], Lab]
    lab: Lab
    problems: tuple[Problem, ...] = ()
    _mark: tuple[int, ...] = ()

    def changed(self) -> bool:
        """Look whether the file has changed, and read it if so; False where all stays as it was."""
        mark = _mark(self.path)
        if mark == self._mark:
            return False
        first, self._mark = not self._mark, mark
        before = (self.lab.sha256, self.problems)
        try:
            self.lab, self.problems = self.load(self.path), ()
        except SpecError as wrong:
            self.problems = wrong.problems
        return not first and before != (self.lab.sha256, self.problems)


def _mark(path: Path) -> tuple[int, ...]:
    """Editors write in place or put another file there; either way one of these differs."""
    try:
        seen = path.stat()
    except OSError:
        return (0,)
    return (seen.st_mtime_ns, seen.st_size, seen.st_ino)
