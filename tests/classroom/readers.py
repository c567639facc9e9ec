"""Gradebooks as their importers read them: small readers, written from the importers' rules.

Each raises `RefusedError` where the real one gives the file up.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import dataclass, field
from typing import Any


class RefusedError(Exception):
    pass


@dataclass
class Course:
    """What a learning system knows: its students by each kind of id, and its assignments."""

    by_id: dict[int, str] = field(default_factory=dict)
    by_sis: dict[str, str] = field(default_factory=dict)
    by_login: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    assignments: dict[int, str] = field(default_factory=dict)


@dataclass
class Imported:
    assignment: int | str
    points: str | None
    grades: dict[str, str]
    unknown: list[str]


NON_ASSIGNMENT = re.compile(
    "Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade"
    "|Override Score|Override Grade|Override Status"
)


def canvas(text: str, course: Course) -> Imported:
    """Read as `GradebookImporter` does."""
    rows = [
        [_canvas_number(cell) for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        if row and not re.fullmatch(r"[;, ]*", ",".join(row))
    ]
    first, width = _canvas_header(rows[0])
    columns = [c for c in first[width:] if not NON_ASSIGNMENT.search(c)]
    if len(columns) != 1:
        raise RefusedError(f"assignments: {columns}")
    where = first.index(columns[0])
    titled = re.fullmatch(r"(.*) \((\d+)\)", columns[0], re.DOTALL)
    known = titled is not None and int(titled[2]) in course.assignments
    imported = Imported(int(titled[2]) if titled and known else columns[0], None, {}, [])
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            imported.points = row[where]
            continue
        student = _canvas_student(row, course)
        if student is None:
            imported.unknown.append(row[0])
        else:
            imported.grades[student] = row[where]
    return imported


def _canvas_number(cell: str) -> str:
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *parts, last = re.split("[,.]", cell)
    return f"{''.join(parts)}.{last}" if parts else last


def _canvas_header(row: list[str]) -> tuple[list[str], int]:
    if not (len(row) > 3 and "Student" in row[0] and "ID" in row[1]):
        raise RefusedError("Invalid header row")
    width = 3
    if re.search(r"SIS\s+Login\s+ID", row[2]):
        width += 1
    elif re.search(r"SIS\s+User\s+ID", row[2]) and re.search(r"SIS\s+Login\s+ID", row[3]):
        width += 2
    if "Section" not in row[width - 1]:
        raise RefusedError("Invalid header row")
    return row, width


def _canvas_student(row: list[str], course: Course) -> str | None:
    digits = re.match(r"\s*\d+", row[1])
    if row[1] and digits and int(digits[0]) in course.by_id:
        return course.by_id[int(digits[0])]
    return course.by_sis.get(row[2]) or course.by_login.get(row[3]) or course.by_name.get(row[0])


def moodle(data: bytes, users: dict[str, str], *, user: str, most: float = 100) -> dict[str, str]:
    """Read as `grade/import/csv` does: one thing wrong, and nothing is taken in."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = rows[0]
    where, grade = header.index(user), 1
    if header[2] != f"{header[grade]} (feedback)":
        raise RefusedError("feedback is not mapped beside its grade")
    found: dict[str, str] = {}
    for row in rows[1:]:
        if len(row) != len(header):
            raise RefusedError("a row of another length")
        if row[where] not in users:
            raise RefusedError(f"unknown user {row[where]!r}")
        value = row[grade].strip()
        if value not in ("", "-"):
            try:
                number = float(value)
            except ValueError:
                raise RefusedError(f"not a number: {value}") from None
            if not 0 <= number <= min(most, 100):
                raise RefusedError(f"{number} is out of range")
        found[users[row[where]]] = value
    return found


def gradescope(text: str) -> dict[str, Any]:
    """Read `results.json`: known keys and words alone, scores as numbers."""
    found: dict[str, Any] = json.loads(text, parse_constant=_no_constant)
    top = {
        *("score", "execution_time", "output", "output_format", "test_output_format"),
        *("test_name_format", "visibility", "stdout_visibility", "extra_data", "tests"),
        "leaderboard",
    }
    words = ("hidden", "after_due_date", "after_published", "visible")
    formats = ("simple_format", "text", "html", "md", "ansi")
    if set(found) - top or not isinstance(found["score"], (int, float)):
        raise RefusedError(str(set(found) - top))
    for test in found["tests"]:
        bad = test.get("status", "passed") not in ("passed", "failed")
        bad = bad or test["visibility"] not in words
        if bad or ("score" in test) != ("max_score" in test):
            raise RefusedError(str(test))
    if any(found.get(k) not in formats for k in ("output_format", "test_output_format")):
        raise RefusedError("format")
    return found


def prairielearn(text: str) -> dict[str, Any]:
    """Read `results.json`: 1 MB, a score from 0 to 1, points on every test or none."""
    if len(text.encode()) > 1_048_576:
        raise RefusedError("too large")
    found: dict[str, Any] = json.loads(text, parse_constant=_no_constant)
    if found.get("gradable", True) is False:
        if not isinstance(found.get("format_errors"), (str, list)):
            raise RefusedError("format_errors")
        return found
    score = found["score"]
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 <= score <= 1:
        raise RefusedError(f"score {score}")
    if not all({"points", "max_points", "name"} <= set(test) for test in found.get("tests", [])):
        raise RefusedError("points on some tests alone")
    return found


REQUIRED = {
    *("schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit"),
    *("release", "review", "datetime", "score", "max-score", "tests"),
}


def classroom50(text: str) -> dict[str, Any]:
    """Read `result.json`: no other key at the top, whole numbers, none above its maximum."""
    found: dict[str, Any] = json.loads(text, parse_constant=_no_constant)
    if not REQUIRED <= set(found) <= REQUIRED | {"graded_at", "submitted_by"}:
        raise RefusedError(str(set(found) ^ REQUIRED))
    if found["schema"] != "classroom50/result/v1" or not found["submission"].startswith("submit/"):
        raise RefusedError("schema or submission")
    if found["assignment_type"] not in ("individual", "group"):
        raise RefusedError("assignment_type")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["datetime"]):
        raise RefusedError("datetime")
    for level in (found, *found["tests"]):
        _whole(level)
    for test in found["tests"]:
        if not isinstance(test["passed"], bool) or not test["test-name"]:
            raise RefusedError(str(test))
    return found


def _whole(level: dict[str, Any]) -> None:
    score, most = level["score"], level["max-score"]
    if type(score) is not int or type(most) is not int or not 0 <= score <= most:
        raise RefusedError(f"{score!r} of {most!r}")


def _no_constant(text: str) -> float:
    raise RefusedError(text) if not math.isfinite(float(text)) else ValueError(text)
