"""`grader check` on snapshots: exit codes, where reports go, what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Desk

RUNNING = {"Name": "/web", "State": {"Status": "running"}}
EXITED = {
    "Id": "1" * 64,
    "Name": "/web",
    "State": {"Status": "exited", "ExitCode": 1},
    "Image": "sha256:1",
}


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ({"Name": "/web", "State": {"Status": "running"}}, 0),
        (EXITED, 1),
        (None, 1),
        ("timed-out", 3),
    ],
)
def test_the_exit_code_tells_passed_failed_and_not_observed_apart(
    desk: Desk, seen: dict[str, object] | str | None, code: int
) -> None:
    ran = desk.grader("check", desk.spec(), "--snapshot", desk.snapshot(seen), "--report", "json")

    assert ran.code == code
    assert (json.loads(ran.out)["score"] is None) == (code == 3)


def test_without_report_the_text_goes_to_stdout_and_a_page_under_reports(desk: Desk) -> None:
    ran = desk.grader("check", desk.spec(), "--snapshot", desk.snapshot())

    assert "web" in ran.out
    assert (
        (desk.folder / "reports" / "small.html").read_text().lower().startswith("<!doctype html>")
    )


def test_3_wins_over_1_over_several_labs(desk: Desk) -> None:
    other = desk.spec("other", "version: 1\nlab: {lab}\nchecks:\n" + _check("db"))

    ran = desk.grader(
        "check", desk.spec(), other, "--snapshot", desk.snapshot(None), "--report", "json"
    )

    results = json.loads(ran.out)
    assert [r["outcome"] for r in results] == ["failed", "error"]
    assert ran.code == 3


def _check(name: str) -> str:
    return f"  - {{{{ id: {name}, container: {name}, expect: {{{{ state: running }}}} }}}}\n"


def test_several_labs_write_a_file_each_where_the_path_says_so(desk: Desk) -> None:
    specs = [desk.spec("one"), desk.spec("two")]

    ran = desk.grader(
        "check", *specs, "--snapshot", desk.snapshot(), "--report", "json:out/{lab}.json"
    )

    assert ran.code == 0
    assert ran.out == ""
    assert sorted(p.name for p in (desk.folder / "out").iterdir()) == ["one.json", "two.json"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--report", "htlm"], "unknown report format 'htlm'"),
        (["--report", "html:page.html"], "put {lab} in the path 'page.html'"),
        (["--report", "json:a", "--report", "text:a"], "two reports would be written to 'a'"),
        (["--var", "color"], "'color' is not of the form NAME=value"),
        (["--host", "unix:///x"], "--snapshot and --host, --context cannot be used together"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line_with_exit_code_2(
    desk: Desk, words: list[str], told: str
) -> None:
    specs = [desk.spec("one"), desk.spec("two")]

    ran = desk.grader("check", *specs, "--snapshot", desk.snapshot(), *words)

    assert ran.code == 2
    assert told in ran.err
    assert ran.out == ""


def test_a_report_that_cannot_be_written_leaves_nothing_behind(desk: Desk) -> None:
    (desk.folder / "taken").write_text("a file where a folder should be")

    ran = desk.grader(
        "check", desk.spec(), "--snapshot", desk.snapshot(), "--report", "json:taken/r.json"
    )

    assert ran.code == 3
    assert "taken/r.json" in ran.err
    assert sorted(p.name for p in desk.folder.iterdir()) == [
        "small.lab.yaml",
        "snapshot.json",
        "taken",
    ]


def test_mistakes_of_all_specs_are_told_before_anything_is_asked(desk: Desk) -> None:
    one = desk.spec("one", "version: 1\nlab: {lab}\ncheks: []\n")
    two = desk.spec("two", "version: 2\nlab: {lab}\nchecks:\n" + _check("a"))

    ran = desk.grader("check", one, two, "--host", "unix:///nowhere.sock")

    assert ran.code == 2
    assert "one.lab.yaml:3:1: unknown key 'cheks'" in ran.err
    assert "two.lab.yaml:1:10: unknown version '2'" in ran.err
    assert "nowhere" not in ran.err


def test_two_specs_of_one_id_would_overwrite_each_other(desk: Desk) -> None:
    first = desk.spec()
    second = desk.folder / "again.lab.yaml"
    second.write_text((desk.folder / "small.lab.yaml").read_text())

    ran = desk.grader("check", first, str(second), "--snapshot", desk.snapshot())

    assert ran.code == 2
    assert "two specs have the id 'small'" in ran.err


def test_a_folder_means_the_specs_in_it(desk: Desk) -> None:
    desk.spec("one")
    desk.spec("two")

    ran = desk.grader("validate", str(desk.folder))

    assert ran.code == 0
    assert ran.out.count("ok (1 checks, 1 points)") == 2


def test_a_page_that_nobody_asked_for_keeps_no_grade_back(desk: Desk) -> None:
    """In a folder that may not be written to, the text is there all the same."""
    (desk.folder / "reports").write_text("a file where the folder should be")

    ran = desk.grader("check", desk.spec(), "--snapshot", desk.snapshot())

    assert ran.code == 0
    assert "web" in ran.out
    assert "cannot write the report 'reports/small.html'" in ran.err


def test_a_report_that_cannot_be_written_keeps_no_other_back(desk: Desk) -> None:
    (desk.folder / "taken").write_text("a file where a folder should be")
    words = ["--report", "json:taken/r.json", "--report", "text", "--report", "tap:r.tap"]

    ran = desk.grader("check", desk.spec(), "--snapshot", desk.snapshot(), *words)

    assert ran.code == 3
    assert "web" in ran.out
    assert (desk.folder / "r.tap").is_file()


CHECKED = ["check", "small.lab.yaml", "--snapshot", "snapshot.json", "--report"]


@pytest.mark.parametrize("trouble", ["no engine", "altered snapshot"])
def test_an_error_is_reported_in_every_format_and_replaces_an_earlier_report(
    desk: Desk, trouble: str
) -> None:
    """Whoever reads the report must not find the passing one of an earlier run."""
    wanted = ("json:r.json", "html:r.html", "junit:r.xml", "markdown:r.md", "github:r.txt")
    reports = [word for one in wanted for word in ("--report", one)]
    assert desk.grader("check", desk.spec(), "--snapshot", desk.snapshot(), *reports).code == 0
    source = ["--host", "unix:///nowhere.sock"]
    if trouble == "altered snapshot":
        desk.snapshot()
        path = desk.folder / "snapshot.json"
        path.write_text(path.read_text().replace("running", "exited", 1))
        source = ["--snapshot", str(path)]

    ran = desk.grader("check", desk.spec(), *source, *reports)

    assert ran.code == 3
    assert ran.out == ""
    found = json.loads((desk.folder / "r.json").read_text())
    assert found["outcome"] == "error"
    assert found["score"] is None
    assert "<error" in (desk.folder / "r.xml").read_text()
    for name in ("r.html", "r.md", "r.txt"):
        text = (desk.folder / name).read_text()
        assert "could not be checked" in text or "could not be fully checked" in text, name


def test_the_page_of_an_earlier_run_does_not_stay(desk: Desk) -> None:
    assert desk.grader("check", desk.spec(), "--snapshot", desk.snapshot()).code == 0
    assert (desk.folder / "reports" / "small.html").exists()
    assert desk.grader("check", desk.spec(), "--host", "unix:///nowhere.sock").code == 3
    assert not (desk.folder / "reports" / "small.html").exists()


def test_a_gradebook_file_of_an_earlier_run_does_not_stay(desk: Desk) -> None:
    wanted = ("--report", "gradescope:g.json")
    assert desk.grader("check", desk.spec(), "--snapshot", desk.snapshot(), *wanted).code == 0
    assert (desk.folder / "g.json").exists()
    assert desk.grader("check", desk.spec(), "--host", "unix:///nowhere.sock", *wanted).code == 3
    assert not (desk.folder / "g.json").exists()


@pytest.mark.parametrize(
    "words",
    [
        [*CHECKED, "json:snapshot.json"],
        [*CHECKED, "json:./{lab}.lab.yaml"],
        ["snapshot", "small.lab.yaml", "-o", "link.yaml"],
        ["snapshot", "small.lab.yaml", "--sign", "key", "-o", "key"],
        ["handout", "small.lab.yaml", "-o", "small.lab.yaml"],
        ["import", "compose.lab.yaml", "-o", "compose.lab.yaml"],
        ["render", "result.json", "--report", "tap:result.json"],
    ],
)
def test_what_is_read_is_not_written_over(desk: Desk, words: list[str]) -> None:
    desk.spec()
    desk.snapshot()
    desk.grader(*CHECKED, "json:result.json")
    (desk.folder / "key").write_text("k" * 32)
    (desk.folder / "compose.lab.yaml").write_text("services: {web: {image: nginx}}\n")
    (desk.folder / "link.yaml").symlink_to("small.lab.yaml")
    before = {p.name: p.read_text() for p in desk.folder.iterdir()}

    ran = desk.grader(*words)

    assert ran.code == 2
    assert "is an input of this command and will not be overwritten" in ran.err
    assert {p.name: p.read_text() for p in desk.folder.iterdir()} == before


def test_the_value_of_lang_is_no_command(desk: Desk) -> None:
    assert desk.grader("--lang", "check", "validate", desk.spec()).code == 0


@pytest.mark.parametrize("name", ["a" * 5000, "", "/dev/zero"])
def test_odd_paths_are_told_of(desk: Desk, name: str) -> None:
    snapshot = desk.snapshot()
    assert desk.grader("check", name, "--snapshot", snapshot).code == 2
    assert desk.grader("check", desk.spec(), "--snapshot", name).code == 3
