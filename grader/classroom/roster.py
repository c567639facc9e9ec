"""A roster: a CSV file, or a folder of snapshots. Read whole; all of its mistakes come at once.

Identity comes from here alone: what a snapshot or an engine says of who it is decides nothing.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

from grader.classroom.csv_io import Cell, Row, read_text, rows
from grader.classroom.student import Roster, Source, Student
from grader.errors import RosterError
from grader.formats.sanitize import HARMFUL
from grader.labspec.did_you_mean import suggestion
from grader.labspec.problem import Problem
from grader.model.expectation import Place
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

WHO = ("student", "name", "email", "section")
WHERE = ("snapshot", "host", "context", "tls", "prefix", "label")
# What gradebooks know a student by; who needs which is said in grader.classroom.gradebooks.
IDS = (
    *("canvas_id", "sis_user_id", "sis_login_id"),
    *("username", "idnumber", "userid"),
    *("owner", "submission", "commit", "release", "review"),
)
KNOWN = (*WHO, *WHERE, *IDS)
VAR = "var:"
LONGEST_ID = 200
SNAPSHOTS = ".json"
LABEL = re.compile(r"[^=\s]+(?:=.*)?")


def read_roster(
    path: Path, variables: Collection[str], *, engine: bool, encoding: str | None = None
) -> Roster:
    """Read a roster; `variables` are those of the spec, `engine` is whether one is shared.

    Raises `RosterError` with every mistake, each with its line and column.
    """
    if path.is_dir():
        return _of_folder(path)
    text = read_text(path, encoding)
    reading = _Reading(str(path), text.splitlines(), variables, engine=engine)
    students = reading.read(list(rows(text, str(path))))
    reading.refuse_overlaps(students)
    if reading.problems:
        raise RosterError(sorted(reading.problems, key=lambda p: (p.place.line, p.place.column)))
    columns = frozenset(name for name in reading.columns if name)
    return Roster(tuple(students), str(path), path.parent, columns)


def _of_folder(path: Path) -> Roster:
    """A folder of snapshots: each is a student's, named by the file."""
    files = sorted(p for p in path.iterdir() if p.suffix == SNAPSHOTS and p.is_file())
    if not files:
        said = message("roster-empty-folder", suffix=SNAPSHOTS)
        raise RosterError([Problem(said, Place(1, 1), file=str(path))])
    students = (
        Student(unicodedata.normalize("NFC", p.stem), Source(snapshot=p.name)) for p in files
    )
    return Roster(tuple(students), str(path), path, frozenset({"student", "snapshot"}))


class _Reading:
    """One reading of a file: the columns, and the mistakes so far."""

    def __init__(
        self, file: str, lines: Sequence[str], variables: Collection[str], *, engine: bool
    ) -> None:
        self.problems: list[Problem] = []
        self.columns: list[str] = []
        self._file = file
        self._lines = lines
        self._variables = variables
        self._engine = engine
        self._seen: dict[str, int] = {}

    def read(self, found: list[Row]) -> list[Student]:
        if not found:
            self._report("roster-empty", Place(1, 1))
            return []
        self._header(found[0])
        if self.problems:
            return []
        if len(found) == 1:
            self._report("roster-no-students", Place(1, 1))
        return [student for row in found[1:] if (student := self._student(row)) is not None]

    def _report(
        self, code: str, place: Place, suggest: Message | None = None, /, **params: str | int
    ) -> None:
        row = place.line - 1
        line = self._lines[row] if row < len(self._lines) else ""
        said = message(code, **params)
        self.problems.append(Problem(said, place, suggest, file=self._file, line=line))

    def _header(self, row: Row) -> None:
        """Sort the columns: who, where, gradebooks' ids; all else is a variable of the spec."""
        for cell in row.cells:
            name = cell.text if cell.text.startswith(VAR) else cell.text.lower()
            known = name in KNOWN or name.startswith("x-") or not name
            variable = cell.text.removeprefix(VAR)
            if not known and variable not in self._variables:
                near = suggestion(variable, [*KNOWN, *self._variables])
                self._report("roster-unknown-column", cell.place, near, name=variable)
            elif not known:
                name = VAR + variable
            if name and name in self.columns:
                self._report("roster-column-twice", cell.place, name=cell.text)
            self.columns.append(name)
        if "student" not in self.columns:
            self._report("roster-no-student-column", row.place)

    def _student(self, row: Row) -> Student | None:
        before = len(self.problems)
        if len(row.cells) > len(self.columns):
            extra = row.cells[len(self.columns)]
            self._report("roster-row-too-long", extra.place, cells=len(row.cells))
        cells = dict(zip(self.columns, row.cells, strict=False))
        self._harmless(cells.values())
        filled = {name: cell.text for name, cell in cells.items() if name and cell.text}
        name = self._id(cells.get("student"), row)
        source = self._source(cells, filled, row)
        if len(self.problems) > before:
            return None
        return Student(
            id=name,
            source=source,
            name=filled.get("name", ""),
            email=filled.get("email", ""),
            section=filled.get("section", ""),
            ids={key: filled[key] for key in IDS if key in filled},
            given={k.removeprefix(VAR): v for k, v in filled.items() if k.startswith(VAR)},
            line=row.place.line,
        )

    def _harmless(self, cells: Iterable[Cell]) -> None:
        """A line break or an invisible character in a name or an id is never meant."""
        for cell in cells:
            if HARMFUL.search(cell.text):
                self._report("roster-control", cell.place)

    def _id(self, cell: Cell | None, row: Row) -> str:
        if cell is None or not cell.text:
            self._report("roster-no-id", cell.place if cell else row.place)
            return ""
        name = unicodedata.normalize("NFC", cell.text)
        if len(name) > LONGEST_ID:
            self._report("roster-id-too-long", cell.place, limit=LONGEST_ID)
        if name in self._seen:
            self._report("roster-id-twice", cell.place, id=name, line=self._seen[name])
        self._seen.setdefault(name, cell.place.line)
        return name

    def _source(self, cells: Mapping[str, Cell], filled: Mapping[str, str], row: Row) -> Source:
        """Exactly one of a snapshot, a host and a context; without any, the shared engine."""
        ways = [way for way in ("snapshot", "host", "context") if way in filled]
        if len(ways) > 1:
            self._report("roster-several-sources", cells[ways[1]].place, ways=" + ".join(ways))
        elif not ways and not self._engine:
            place = next((cells[w].place for w in WHERE if w in cells), row.place)
            self._report("roster-no-source", place)
        marks = [mark for mark in ("prefix", "label") if mark in filled]
        if len(marks) > 1 or (marks and "snapshot" in ways):
            self._report("roster-marks", cells[marks[0]].place)
        if not ways and not marks and self._engine and not self.problems:
            self._report("roster-no-mark", row.place)
        if "tls" in filled and not filled.get("host", "").startswith(("tcp://", "https://")):
            self._report("roster-tls", cells["tls"].place)
        if "label" in filled and not LABEL.fullmatch(filled["label"]):
            self._report("roster-label", cells["label"].place, found=filled["label"])
        self._addresses(cells, filled)
        return Source(**{way: filled[way] for way in WHERE if way in filled})

    def refuse_overlaps(self, students: Sequence[Student]) -> None:
        """A prefix that begins another one on the same engine would take in its objects."""
        marked = sorted(
            (s.source.host or "", s.source.context or "", s.source.prefix, s.line)
            for s in students
            if s.source.prefix is not None
        )
        # What begins alike stands together when sorted.
        for one, other in itertools.pairwise(marked):
            if one[:2] == other[:2] and other[2].startswith(one[2]):
                at, line = sorted((one[3], other[3]), reverse=True)
                self._report("roster-prefix-overlap", Place(at, 1), prefix=one[2], line=line)

    def _addresses(self, cells: Mapping[str, Cell], filled: Mapping[str, str]) -> None:
        from grader.engine.endpoint import SCHEMES

        scheme = filled.get("host", "unix://").partition("://")
        if scheme[0] not in SCHEMES or not scheme[1]:
            known = ", ".join(f"{s}://" for s in SCHEMES)
            self._report("roster-host", cells["host"].place, found=filled["host"], known=known)
