"""A roster is read whole, and everything that is wrong with it is told with line and column."""

from pathlib import Path

import pytest

from grader.classroom.roster import read_roster
from grader.classroom.student import Roster
from grader.errors import RosterError

GOOD = "student,name,snapshot\nada,Ada,a.json\n"


def roster_of(
    folder: Path, text: str | bytes, *, engine: bool = False, encoding: str | None = None
) -> Roster:
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_roster(path, {"port", "host", "color"}, engine=engine, encoding=encoding)


def problems_of(folder: Path, text: str | bytes, *, engine: bool = False) -> list[str]:
    """Read a roster that is wrong: `line:column code` of each problem."""
    with pytest.raises(RosterError) as told:
        roster_of(folder, text, engine=engine)
    return [f"{p.place.line}:{p.place.column} {p.message.code}" for p in told.value.problems]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["1:1 roster-empty"]),
        ("student,snapshot\n", ["1:1 roster-no-students"]),
        ("name,snapshot\nAda,a.json\n", ["1:1 roster-no-student-column"]),
        ("student,snapshot,colour\nada,a.json,x\n", ["1:18 roster-unknown-column"]),
        ("student,student,snapshot\na,b,c\n", ["1:9 roster-column-twice"]),
        ("student,snapshot\n,a.json\n", ["2:1 roster-no-id"]),
        ("student,snapshot\nada,a.json\nada,b.json\n", ["3:1 roster-id-twice"]),
        ("student,snapshot\nada,a.json,more\n", ["2:12 roster-row-too-long"]),
        ("student,snapshot\nada,\n", ["2:5 roster-no-source"]),
        (
            "student,snapshot,context\nada,a.json,colima\n",
            ["2:12 roster-several-sources"],
        ),
        ("student,host\nada,http//x\n", ["2:5 roster-host"]),
        ("student,host,tls\nada,ssh://x,certs\n", ["2:13 roster-tls"]),
        ("student,snapshot,prefix\nada,a.json,ada-\n", ["2:12 roster-marks"]),
        ("student,host,label\nada,tcp://x,=a\n", ["2:13 roster-label"]),
        (
            "student,host,prefix\nada,tcp://x,a\nbob,tcp://x,ab\n",
            ["3:1 roster-prefix-overlap"],
        ),
        ('student,snapshot\n"a\nda",a.json\n', ["2:1 roster-control"]),
        ("student,snapshot\na\u202eda,a.json\n", ["2:1 roster-control"]),
        ('student,snapshot\n"ada,a.json\n', ["2:1 roster-not-csv"]),
        (b"student,snapshot\n\xb1\xe8,a.json\n", ["1:1 roster-not-utf-8"]),
        (f"student,snapshot\n{'x' * 201},a.json\n", ["2:1 roster-id-too-long"]),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, text: str | bytes, told: list[str]
) -> None:
    assert problems_of(tmp_path, text) == told


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = "student,name,snapshot,host\n,Ada,a.json,\nbob,Bob,,\ncyd,Cyd,c.json,tcp://x\n"
    assert problems_of(tmp_path, text) == [
        "2:1 roster-no-id",
        "3:9 roster-no-source",
        "4:16 roster-several-sources",
    ]


def test_the_column_is_right_behind_quotes_delimiters_and_line_breaks(tmp_path: Path) -> None:
    text = 'student,name,snapshot\n\n"b","Smith, ""J""",\n'
    assert problems_of(tmp_path, text) == ["3:20 roster-no-source"]


@pytest.mark.parametrize(
    "text",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").replace("\n", "\r\n").encode(),
        b"\r\n" + GOOD.replace("student", " Student ").encode(),
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path: Path, text: bytes) -> None:
    if text.startswith(b"\r\n"):
        text = text.removeprefix(b"\r\n") + b"\r\n"
    (student,) = roster_of(tmp_path, text).students
    assert (student.id, student.name, student.source.snapshot) == ("ada", "Ada", "a.json")


def test_excel_in_korea_needs_its_encoding_named(tmp_path: Path) -> None:
    text = "student,name,snapshot\n김,김민준,a.json\n".encode("cp949")
    (student,) = roster_of(tmp_path, text, encoding="cp949").students
    assert student.name == "김민준"


def test_an_id_is_the_same_however_its_letters_are_composed(tmp_path: Path) -> None:
    import unicodedata

    apart = unicodedata.normalize("NFD", "김민준")
    text = f"student,snapshot\n{apart},a.json\n김민준,b.json\n"
    assert problems_of(tmp_path, text) == ["3:1 roster-id-twice"]


def test_other_columns_are_variables_and_those_left_empty_are_not_given(tmp_path: Path) -> None:
    """A variable with the name of a column of ours is written `var:host`."""
    text = "student,snapshot,port,color,var:host,x-note\nada,a.json,8081,,lab,hm\n"
    (student,) = roster_of(tmp_path, text).students
    assert student.given == {"port": "8081", "host": "lab"}


def test_on_a_shared_engine_each_student_is_marked(tmp_path: Path) -> None:
    text = "student,prefix\nada,ada-\nbob,\n"
    assert problems_of(tmp_path, text, engine=True) == ["3:1 roster-no-mark"]


def test_a_folder_of_snapshots_is_a_roster(tmp_path: Path) -> None:
    (tmp_path / "bob.json").write_text("{}")
    (tmp_path / "ada.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("")
    found = read_roster(tmp_path, (), engine=False)
    assert [(s.id, s.source.snapshot) for s in found.students] == [
        ("ada", "ada.json"),
        ("bob", "bob.json"),
    ]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError):
        read_roster(tmp_path, (), engine=False)
