"""The formats for tools: whole documents, and what their readers make of them."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from junitparser import JUnitXml
from lxml import etree
from markdown_it import MarkdownIt
from tap.parser import Parser

from grader import __version__
from grader.errors import ReportError
from grader.formats import FORMATS, Style
from grader.formats.github import command
from grader.formats.markdown import LIMIT, escaped
from grader.model.message import message
from grader.model.result import CheckResult, Observation, Outcome, Target
from grader.privacy.audience import cut
from tests.formats import samples

if TYPE_CHECKING:
    from grader.model.result import Result

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "tools"
RULES = HERE / "rules"
TOOLS = [name for name in FORMATS if name not in ("text", "json", "html")]
FACTS = {
    "CLASSROOM": "docker101",
    "ASSIGNMENT": "image-metadata",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-01-31T09-00-00Z-abc1234",
    "COMMIT_URL": "https://github.com/o/r/commit/abc1234",
    "RELEASE_URL": "https://github.com/o/r/releases/tag/submit",
    "REVIEW_URL": "https://github.com/o/r/compare",
}
STYLE = Style(facts=FACTS)


def graded() -> Result:
    """The sample without the check that could not be checked: it has a score."""
    whole = samples.judged()
    return replace(whole, checks=tuple(c for c in whole.checks if c.outcome != "error"))


def sample(name: str) -> Result:
    return graded() if FORMATS[name].scored else samples.judged()


def rendered(name: str, result: Result | None = None, style: Style = STYLE) -> str:
    """Render as a run does: for a student, and whole for a gradebook."""
    result = result or sample(name)
    shown = result if FORMATS[name].gradebook else cut(result, "student", "before_due")
    return FORMATS[name].render(shown, style)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", TOOLS)
def test_documents_are_as_kept(name: str, language: str) -> None:
    """`GRADER_GOLDEN=write pytest` writes them anew; read the difference before you commit it."""
    text = rendered(name, style=replace(STYLE, language=language)).replace(__version__, "VERSION")
    kept = GOLDEN / f"{language}.{name}.{FORMATS[name].suffix}"
    if os.environ.get("GRADER_GOLDEN") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8", newline="\n")

    assert text == kept.read_text(encoding="utf-8")


HOSTILE = (
    "\x1b[31m\x00\x07 ]]> <!-- <script>alert(1)</script> & \"quoted\" 'single' \ufffe\ud800 \u202e"
    "\r\n::error file=x::injected\n##[error]injected %0A::set-env name=X::y\n"
    "| a | b |\n# heading [link](javascript:alert(1)) @everyone https://evil.example `code`\n"
    "ok 99 - injected # SKIP\nBail out!\n  ...\n1..0\n"
)


def hostile(count: int = 1) -> Result:
    """Checks whose every text comes from somebody who means harm."""
    said = message("differs", actual=HOSTILE, expected="x")
    seen = Observation(f"labels.{HOSTILE}", Outcome.FAILED, "x", HOSTILE, message=said)
    check = CheckResult(
        id="c",
        target=Target("container", HOSTILE),
        outcome=Outcome.FAILED,
        points=Decimal(1),
        observations=(seen,),
        title=HOSTILE,
        section=HOSTILE,
        notes=(message("note.engine-said", text=HOSTILE),),
        hint=(HOSTILE,),
    )
    result = samples.judged()
    checks = tuple(replace(check, id=f"c{n}") for n in range(count))
    lab = replace(result.lab, title=HOSTILE)
    assert result.engine is not None
    engine = replace(result.engine, name=HOSTILE)
    return replace(result, lab=lab, checks=checks, engine=engine, student=HOSTILE)


# JUnit


@pytest.mark.parametrize("result", [samples.judged(), hostile(), samples.passing()])
def test_junit_is_valid_by_the_rules_of_its_readers(result: Result) -> None:
    text = rendered("junit", result).encode()
    schema = etree.XMLSchema(etree.parse(RULES / "junit.xsd"))
    schema.assertValid(etree.fromstring(text))


def test_junit_is_read_by_junitparser() -> None:
    suites = JUnitXml.fromstring(rendered("junit").encode())
    suite = next(iter(suites))
    outcomes = {case.name: [type(r).__name__ for r in case.result] for case in suite}

    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (5, 2, 1, 1)
    assert outcomes == {
        "default-cmd": [],
        "custom-cmd": ["Failure"],
        "blue-color": ["Failure"],
        "blue-page": ["Skipped"],
        "red-color": ["Error"],
    }
    properties = suite.properties()  # type: ignore[no-untyped-call]
    assert {p.name: p.value for p in properties}["points.blue-color"] == "40"


def test_a_failure_says_the_same_in_its_attribute_and_in_its_text() -> None:
    """Jenkins shows the one, GitLab the other."""
    tree = etree.fromstring(rendered("junit").encode())
    for told in tree.iter("failure", "error", "skipped"):
        assert str(told.get("message")) in str(told.text)


def test_suites_of_several_labs_are_one_document() -> None:
    join = FORMATS["junit"].join
    assert join is not None
    text = join([rendered("junit"), rendered("junit", graded())])
    tree = etree.fromstring(text.encode())

    etree.XMLSchema(etree.parse(RULES / "junit.xsd")).assertValid(tree)
    assert [suite.get("id") for suite in tree] == ["0", "1"]


# GitHub


@pytest.mark.parametrize("language", ["en", "ko"])
def test_annotations_cannot_be_injected(language: str) -> None:
    """Every line is a command of ours; what is hostile stands inside of one, escaped."""
    text = rendered("github", hostile(), replace(STYLE, language=language))
    lines = text.splitlines()

    assert [re.match(r"::(\w+) title=[^:,]*::[^\r\n]*$", line) is not None for line in lines] == [
        True,
        True,
    ]
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice"]
    assert "##[" not in text


def test_what_ends_a_command_or_a_property_is_escaped() -> None:
    assert command("error", "a:b,c%", "x\r\n::error::y%0A") == (
        "::error title=a%3Ab%2Cc%25::x%0D%0A::error::y%250A"
    )


def test_ten_errors_are_written_and_the_rest_is_counted() -> None:
    """GitHub shows no more of a step."""
    lines = rendered("github", hostile(13)).splitlines()

    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::notice ") for line in lines) == 2
    assert any(line.endswith("::3 more") for line in lines)


# TAP


def test_tap_is_read_as_meant() -> None:
    lines = list(Parser().parse_text(rendered("tap")))
    results = [line for line in lines if line.category == "test"]

    assert [line.category for line in lines if line.category == "unknown"] == []
    assert [(r.ok, bool(r.skip)) for r in results] == [
        (True, False),
        (False, False),
        (False, False),
        (True, True),
        (False, False),
    ]
    assert [r.yaml_block["outcome"] for r in results if r.yaml_block] == [
        "failed",
        "failed",
        "error",
    ]


def test_tap_cannot_be_injected() -> None:
    lines = list(Parser().parse_text(rendered("tap", hostile())))

    assert [line.category for line in lines] == ["version", "diagnostic", "plan", "test"]
    assert lines[3].ok is False
    assert not lines[3].skip


# Markdown


def test_markdown_means_nothing_but_itself() -> None:
    """Read by a parser with tables, links without brackets and HTML as GitHub has them."""
    read = MarkdownIt("gfm-like").render(rendered("markdown", hostile()))
    allowed = {"h2", "h3", "p", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
    tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", read)}

    assert tags <= allowed
    assert read.count("<tr>") == 2


@pytest.mark.parametrize(
    "text", ["a_b_c", "*x*", "<b>", "&lt;", "[x](y)", "`c`", "1. x", "- x", "~~s~~", "a|b", "$x$"]
)
def test_what_is_escaped_is_read_back(text: str) -> None:
    read = MarkdownIt("gfm-like").render(f"x {escaped(text)}")
    shown = re.sub(r"<!--.*?-->|<[^>]+>", "", read)
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        shown = shown.replace(entity, sign)
    assert shown.strip() == f"x {text}"


def test_a_summary_stays_below_what_github_takes() -> None:
    text = rendered("markdown", hostile(2000))

    assert len(text.encode()) < LIMIT + 1000
    assert re.search(r"\d+ more\n$", text)


# JSON


@pytest.mark.parametrize("result", [samples.judged(), hostile(), samples.passing()])
def test_ctrf_keeps_to_its_schema(result: Result) -> None:
    document = json.loads(rendered("ctrf", result))
    summary = document["results"]["summary"]

    jsonschema.validate(document, json.loads((RULES / "ctrf.json").read_text()))
    states = ("passed", "failed", "skipped", "pending", "other")
    assert summary["tests"] == sum(summary[s] for s in states)


def test_classroom50_keeps_to_its_schema_and_its_sums() -> None:
    """Partial credit is counted in hundredths, so every number is whole and none is rounded."""
    document = json.loads(rendered("classroom50"))

    jsonschema.validate(document, json.loads((RULES / "classroom50.json").read_text()))
    assert (document["score"], document["max-score"]) == (5200, 9000)
    assert document["score"] == sum(test["score"] for test in document["tests"])
    assert all(test["score"] <= test["max-score"] for test in document["tests"])


def test_classroom50_leaves_whole_points_as_they_are() -> None:
    document = json.loads(rendered("classroom50", samples.passing()))
    assert (document["score"], document["max-score"]) == (30, 30)


def test_gradescope_has_the_score_and_all_that_it_needs() -> None:
    document = json.loads(rendered("gradescope"))

    assert document["score"] == 52
    scored = [t for t in document["tests"] if "score" in t]
    assert document["score"] == sum(t["score"] for t in scored)
    assert {t["status"] for t in scored} == {"passed", "failed"}
    assert [t["extra_data"]["id"] for t in document["tests"] if "score" not in t] == ["blue-page"]


def test_prairielearn_takes_no_attempt_for_what_could_not_be_observed() -> None:
    document = json.loads(rendered("prairielearn"))
    assert document["gradable"] is False
    assert "score" not in document

    document = json.loads(rendered("prairielearn", graded()))
    assert document["gradable"] is True
    assert document["score"] == pytest.approx(52 / 90)
    assert all({"points", "max_points"} <= test.keys() for test in document["tests"])


@pytest.mark.parametrize("name", [n for n in TOOLS if FORMATS[n].scored])
def test_no_zero_in_disguise(name: str) -> None:
    """A gradebook without a word for "not observed" gets no document."""
    with pytest.raises(ReportError, match="no-score-to-report"):
        FORMATS[name].render(samples.judged(), STYLE)


# Hidden checks


def with_hidden(reveal: str = "full") -> Result:
    whole = graded()
    change = {
        "custom-cmd": {"visibility": "after_due"},
        "blue-color": {"visibility": "staff", "reveal": reveal},
    }
    checks = tuple(replace(c, **change.get(c.id, {})) for c in whole.checks)  # type: ignore[arg-type]
    return replace(whole, checks=checks)


def test_gradescope_hides_by_itself() -> None:
    """All checks count and are in it, each with its visibility."""
    document = json.loads(rendered("gradescope", with_hidden()))
    tests: dict[str, Any] = {t["extra_data"]["id"]: t for t in document["tests"]}

    assert document["score"] == 52
    assert tests["custom-cmd"]["visibility"] == "after_due_date"
    assert tests["blue-color"]["visibility"] == "hidden"
    assert "blue-color" not in tests["blue-page"]["output"]


def test_gradescope_tells_no_more_than_reveal_allows() -> None:
    assert "bluee" in rendered("gradescope", with_hidden())
    assert "bluee" not in rendered("gradescope", with_hidden("message"))


@pytest.mark.parametrize("name", ["prairielearn", "classroom50"])
def test_hidden_checks_are_in_the_score_and_not_in_the_tests(name: str) -> None:
    text = rendered(name, with_hidden())
    document = json.loads(text)

    assert "bluee" not in text
    assert "The blue page" not in text
    assert len(document["tests"]) == 2
    assert document["score"] in (5200, pytest.approx(52 / 90))
