"""Gradebooks, read back by readers written from their importers' rules."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.classroom import csv_io
from grader.classroom.gradebooks import NAMES, gradebook
from grader.classroom.gradebooks.base import Asked, Grade
from grader.classroom.student import Roster, Source, Student
from grader.formats import FORMATS, Style
from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.model.message import message
from grader.model.points import plain, scaled
from grader.model.snapshot import ABSENT, Found, Question
from tests.classroom import readers
from tests.classroom.readers import Course, RefusedError
from tests.formats import samples

if TYPE_CHECKING:
    from grader.model.lab import Lab

HOME = "https://github.com/course/ada"
IDS = {
    "canvas_id": "1001",
    "sis_user_id": "S1001",
    "sis_login_id": "ada",
    "username": "ada",
    "idnumber": "S1001",
    "owner": "ada",
    "submission": "submit/2026-01-31",
    "commit": f"{HOME}/commit/1",
    "release": f"{HOME}/releases/1",
    "review": f"{HOME}/pull/1",
}
ADA = Student("ada", Source(), "Lovelace, Ada", "ada@uni.example", "SEC-1", IDS)


def other(number: int, **changes: Any) -> Student:
    ids = {
        k: v.replace("1001", str(1001 + number)).replace("ada", f"s{number}")
        for k, v in IDS.items()
    }
    student = Student(f"s{number}", Source(), f"Name {number}", f"s{number}@uni.example", "", ids)
    return replace(student, **changes)


def lab(spec: str = samples.SPEC) -> Lab:
    return load_bytes(spec.encode(), "sample.lab.yaml")


def asked(*students: Student, spec: str = samples.SPEC, **settings: str) -> Asked:
    return Asked(Roster(students, "roster.csv", Path()), lab(spec), settings)


def grade(student: Student, spec: str = samples.SPEC, points: str | None = None) -> Grade:
    """Grade the sample's answers, the check that cannot be observed left out."""
    from grader.privacy.audience import cut

    result = judge(
        lab(spec), replace(samples.snapshot(samples.right_answers()), student=student.id)
    )
    score = result.score if points is None else Decimal(points)
    return Grade(student, score, result, cut(result, "student", "before_due"))


UNGRADED = Grade(other(9), None, None, None, message("timed-out", seconds=10))


def files(name: str, what: Asked, *grades: Grade) -> dict[str, str]:
    return dict(gradebook(name).files(what, grades))


def codes(name: str, what: Asked) -> list[str]:
    """Run the dry run: a code for all that would be refused, in brackets what is only told."""
    return [
        r.said.code.removeprefix("gradebook-") if r.refused else f"({r.said.code[10:]})"
        for r in gradebook(name).remarks(what)
    ]


SETTINGS = {
    "canvas": {"assignment": "98765"},
    "moodle": {},
    "gradescope": {},
    "prairielearn": {},
    "classroom50": {"classroom": "c", "assignment": "a"},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_roster_that_is_in_order_gets_no_remark(name: str) -> None:
    found = codes(name, asked(ADA, other(1), **SETTINGS[name]))
    assert [code for code in found if not code.startswith("(classroom50-hund")] == []


# Canvas

COURSE = Course({1001: "ada"}, {"S1002": "s1"}, {"s2": "s2"}, {"Name 3": "s3"}, {98765: "Lab"})


def test_canvas_finds_everyone_by_whichever_id_there_is() -> None:
    students = [
        ADA,
        other(1, ids={"sis_user_id": "S1002"}),
        other(2, ids={"sis_login_id": "s2"}),
        other(3, ids={}),
    ]
    what = asked(*students, assignment="98765")
    text = files("canvas", what, *(grade(s, points="17.5") for s in students))["canvas.csv"]
    found = readers.canvas(text, COURSE)
    assert (found.assignment, found.points, found.unknown) == (98765, "100", [])
    assert found.grades == dict.fromkeys(("ada", "s1", "s2", "s3"), "17.5")


def test_canvas_header_is_in_its_order_and_ends_with_the_section() -> None:
    text = files("canvas", asked(ADA, assignment="98765"))["canvas.csv"]
    assert text.startswith(
        "Student,ID,SIS User ID,SIS Login ID,Section,Override image metadata (98765)\r\n"
    )


def test_canvas_has_no_row_without_a_score() -> None:
    """A blank over a score that is there would count as a change."""
    text = files("canvas", asked(ADA, other(9)), grade(ADA), UNGRADED)["canvas.csv"]
    assert list(readers.canvas(text, COURSE).grades) == ["ada"]


@pytest.mark.parametrize("points", ["1234.5", "0", "0.05", "100", "33.33"])
def test_canvas_reads_the_very_number(points: str) -> None:
    text = files("canvas", asked(ADA), grade(ADA, points=points))["canvas.csv"]
    assert Decimal(readers.canvas(text, COURSE).grades["ada"]) == Decimal(points)


def test_a_separator_of_thousands_would_have_been_a_decimal_mark() -> None:
    """The trap that `plain` avoids."""
    assert readers._canvas_number("1,234") == "1.234"
    assert plain(Decimal("1234.50")) == "1234.5"


@pytest.mark.parametrize(
    ("student", "settings", "told"),
    [
        (ADA, {}, ["(canvas-new)"]),
        (ADA, {"assignment": "Lab 1"}, ["canvas-assignment"]),
        (ADA, {"assignment": "1", "title": "Final Score"}, ["canvas-title"]),
        (replace(ADA, ids={}, name=""), {"assignment": "1"}, ["canvas-nobody"]),
        (replace(ADA, ids={}), {"assignment": "1"}, ["(canvas-by-name)"]),
        (replace(ADA, ids={"canvas_id": "12abc"}), {"assignment": "1"}, ["canvas-id"]),
        (replace(ADA, ids={"sis_user_id": "2024.01.7"}), {"assignment": "1"}, ["canvas-changed"]),
        (replace(ADA, ids={"sis_login_id": "=ada"}), {"assignment": "1"}, ["formula-id"]),
        (replace(ADA, name="Points Possible"), {"assignment": "1"}, ["canvas-points-row"]),
    ],
)
def test_canvas_dry_run(student: Student, settings: dict[str, str], told: list[str]) -> None:
    assert codes("canvas", asked(student, **settings)) == told


def test_canvas_changes_an_id_of_digits_and_full_stops() -> None:
    """The reason for `canvas-changed`: the student would not be found."""
    assert readers._canvas_number("2024.01.7") == "202401.7"


def test_one_id_for_two_would_give_one_the_others_grade() -> None:
    students = (ADA, other(1, ids=IDS))
    assert "id-twice" in codes("canvas", asked(*students, assignment="1"))
    assert "id-twice" in codes("moodle", asked(*students))


def test_without_its_section_or_with_a_sis_user_id_alone_canvas_refuses() -> None:
    for header in ("Student,ID,Lab (1)", "Student,ID,SIS User ID,Section,Lab (1)"):
        with pytest.raises(RefusedError):
            readers.canvas(f"{header}\n", COURSE)


# Moodle

USERS = {"ada": "ada", "s1": "s1", "s2": "s2"}


def test_moodle_takes_the_whole_file() -> None:
    students = (ADA, other(1))
    text = files("moodle", asked(*students), *map(grade, students), UNGRADED)["moodle.csv"]
    found = readers.moodle(text.encode(), USERS, user="username")
    assert found == {"ada": "62", "s1": "62"}


def test_moodle_gets_grades_scaled_to_the_items_maximum() -> None:
    text = files("moodle", asked(ADA, max="20"), grade(ADA, points="50"))["moodle.csv"]
    assert readers.moodle(text.encode(), USERS, user="username", most=20) == {"ada": "10"}


def test_moodle_refuses_all_over_one_unknown_user_so_the_dry_run_says_it() -> None:
    nobody = other(7, ids={"username": "nobody"})
    text = files("moodle", asked(nobody), grade(nobody))["moodle.csv"]
    with pytest.raises(RefusedError, match="unknown user"):
        readers.moodle(text.encode(), USERS, user="username")
    assert codes("moodle", asked(ADA, other(1, ids={}), user="username")) == ["moodle-unknown"]


def test_moodle_refuses_a_grade_above_100_so_the_dry_run_says_it() -> None:
    spec = samples.SPEC.replace("points: 40", "points: 400")
    assert codes("moodle", asked(ADA, spec=spec)) == ["moodle-over-100"]
    assert codes("moodle", asked(ADA, spec=spec, max="100")) == []
    text = files("moodle", asked(ADA, spec=spec), grade(ADA, points="401"))["moodle.csv"]
    with pytest.raises(RefusedError, match="out of range"):
        readers.moodle(text.encode(), USERS, user="username")


@pytest.mark.parametrize(
    ("student", "settings", "told"),
    [
        (ADA, {"user": "nick"}, ["moodle-user"]),
        (ADA, {"max": "many"}, ["moodle-max"]),
        (ADA, {"max": "0"}, ["moodle-max"]),
        (ADA, {"title": "email"}, ["moodle-title"]),
        (replace(ADA, email="Ada@Uni.example"), {"user": "email"}, ["(moodle-case)"]),
        (replace(ADA, ids={"userid": "x1"}), {"user": "userid"}, ["moodle-userid"]),
        (replace(ADA, ids={"username": "@ada"}), {"user": "username"}, ["formula-id"]),
    ],
)
def test_moodle_dry_run(student: Student, settings: dict[str, str], told: list[str]) -> None:
    assert codes("moodle", asked(student, **settings)) == told


def test_moodle_feedback_stands_beside_its_grade_and_says_what_the_student_may_know() -> None:
    text = files("moodle", asked(ADA), grade(ADA))["moodle.csv"].removeprefix("\ufeff")
    row = next(csv.DictReader(io.StringIO(text)))
    said = row["Override image metadata (feedback)"]
    assert said.startswith("2 of 5 checks passed | nginx shows its page and ends: ")


# Gradescope

HIDDEN = samples.SPEC.replace(
    "- id: custom-cmd", "- id: custom-cmd\n    visibility: staff"
).replace(
    "- id: blue-color", "- id: blue-color\n    visibility: after_published\n    reveal: message"
)


def test_gradescope_takes_score_visibility_and_status() -> None:
    what = asked(ADA, spec=HIDDEN)
    (found,) = files("gradescope", what, grade(ADA, HIDDEN)).items()
    read = readers.gradescope(found[1])
    assert found[0] == "gradescope/ada/results.json"
    assert read["score"] == 62
    assert [t["visibility"] for t in read["tests"]] == [
        *("visible", "hidden", "after_published", "visible", "visible")
    ]
    statuses = [t.get("status") for t in read["tests"]]
    assert statuses == ["passed", "failed", "failed", None, "passed"]
    assert "score" not in read["tests"][3]
    assert codes("gradescope", what) == ["(gradescope-no-total)"]


def test_gradescope_tells_a_student_no_value_that_reveal_hides() -> None:
    """`blue-color` is shown once published, but not what was expected."""
    (text,) = files("gradescope", asked(ADA, spec=HIDDEN), grade(ADA, HIDDEN)).values()
    test = json.loads(text)["tests"][2]
    assert test["output"]
    assert "blue" not in test["output"].replace("blueColorApp", "")


# PrairieLearn


def test_prairielearn_takes_a_share_and_points_on_every_test() -> None:
    (text,) = files("prairielearn", asked(ADA), grade(ADA)).values()
    read = readers.prairielearn(text)
    assert read["score"] == 0.62
    assert [t["points"] for t in read["tests"]] == [20.0, 0.0, 32.0, 0.0, 10.0]


def test_prairielearn_is_told_that_who_was_not_graded_loses_no_attempt() -> None:
    (text,) = files("prairielearn", asked(other(9)), UNGRADED).values()
    assert readers.prairielearn(text)["gradable"] is False


def test_prairielearn_files_stay_below_a_megabyte() -> None:
    checks = (
        f"  - {{id: c{i}, container: custom{i}, expect: {{state: running}}, hint: *long}}"
        for i in range(900)
    )
    many = "\n".join(checks).replace("*long", f"&long {'x' * 1500}", 1)
    spec = f"version: 1\nlab: many\nchecks:\n{many}\n"
    absent = {Question("container", f"custom{i}"): ABSENT for i in range(900)}
    there = {Question("list", "containers"): Found([])}
    whole = judge(lab(spec), samples.snapshot({**absent, **there}))
    shown = Grade(ADA, Decimal(0), whole, whole)
    uncut = FORMATS["prairielearn"].render(whole, Style())
    with pytest.raises(RefusedError, match="too large"):
        readers.prairielearn(uncut)
    (text,) = files("prairielearn", asked(ADA, spec=spec), shown).values()
    assert readers.prairielearn(text)["score"] == 0


# Classroom 50


def test_classroom50_gets_whole_numbers_in_hundredths_where_points_may_have_fractions() -> None:
    what = asked(ADA, classroom="c", assignment="a")
    (text,) = files("classroom50", what, grade(ADA)).values()
    read = readers.classroom50(text)
    assert (read["score"], read["max-score"]) == (6200, 10000)
    assert codes("classroom50", what) == ["(classroom50-hundredths)"]


def test_classroom50_gets_the_points_themselves_where_all_are_whole() -> None:
    spec = samples.SPEC.replace("    partial: true\n", "")
    what = asked(ADA, spec=spec, classroom="c", assignment="a")
    (text,) = files("classroom50", what, grade(ADA, spec)).values()
    read = readers.classroom50(text)
    assert (read["score"], read["max-score"]) == (30, 100)


def test_classroom50_has_no_file_for_who_was_not_graded() -> None:
    assert files("classroom50", asked(other(9)), UNGRADED) == {}


@pytest.mark.parametrize(
    ("ids", "settings", "told"),
    [
        (IDS, {}, ["setting-missing", "setting-missing"]),
        ({**IDS, "owner": ""}, None, ["column-missing"]),
        ({**IDS, "submission": "v1"}, None, ["column-wrong"]),
        ({**IDS, "commit": "abc123"}, None, ["column-wrong"]),
        (IDS, {"classroom": "c", "assignment": "a", "type": "pair"}, ["classroom50-type"]),
    ],
)
def test_classroom50_dry_run(
    ids: dict[str, str], settings: dict[str, str] | None, told: list[str]
) -> None:
    given = SETTINGS["classroom50"] if settings is None else settings
    what = asked(replace(ADA, ids=ids), **given)
    assert [c for c in codes("classroom50", what) if not c.startswith("(")] == told


# Points and cells


def test_points_are_scaled_once_and_rounded_half_up() -> None:
    assert scaled(Decimal("0.125"), Decimal(1), Decimal(1)) == Decimal("0.13")
    assert plain(scaled(Decimal(1), Decimal(3), Decimal(100))) == "33.33"
    assert plain(Decimal("-0.001")) == "0"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '"=1', "'=1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_io.write([[csv_io.neutral(text)]])))
    assert row[0].startswith("'")


@pytest.mark.parametrize("text", ["Lovelace, Ada", 'a"b', "김민준", "1e5", ""])
def test_other_cells_come_back_as_they_were(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_io.write([[csv_io.neutral(text), "x"]])))
    assert row[0] == text
