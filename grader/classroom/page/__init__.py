"""The class page: an index for staff, with a page for each student beside it or inside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from grader import __version__
from grader.classroom.file_names import file_name
from grader.classroom.labels import labels
from grader.classroom.page.drawing import ORDER, chart, parts
from grader.classroom.scores_table import reason
from grader.formats.html import digest
from grader.formats.templating import FOLDER as FORMATS
from grader.formats.templating import filling
from grader.formats.view import sections
from grader.locale import pick
from grader.messages import say
from grader.model.points import plain
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.classroom.similarity import Sign
    from grader.classroom.summary import ClassResult, Row
    from grader.model.result import Result

FOLDER = Path(__file__).parent
STUDENTS = "students"
SIGNS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.ERROR: "!", Outcome.SKIPPED: "–"}
MOST = 50  # of a list of mistakes or signs; the rest is counted
FIRST = 8  # of the mistakes, before the rest is unfolded
NAMES = 30  # of the students who share one


def render(
    found: ClassResult,
    signs: Sequence[Sign],
    language: str,
    inside: Mapping[str, Any] | None = None,
    roster: str = "",
) -> str:
    """Write the index; `inside` holds each student's part where there are no pages beside it."""
    t = labels(language)
    lab = found.lab
    return (
        _environment()
        .get_template("class.html.jinja")
        .render(
            t=t,
            lang=language,
            found=found,
            title=(pick(lab.title, language) or lab.id) if lab else t("class"),
            roster=Path(roster).name,
            assets=_assets(),
            version=__version__,
            plain=plain,
            reason=lambda row: reason(row, language),
            chart=chart(found),
            columns=[(c, pick(c.title, language) or c.id, parts(c)) for c in found.columns],
            reasons=_reasons(found, language),
            mistakes=[(m, ", ".join(m.checks), _said(m, language)) for m in found.mistakes[:MOST]],
            more_mistakes=max(len(found.mistakes) - MOST, 0),
            signs=[(s, sign_text(s, language)) for s in signs[:MOST]],
            more_signs=max(len(signs) - MOST, 0),
            names=NAMES,
            first=FIRST,
            marks=SIGNS,
            order=ORDER,
            link=lambda student: _link(student, single=inside is not None),
            inside=inside or {},
        )
    )


def part(result: Result | None, language: str) -> Markup:
    """Write what a page of one file holds about a student: what did not pass, and why."""
    if result is None:
        return Markup("")
    checks = [c for section in sections(result, language) for c in section.checks]
    t = labels(language)
    return Markup(_environment().get_template("part.html.jinja").render(t=t, checks=checks))  # noqa: S704 - autoescaped


def sign_text(sign: Sign, language: str) -> str:
    return labels(language)(f"copying.{sign.kind}", **sign.params)


def _link(student: str, *, single: bool) -> str:
    name = file_name(student)
    return f"#student-{name}" if single else f"{STUDENTS}/{name}.html"


def _said(mistake: Any, language: str) -> str:
    if mistake.said is None:
        return str(mistake.field)
    return say(mistake.said, language, field=mistake.field)


def _reasons(found: ClassResult, language: str) -> list[tuple[str, list[Row]]]:
    """Group who could not be graded by the reason, the most frequent first."""
    grouped: dict[str, list[Row]] = {}
    for row in found.ungraded:
        grouped.setdefault(reason(row, language), []).append(row)
    return sorted(grouped.items(), key=lambda one: -len(one[1]))


@cache
def _environment() -> jinja2.Environment:
    return filling(jinja2.FileSystemLoader([FOLDER, FORMATS]))


@cache
def _assets() -> dict[str, Markup]:
    """Read styles and script, and the policy that allows them by their hashes alone."""
    css = "".join(
        path.read_text(encoding="utf-8") for path in (FORMATS / "page.css", FOLDER / "class.css")
    )
    js = (FOLDER / "class.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(js)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    # Files of ours, which hold no end tag; a test sees to that.
    return {"css": Markup(css), "js": Markup(js), "policy": Markup(policy)}  # noqa: S704
