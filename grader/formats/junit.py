"""JUnit XML, as GitLab and Jenkins read it.

There is no written standard; this keeps to what both the Ant schema (windyroad) and Jenkins' own
(junit-10) admit: a fixed order, no attributes of ours, a name and a time everywhere. GitLab shows
the text of a failure and Jenkins its attribute `message`, so both hold it. GitLab keeps the first
of two cases with one name, so names are ids. Points have no place in JUnit; they are properties of
the suite.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grader.formats.cases import cases, lab_notes, lab_title
from grader.formats.view import plain
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result

# What XML 1.0 cannot hold, not even escaped.
ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ELEMENTS = {Outcome.FAILED: "failure", Outcome.ERROR: "error", Outcome.SKIPPED: "skipped"}


def render(result: Result, style: Style) -> str:
    """Write one lab as a suite."""
    suites = ET.Element("testsuites")
    suites.append(_suite(result, style.language))
    return _document(suites)


def join(texts: Sequence[str]) -> str:
    """Put the suites of several labs into one document."""
    suites = ET.Element("testsuites")
    for text in texts:
        for suite in ET.fromstring(text):  # noqa: S314 - written here, by `render`
            suite.set("id", str(len(suites)))
            suites.append(suite)
    return _document(suites)


def _document(suites: ET.Element) -> str:
    ET.indent(suites)
    text = ET.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(result: Result, language: str) -> ET.Element:
    found = cases(result, language)
    name = result.lab.id if result.student is None else f"{result.lab.id}.{result.student}"
    suite = ET.Element("testsuite")
    counts = {outcome: sum(c.outcome is outcome for c in found) for outcome in Outcome}
    attributes = {
        "id": "0",
        "package": result.lab.id,
        "name": name,
        "hostname": (result.engine and result.engine.name) or "localhost",
        "timestamp": result.observed_at.strftime("%Y-%m-%dT%H:%M:%S"),
        "tests": str(len(found)),
        "failures": str(counts[Outcome.FAILED]),
        "errors": str(counts[Outcome.ERROR]),
        "skipped": str(counts[Outcome.SKIPPED]),
        "time": f"{result.seconds:.3f}",
    }
    for key, value in attributes.items():
        suite.set(key, legal(value))
    _properties(ET.SubElement(suite, "properties"), result, found, language)
    for case in found:
        _testcase(suite, case, name)
    ET.SubElement(suite, "system-out").text = legal("\n".join(lab_notes(result, language)))
    ET.SubElement(suite, "system-err")
    return suite


def _properties(element: ET.Element, result: Result, found: Sequence[Case], language: str) -> None:
    values = {
        "title": lab_title(result, language),
        "outcome": str(result.outcome),
        "score": "" if result.score is None else plain(result.score),
        "max-score": plain(result.max_score),
        "spec-sha256": result.lab.spec_sha256,
    }
    for case in found:
        values[f"points.{case.id}"] = plain(case.points)
        values[f"score.{case.id}"] = "" if case.score is None else plain(case.score)
    for name, value in values.items():
        ET.SubElement(element, "property", name=legal(name), value=legal(value))


def _testcase(suite: ET.Element, case: Case, classname: str) -> None:
    element = ET.SubElement(
        suite,
        "testcase",
        classname=legal(classname),
        name=legal(case.id),
        time=f"{case.seconds:.3f}",
    )
    kind = ELEMENTS.get(case.outcome)
    if kind is None:
        return
    told = ET.SubElement(element, kind, message=legal(case.headline))
    if kind != "skipped":
        told.set("type", str(case.outcome))
    lines = [f"{case.title} ({case.target})", *case.details]
    told.text = legal("\n".join(lines))


def legal(text: str) -> str:
    """Replace what XML cannot hold; what could be seen is written out by `harmless` before."""
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
