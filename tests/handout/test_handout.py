"""The exercise text: in the spec's languages, and with nothing that a report would hide."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from grader.cli.main import run
from grader.handout import html, markdown
from grader.handout.exercise import exercise, languages_of
from grader.labspec.loader import load_bytes
from grader.locale import pick
from grader.model.lab import Lab
from tests.observation.recorded import LABS, lab_of, spec

RENDERERS = {"markdown": markdown.render, "html": html.render}
each_format = pytest.mark.parametrize("form", RENDERERS)

HIDING = """version: 1
lab: hiding
title: { en: Hiding, ko: 숨기기 }
checks:
  - { id: open, points: 1, container: open-one, expect: { environment: { A: open-value } } }
  - id: told
    points: 2
    reveal: message
    container: told-one
    expect: { environment: { B: secret-one } }
  - { id: n, points: 4, reveal: none, container: none-one, expect: { labels: { c: secret-two } } }
  - { id: act, reveal: actual, container: act-one, expect: { user: secret-three } }
  - { id: late, points: 8, visibility: after_due, container: hidden-one, expect: { state: paused } }
  - { id: never, visibility: staff, container: hidden-two, expect: { absent: true } }
  - id: set
    reveal: none
    containers: { labels: { key: secret-four } }
    expect: { count: { min: 77 } }
"""


def hiding() -> Lab:
    return load_bytes(HIDING.encode(), "hiding.lab.yaml")


def rendered(lab: Lab, form: str, language: str = "en") -> str:
    return RENDERERS[form](exercise(lab, language))


@each_format
def test_what_is_open_is_told(form: str) -> None:
    text = rendered(hiding(), form)
    for open_thing in ("Hiding", "open-one", "environment.A", "open-value", "told-one", "act-one"):
        assert open_thing in text


@each_format
@pytest.mark.parametrize(
    "hidden",
    ["secret-one", "secret-two", "secret-three", "secret-four", "77", "hidden-one", "hidden-two",
     "paused", "late", "never"],
)  # fmt: skip
def test_what_reveal_or_visibility_hides_is_not(hidden: str, form: str) -> None:
    assert hidden not in rendered(hiding(), form)


def test_hidden_points_are_not_told() -> None:
    """A total that counts hidden checks would tell that there are some."""
    assert "9 points in all" in rendered(hiding(), "markdown")


@each_format
def test_the_words_are_in_the_language_asked_for(form: str) -> None:
    assert "숨기기" in rendered(hiding(), form, "ko")
    assert "컨테이너" in rendered(hiding(), form, "ko")
    assert "Container" in rendered(hiding(), form, "en")


@each_format
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", LABS)
def test_every_title_of_every_lab_is_there_and_no_hint(name: str, language: str, form: str) -> None:
    lab = lab_of(name)
    text = rendered(lab, form, language)
    plain = "".join(ET.fromstring(_xml(text)).itertext()) if form == "html" else text
    for check in lab.checks:
        assert pick(check.title, language) in plain
    hints = {pick(hint, language) for check in lab.checks for hint in check.hint}
    assert not [hint for hint in hints if hint in plain]


def _xml(page: str) -> str:
    """The page's body as XML; what is before it has tags that are not closed."""
    return page[page.index("<body>") : page.index("</html>")]


NASTY = """version: 1
lab: nasty
title: "<script>alert(1)</script> & co"
checks:
  - id: web
    container: web
    expect:
      environment: { A: "`` `code` <b>", B: "*not bold* [no](link)", C: "a\\nb" }
      ports: ["8080:80", "9090:90/udp"]
      files: { /etc/x: { matches: "^a|b", mode: "644" } }
      inspect: [{ path: [Config, "a.b"], equals: [1, true, "x"] }]
  - { id: page, http: { container: web, port: 80, path: /x }, expect: { status: { max: 399 } } }
  - { id: url, http: { url: "http://localhost:8080/" }, expect: { body: { contains: [a, b] } } }
  - { id: run, exec: { container: web, command: [id, -u] }, expect: { stdout: "0" } }
  - { id: all, containers: {}, expect: { each: { state: running } } }
  - { id: some, images: { tags: { contains: "nginx:latest" } }, expect: { count: { min: 1 } } }
  - { id: comp, volume: { volume: data }, expect: { driver: local } }
"""


def test_a_page_holds_no_markup_but_its_own() -> None:
    page = rendered(load_bytes(NASTY.encode(), "nasty.lab.yaml"), "html")
    assert "<script>" not in page
    tree = ET.fromstring(_xml(page))
    assert {e.tag for e in tree.iter()} <= set(
        "body main h1 h2 p section div ul li code span".split()
    )
    codes = [e.text for e in tree.iter("code")]
    assert "`` `code` <b>" in codes
    assert "*not bold* [no](link)" in codes


def test_values_are_no_markdown() -> None:
    text = rendered(load_bytes(NASTY.encode(), "nasty.lab.yaml"), "markdown")
    tokens = [child for token in MarkdownIt().parse(text) for child in (token.children or [])]
    codes = [t.content for t in tokens if t.type == "code_inline"]
    assert "`` `code` <b>" in codes
    assert "*not bold* [no](link)" in codes
    assert not [t for t in tokens if t.type in ("em_open", "link_open")]


def test_the_command_writes_a_file_a_language(tmp_path: Path) -> None:
    assert languages_of(lab_of("override-env")) == ["en", "ko"]
    out = tmp_path / "exercise.{lang}.html"
    assert run(["handout", str(spec("override-env")), "-o", str(out)]) == 0
    pages = {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()}
    assert set(pages) == {"exercise.en.html", "exercise.ko.html"}
    assert 'lang="ko"' in pages["exercise.ko.html"]


def test_without_a_file_it_is_written_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["handout", str(spec("keep-alive"))]) == 0
    assert capsys.readouterr().out.startswith("# Keep a container running\n")


ODD = """version: 1
lab: odd
checks:
  - id: web
    container: web
    expect:
      environment: { EMPTY: "", ESC: "\\e[31mred" }
      healthcheck: { test: [CMD, "true"], source: overridden }
      files: { /x: { mode: "644", contains: a } }
"""


def test_a_record_with_words_beside_its_keys_is_told_as_both() -> None:
    text = rendered(load_bytes(ODD.encode(), "odd.lab.yaml"), "markdown")
    assert "- `healthcheck`: `test: CMD, true`, set on the container, not in the image" in text
    assert "- `files./x`: `mode: 644`, contains `a`" in text


def test_what_is_empty_or_cannot_be_seen_is_written_out() -> None:
    """A spec may be recorded from a student's machine: its values are no commands to a terminal."""
    text = rendered(load_bytes(ODD.encode(), "odd.lab.yaml"), "markdown")
    assert "- `environment.EMPTY`: `''`" in text
    assert "- `environment.ESC`: `\\x1b[31mred`" in text
