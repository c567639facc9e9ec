"""`grader class`, run as an instructor runs it."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.classroom.record import NAME
from grader.cli.main import run
from grader.model.snapshot import ABSENT, Question
from grader.storage import snapshot_file
from tests.classroom.classes import Folder, make_class, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    return make_class(tmp_path, 12)


def grade(folder: Folder, *more: str, output: str = "out") -> int:
    out = folder.spec.parent / output
    return run(["class", str(folder.spec), "--roster", str(folder.roster), "-o", str(out), *more])


def scores(folder: Folder, output: str = "out") -> dict[str, str]:
    path = folder.spec.parent / output / "scores.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row["score"] for row in csv.DictReader(file)}


def record(folder: Folder, output: str = "out") -> bytes:
    return (folder.spec.parent / output / NAME).read_bytes()


def test_everyone_gets_exactly_the_points_of_their_work(small: Folder) -> None:
    assert grade(small) == 1
    assert scores(small) == {w.student: str(w.score) for w in small.works}


def test_who_cannot_be_graded_is_listed_first_and_has_no_score(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is missing, cut, or of another lab; nobody gets a zero for it."""
    folder = small.spec.parent / "in"
    (folder / "s00001.json").unlink()
    (folder / "s00003.json").write_text((folder / "s00003.json").read_text()[:-900])
    (folder / "s00005.json").write_text("[]")
    other = replace(snapshot_of(small.works[7]), labs={"another-lab": "0" * 64})
    (folder / "s00007.json").write_text(snapshot_file.dump(other))
    assert grade(small) == 3
    bad = {"s00001", "s00003", "s00005", "s00007"}
    expected = {w.student: str(w.score) for w in small.works if w.student not in bad}
    assert scores(small) == expected | dict.fromkeys(bad, "")
    told = capsys.readouterr().out.splitlines()
    assert told[2] == "Could not be graded (4)"
    assert [line.split()[0] for line in told[3:7]] == sorted(bad)


def test_a_second_run_does_nothing_again(small: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    grade(small)
    before = record(small)
    grade(small)
    assert record(small) == before
    assert "12 already in the record, 0 to go" in capsys.readouterr().err


def test_who_could_not_be_graded_is_tried_again_next_time(small: Folder) -> None:
    missing = small.spec.parent / "in" / "s00004.json"
    text = missing.read_text()
    missing.unlink()
    assert grade(small) == 3
    missing.write_text(text)
    assert grade(small) == 1
    assert scores(small)["s00004"] == str(small.works[4].score)


def test_a_snapshot_handed_in_anew_is_graded_anew(small: Folder) -> None:
    grade(small)
    folder = small.spec.parent / "in"
    full = next(w for w in small.works if w.score >= 80)
    seen = snapshot_of(full)
    less = {**seen.answers, Question("container", "web4"): ABSENT}
    text = snapshot_file.dump(replace(seen, answers=less))
    (folder / f"{full.student}.json").write_text(text)
    grade(small)
    assert scores(small)[full.student] == str(full.score - 20)


def test_identity_comes_from_the_roster_alone(small: Folder) -> None:
    """What a snapshot says of whose it is decides nothing."""
    folder = small.spec.parent / "in"
    (folder / "s00000.json").write_text((folder / "s00001.json").read_text())
    grade(small)
    assert scores(small)["s00000"] == str(small.works[1].score)


def test_a_changed_spec_asks_for_regrade_and_regrade_shows_whose_score_changes(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mended: web0's colour may be bluee too. Only who had that wrong gets its five points."""
    grade(small)
    before = record(small)
    spec = small.spec.read_text()
    old = "COLOR: { equals: blue, source: overridden }"
    mended = spec.replace(old, "COLOR: { one_of: [blue, bluee], source: overridden }", 1)
    small.spec.write_text(mended)
    assert grade(small) == 2
    assert "--regrade" in capsys.readouterr().err
    for path in (small.spec.parent / "in").iterdir():
        os.utime(path, (1, 1))

    assert grade(small, "--regrade") == 0
    told = capsys.readouterr()
    won = [w for w in small.works if w.wrong[:1] == ("colour",)]
    assert won
    assert told.out.splitlines()[0] == f"{len(won)} of 12 scores change"
    assert told.out.splitlines()[1:] == [
        f"  {w.student}: {w.score} -> {w.score + 5} (web0-environment)" for w in won
    ]
    assert "nothing was written" in told.err
    assert record(small) == before

    assert grade(small, "--regrade", "--yes") == 1
    assert scores(small) == {w.student: str(w.score + 5 * (w in won)) for w in small.works}
    kept = list((small.spec.parent / "out").glob("record-before-*.jsonl"))
    assert [k.read_bytes() for k in kept] == [before]
    fresh = grade(small, output="fresh")
    assert (fresh, record(small, "fresh")) == (1, record(small))


def test_regrade_keeps_the_score_of_who_changed_the_snapshot_since(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(small)
    small.spec.write_text(small.spec.read_text() + "# mended\n")
    snapshot = small.spec.parent / "in" / "s00002.json"
    snapshot.write_text(snapshot.read_text() + " ")
    grade(small, "--regrade", "--yes")
    assert "s00002: cannot be regraded" in capsys.readouterr().out
    assert scores(small)["s00002"] == str(small.works[2].score)


def test_unsigned_and_forged_snapshots_are_refused_where_a_signature_is_asked_for(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    key = small.spec.parent / "course.key"
    key.write_bytes(b"k" * 32)
    folder = small.spec.parent / "in"
    for work in small.works[:10]:
        text = snapshot_file.dump(snapshot_of(work), key.read_bytes())
        (folder / f"{work.student}.json").write_text(text)
    forged = snapshot_file.dump(snapshot_of(small.works[0]), b"another key of 16")
    (folder / "s00000.json").write_text(forged)
    assert grade(small, "--verify", str(key)) == 3
    told = scores(small)
    assert [s for s in told if not told[s]] == ["s00000", "s00010", "s00011"]


def test_a_roster_that_is_wrong_stops_before_the_first_student(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    small.roster.write_text("student,snapshot\nada,\nbob,\n")
    assert grade(small) == 2
    told = capsys.readouterr().err
    assert f"{small.roster}:2:5: this student has no source" in told
    assert f"{small.roster}:3:5: this student has no source" in told
    assert not (small.spec.parent / "out").exists()


def merge(folder: Folder, *parts: str, output: str = "merged") -> int:
    base = folder.spec.parent
    command = ["merge", str(folder.spec), *(str(base / part) for part in parts)]
    return run([*command, "--roster", str(folder.roster), "-o", str(base / output)])


def test_three_parts_merged_are_the_whole(small: Folder) -> None:
    grade(small, output="whole")
    for i in (1, 2, 3):
        grade(small, "--shard", f"{i}/3", output=f"part{i}")
        assert len(scores(small, f"part{i}")) == 4
    assert merge(small, "part3", "part1", "part2") == 1
    assert record(small, "merged") == record(small, "whole")
    for name in ("scores.csv", "index.html", "students/s00003.html"):
        merged, whole = (small.spec.parent / folder / name for folder in ("merged", "whole"))
        assert merged.read_bytes() == whole.read_bytes()


def test_a_part_that_is_missing_leaves_its_students_ungraded(small: Folder) -> None:
    grade(small, "--shard", "1/2", output="part1")
    assert merge(small, "part1") == 3
    assert [s for s, score in scores(small, "merged").items() if not score] == [
        w.student for w in small.works[1::2]
    ]


def test_of_two_parts_with_one_student_the_one_with_a_score_counts(small: Folder) -> None:
    grade(small, output="whole")
    snapshot = small.spec.parent / "in" / "s00004.json"
    text = snapshot.read_text()
    snapshot.unlink()
    grade(small, output="lacking")
    snapshot.write_text(text)
    assert merge(small, "lacking", "whole") == 1
    assert record(small, "merged") == record(small, "whole")


def test_two_scores_of_one_student_are_not_chosen_between(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(small, output="one")
    folder = small.spec.parent / "in"
    (folder / "s00000.json").write_text((folder / "s00001.json").read_text())
    grade(small, output="two")
    assert merge(small, "one", "two") == 2
    assert "s00000" in capsys.readouterr().err


@pytest.mark.parametrize("part", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3"])
def test_a_part_that_is_none_is_refused(small: Folder, part: str) -> None:
    assert grade(small, f"--shard={part}") == 2


def test_a_dry_run_says_what_importers_would_refuse_and_grades_nobody(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    books = ("--gradebook", "canvas", "--gradebook", "moodle")
    settings = ("--set", "canvas.assignment=1")
    assert grade(small, "--dry-run", *books, *settings, "--set", "moodle.user=username") == 2
    told = capsys.readouterr().err
    assert "moodle would reject this: s00000: no username" in told
    assert grade(small, "--dry-run", *books, *settings) == 0
    assert not (small.spec.parent / "out").exists()


def test_gradebooks_list_who_has_no_grade_apart(small: Folder) -> None:
    (small.spec.parent / "in" / "s00004.json").unlink()
    assert grade(small, "--gradebook", "canvas") == 3
    books = small.spec.parent / "out" / "gradebooks"
    assert "s00004" not in (books / "canvas.csv").read_text()
    with (books / "not-graded.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["student"] for row in csv.DictReader(file)] == ["s00004"]


def killed(folder: Folder, students: int, output: str) -> bool:
    """Run a class in a process of its own and kill it in the middle; whether it was running.

    The middle is when so many more students are in the record, not a time: machines differ.
    """
    path = folder.spec.parent / output / NAME
    before = path.stat().st_size if path.exists() else 0
    size = (folder.spec.parent / "undisturbed" / NAME).stat().st_size * students // 150
    command = [sys.executable, "-m", "grader", "class", str(folder.spec), "--roster"]
    command += [str(folder.roster), "-o", str(folder.spec.parent / output), "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and (not path.exists() or path.stat().st_size < before + size):
        time.sleep(0.001)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return was_running


def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_record(tmp_path: Path) -> None:
    """kill -9 at random moments: byte for byte the record of an undisturbed run."""
    folder = make_class(tmp_path, 150)
    grade(folder, output="undisturbed")
    chance = random.Random(7)
    hits = [killed(folder, chance.randint(5, 40), "disturbed") for _ in range(3)]
    grade(folder, output="disturbed")
    assert any(hits)
    assert record(folder, "disturbed") == record(folder, "undisturbed")


def test_a_folder_that_cannot_be_written_to_is_told(
    small: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    (small.spec.parent / "out").write_text("a file where the folder should be")
    assert grade(small) == 2
    assert "File exists; choose another one" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["0", "-3", "many"])
def test_nobody_is_graded_by_fewer_than_one(small: Folder, jobs: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        grade(small, "--jobs", jobs)


def test_a_setting_needs_its_gradebook(small: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert grade(small, "--set", "canvas.assignment=1") == 2
    assert "--set can only be used with --gradebook" in capsys.readouterr().err
