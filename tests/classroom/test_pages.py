"""The class's pages: who needs attention first, nothing hidden told, nothing hostile let in."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from grader.classroom import page
from grader.classroom.file_names import file_name
from grader.cli.main import run
from grader.formats.html import digest
from grader.labspec.derive import Derivation, Own
from grader.model.snapshot import Found, Question, Snapshot
from grader.storage import snapshot_file
from tests.formats import samples

if TYPE_CHECKING:
    from pathlib import Path

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><svg onload=alert(1)>",
    "\x1b[31mred\x1b[0m\u202e",
    "javascript:alert(1)",
    "{{ 7*7 }}",
]
# What a student may not learn, and where the spec hides it.
SECRETS = ("hush-expected", "hush-actual", "hush-title", "hush-staff", "hush-hidden-check")
SPEC = """
version: 1
lab: hush
title: Secrets
checks:
  - id: shown
    points: 10
    container: web
    expect: { environment: { MODE: plain-expected } }
  - id: message-only
    points: 10
    reveal: message
    container: web
    expect: { environment: { COLOR: hush-expected } }
  - id: nothing-shown
    points: 10
    reveal: none
    container: web
    expect: { environment: { SIZE: hush-expected-2 } }
  - id: hush-hidden-check
    title: hush-title
    points: 10
    visibility: staff
    container: web
    expect: { labels: { who: hush-staff } }
  - id: needs-hidden
    requires: [hush-hidden-check]
    points: 10
    container: web
    expect: { state: running }
  - id: later
    title: hush-title-of-later
    points: 10
    visibility: after_due
    container: web
    expect: { working_dir: /hush-staff }
"""


def seen(*env: str, name: str = "web") -> Snapshot:
    made = samples.container("web", samples.NGINX_IMAGE, "nginx", Env=list(env))
    made["Name"] = f"/{name}"
    image = samples.NGINX_IMAGE
    answers = {
        Question("container", "web"): Found(made),
        Question("image", image["Id"]): Found(image),
        Question("list", "containers"): Found([{"Id": made["Id"], "Names": [f"/{name}"]}]),
    }
    return replace(samples.snapshot(answers), labs={"hush": "0" * 64})


def graded(folder: Path, work: dict[str, Snapshot], *more: str) -> Path:
    """Grade students' snapshots; returns the folder of what was written."""
    spec = folder / "hush.lab.yaml"
    spec.write_text(SPEC)
    with (folder / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["student", "name", "username", "snapshot"])
        for n, (student, snapshot) in enumerate(work.items()):
            (folder / f"{n}.json").write_text(snapshot_file.dump(snapshot), encoding="utf-8")
            rows.writerow([student, f"Name of {student}", student, f"{n}.json"])
    command = ["class", str(spec), "--roster", str(folder / "roster.csv"), "-o", str(folder / "o")]
    run([*command, *more])
    return folder / "o"


class Tags(HTMLParser):
    """Collects a page's tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


WORK = {
    "ada": seen("MODE=x", "COLOR=hush-actual", "SIZE=hush-actual-2"),
    "bob": seen("MODE=x", "COLOR=hush-actual", "SIZE=hush-actual-2"),
}
BOOKS = [w for name in ("moodle", "gradescope", "prairielearn") for w in ("--gradebook", name)]


@pytest.mark.parametrize("phase", ["before_due", "published"])
def test_students_pages_hold_nothing_that_is_hidden(tmp_path: Path, phase: str) -> None:
    """Not in the markup, not in the embedded data, not in what gradebooks show students."""
    out = graded(tmp_path, WORK, "--phase", phase, *BOOKS)
    files = [*out.glob("students/*.html"), out / "gradebooks" / "moodle.csv"]
    files += out.glob("gradebooks/prairielearn/*/results.json")
    assert len(files) == 5
    for path in files:
        text = path.read_text(encoding="utf-8")
        told = {s for s in SECRETS if s in text} - later_shown(phase)
        assert not told, (path, told)
        assert "MODE" in text


def later_shown(phase: str) -> set[str]:
    return {"hush-title", "hush-staff"} if phase != "before_due" else set()


def test_in_gradescope_hidden_checks_are_hidden_and_reveal_is_kept(tmp_path: Path) -> None:
    out = graded(tmp_path, WORK, *BOOKS)
    read = json.loads((out / "gradebooks/gradescope/ada/results.json").read_text())
    visible = [t for t in read["tests"] if t["visibility"] == "visible"]
    assert not [s for s in SECRETS if s in json.dumps(visible)]
    whole = json.dumps(read)
    assert "hush-expected" not in whole
    assert "hush-actual" not in whole


def test_staff_see_all_where_they_ask_for_it(tmp_path: Path) -> None:
    out = graded(tmp_path, WORK, "--for", "staff")
    text = (out / "students" / "ada.html").read_text()
    assert all(secret in text for secret in SECRETS)


def test_the_score_of_the_class_counts_what_students_do_not_see(tmp_path: Path) -> None:
    out = graded(tmp_path, WORK)
    rows = csv.DictReader((out / "scores.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [row["max"] for row in rows] == ["60", "60"]


@pytest.mark.parametrize("single", [[], ["--single-file"]])
def test_hostile_texts_come_out_harmless(tmp_path: Path, single: list[str]) -> None:
    """No tag, no handler and no link that is not ours; only our styles and scripts may run."""
    work = {
        f"<b>{n}": seen(f"MODE={evil}", f"COLOR={evil}", name="web") for n, evil in enumerate(EVIL)
    }
    out = graded(tmp_path, work, *single)
    pages = [out / "index.html", *out.glob("students/*.html")]
    assert len(pages) == (1 if single else 7)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        tags = Tags(text).tags
        assert not {tag for tag, _ in tags} & {"img", "iframe", "object", "embed"}
        for tag, attributes in tags:
            assert not [a for a in attributes if a.startswith("on") or a == "style"], tag
            assert not str(attributes.get("href", "")).startswith("javascript")
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "<script>alert" not in text


def test_the_policy_names_the_very_styles_and_script() -> None:
    css, js = page._assets()["css"], page._assets()["js"]
    policy = str(page._assets()["policy"])
    assert f"style-src '{digest(css)}'" in policy
    assert f"script-src '{digest(js)}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "</" not in css
    assert "</script" not in js


def test_links_lead_to_pages_that_are_there_and_the_ungraded_have_none(tmp_path: Path) -> None:
    out = graded(tmp_path, {"Ada": WORK["ada"], "bob": WORK["bob"], "../x": WORK["ada"]})
    (tmp_path / "1.json").unlink()
    out = graded_again(tmp_path)
    text = (out / "index.html").read_text(encoding="utf-8")
    links = {str(a["href"]) for t, a in Tags(text).tags if t == "a" and "students/" in str(a)}
    assert len(links) == 2
    assert all((out / link).is_file() for link in links)
    assert {p.parent for p in out.rglob("*.html")} == {out, out / "students"}


def graded_again(folder: Path) -> Path:
    spec, roster = folder / "hush.lab.yaml", folder / "roster.csv"
    run(["class", str(spec), "--roster", str(roster), "-o", str(folder / "o")])
    return folder / "o"


def test_the_class_page_begins_with_who_could_not_be_graded(tmp_path: Path) -> None:
    graded(tmp_path, WORK)
    (tmp_path / "0.json").write_text("{")
    text = (graded_again(tmp_path) / "index.html").read_text(encoding="utf-8")
    order = [text.index(f'id="{part}"') for part in ("attention", "distribution", "mistakes")]
    assert order == sorted(order)
    assert text.index(">ada<") > order[0]


def test_the_same_mistake_is_told_once_with_who_made_it(tmp_path: Path) -> None:
    text = (graded(tmp_path, WORK) / "index.html").read_text(encoding="utf-8")
    mistakes = text[text.index('id="mistakes"') : text.index('id="shares"')]
    assert mistakes.count("2×") >= 1
    assert mistakes.count(">ada<") == mistakes.count(">bob<") == mistakes.count("2×")


def test_signs_of_copying_are_shown_and_touch_no_score(tmp_path: Path) -> None:
    out = graded(tmp_path, {"ada": WORK["ada"], "bob": WORK["ada"]})
    text = (out / "index.html").read_text(encoding="utf-8")
    assert "the same container" in text
    assert "the same snapshot file" in text
    rows = [*csv.DictReader((out / "scores.csv").read_text("utf-8-sig").splitlines())]
    assert rows[0]["score"] == rows[1]["score"]


OWN = """
version: 1
lab: own
vars: { port: { derive: { min: 20000, max: 29999 } } }
checks:
  - id: web
    container: web
    expect: { environment: { PORT: "${port}" } }
"""


def test_another_students_derived_value_is_a_sign(tmp_path: Path) -> None:
    """Bob has ada's port: shown for him, with how many values there could be."""
    (tmp_path / "course.key").write_bytes(b"0123456789abcdef" * 2)
    (tmp_path / "own.lab.yaml").write_text(OWN)
    own = Own((tmp_path / "course.key").read_bytes(), "ada")
    port = own.value("own", "port", Derivation(low=20000, high=29999))
    for student in ("ada", "bob"):
        made = replace(seen(f"PORT={port}"), labs={"own": "0" * 64})
        made.answers[Question("container", "web")].document["Id"] = student * 8  # type: ignore[union-attr]
        (tmp_path / f"{student}.json").write_text(snapshot_file.dump(made), encoding="utf-8")
    (tmp_path / "roster.csv").write_text("student,snapshot\nada,ada.json\nbob,bob.json\n")
    files = [str(tmp_path / name) for name in ("own.lab.yaml", "roster.csv", "o", "course.key")]
    run(["class", files[0], "--roster", files[1], "-o", files[2], "--secret", files[3]])
    out = tmp_path / "o"
    rows = csv.DictReader((out / "scores.csv").read_text("utf-8-sig").splitlines())
    assert [row["score"] for row in rows] == ["1", "0"]
    text = (out / "index.html").read_text(encoding="utf-8")
    assert f"has {port}, the value assigned to ada for port (1 of 10000)" in text


@pytest.mark.parametrize(
    ("student", "plain"),
    [("ada", True), ("Ada", False), ("../x", False), ("con", False), ("a b", False), ("김", False)],
)
def test_file_names_are_safe_and_tell_students_apart(student: str, plain: bool) -> None:
    assert (file_name(student) == student) is plain
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", file_name(student))
    others: list[Any] = ["ada", "ADA", "Ada", "a b", "a-b", "a_b", "김", "金", "../x", "..x"]
    assert len({file_name(name) for name in others}) == len(others)
