"""The record: what is in it is safe, what was cut is done again, and nothing is read as else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.classroom import entry as entries
from grader.classroom import record
from grader.classroom.entry import Entry, Evidence, Traces
from grader.classroom.record import NAME, Header, Record
from grader.errors import RecordError
from grader.model.message import message
from grader.model.result import Result
from grader.storage import result_file
from tests.formats import samples

HEADER = Header("lab", "0" * 64)
ENTRIES = [
    Entry(
        "ada",
        "k1",
        samples.student(samples.judged()),
        None,
        Evidence("in/ada.json", "f" * 64),
        Traces(("c1",), "engine", "bob"),
    ),
    Entry("김민준", "k2", reason=message("timed-out", seconds=10)),
    Entry("bob", "k3", samples.passing()),
]


@pytest.mark.parametrize("result", [samples.judged(), samples.passing(), samples.nothing()])
def test_a_result_read_back_is_the_same(result: Result) -> None:
    assert result_file.load(json.loads(json.dumps(result_file.dump(result)))) == result


def test_an_entry_read_back_is_the_same() -> None:
    for entry in ENTRIES:
        line = entries.dump(entry)
        assert line.count("\n") == 1
        assert entries.load(line.encode("ascii")) == entry


@pytest.mark.parametrize("entry", [ENTRIES[0], ENTRIES[1]])
def test_a_message_of_another_version_is_refused_and_not_met_later(entry: Entry) -> None:
    """A record of a newer grader may say what this one has no words for."""
    line = entries.dump(entry).replace('"code":"timed-out"', '"code":"from-the-future"')
    assert "from-the-future" in line
    with pytest.raises(ValueError, match="ValueError"):
        entries.load(line.encode("ascii"))


def test_a_lone_surrogate_from_an_engine_does_not_break_the_record() -> None:
    odd = replace(ENTRIES[1], reason=message("engine-refused", status=500, text="\ud800 \x00"))
    assert entries.load(entries.dump(odd).encode("ascii")) == odd


def filled(folder: Path) -> Path:
    with Record(folder, HEADER) as open_record:
        open_record.append(entries.dump(e) for e in ENTRIES)
    return folder / NAME


def test_every_cut_of_the_last_line_costs_that_line_alone(tmp_path: Path) -> None:
    """Killed in the middle of a write: what stood before is kept, and it can go on."""
    path = filled(tmp_path)
    whole = path.read_bytes()
    last = len(entries.dump(ENTRIES[-1]))
    for cut in {1, 2, last // 2, last - 1, last}:
        path.write_bytes(whole[:-cut])
        with Record(tmp_path, HEADER) as again:
            assert set(again.index.lines) == {"ada", "김민준"}
            again.append([entries.dump(ENTRIES[-1])])
        assert path.read_bytes() == whole


@pytest.mark.parametrize("size", [0, 1, 20])
def test_a_record_killed_before_its_first_line_begins_anew(tmp_path: Path, size: int) -> None:
    path = filled(tmp_path)
    path.write_bytes(path.read_bytes()[:size])
    with Record(tmp_path, HEADER) as again:
        assert not again.index.lines
    assert path.read_bytes() == HEADER.line()


def test_a_damaged_line_in_the_middle_is_told_and_its_student_done_again(tmp_path: Path) -> None:
    path = filled(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = b'{"student": "x"\n'
    path.write_bytes(b"".join(lines))
    index = record.scan(path)
    assert index is not None
    assert (index.broken, set(index.lines)) == ([3], {"ada", "bob"})


def test_of_two_lines_about_one_student_the_later_counts(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with Record(tmp_path, HEADER) as again:
        again.append([entries.dump(replace(ENTRIES[0], key="new"))])
    assert [e.key for e in record.read(path, ["ada"])] == ["new"]


def test_a_finished_record_is_in_order_and_holds_each_student_once(tmp_path: Path) -> None:
    """Who is in the record but in the roster no more comes last, and is not lost."""
    path = filled(tmp_path)
    with Record(tmp_path, HEADER) as again:
        again.append([entries.dump(replace(ENTRIES[0], key="new"))])
        again.finish(["bob", "ada"])
    lines = path.read_bytes().splitlines()
    assert json.loads(lines[0])["finished"] is True
    assert [json.loads(line)["student"] for line in lines[1:]] == ["bob", "ada", "김민준"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (Header("other", "0" * 64), "record-other-lab"),
        (Header("lab", "1" * 64), "record-spec-changed"),
    ],
)
def test_a_record_of_something_else_is_refused(tmp_path: Path, header: Header, code: str) -> None:
    before = filled(tmp_path).read_bytes()
    with pytest.raises(RecordError) as told, Record(tmp_path, header):
        pass
    assert told.value.message.code == code
    assert (tmp_path / NAME).read_bytes() == before


def test_a_file_that_is_no_record_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("shopping list\n")
    with pytest.raises(RecordError), Record(tmp_path, HEADER):
        pass
    assert (tmp_path / NAME).read_text() == "shopping list\n"


def test_two_runs_do_not_write_one_record(tmp_path: Path) -> None:
    with Record(tmp_path, HEADER):
        with pytest.raises(RecordError) as told, Record(tmp_path, HEADER):
            pass
        assert told.value.message.code == "record-in-use"
    with Record(tmp_path, HEADER):
        pass
