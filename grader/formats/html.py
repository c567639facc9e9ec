"""The page: one file that needs nothing beside it, readable without its script and its styles.

Every value goes through `harmless` and through autoescaping. Script and styles are constant and
allowed by their hashes alone, so nothing that slipped in could run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grader import __version__
from grader.formats.document import document
from grader.formats.harmless import harmless_lines
from grader.formats.json import escaped
from grader.formats.labels import labels
from grader.formats.templating import FOLDER, environment
from grader.formats.view import plain, sections
from grader.locale import pick
from grader.messages import say
from grader.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from grader.formats.contract import Style
    from grader.formats.view import CheckView
    from grader.result import Result

ORDER = (Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED, Outcome.PASSED)
# Of what to do next, the first few: more at once help nobody.
FIRST = 5
MANY = 200


def render(result: Result, style: Style) -> str:
    """Write one lab's page."""
    grouped = sections(result, style.language)
    checks = [check for section in grouped for check in section.checks]
    return (
        environment()
        .get_template("page.html.jinja")
        .render(
            t=labels(style.language),
            lang=style.language,
            result=result,
            sections=grouped,
            title=pick(result.lab.title, style.language) or result.lab.id,
            description=harmless_lines(pick(result.lab.description, style.language)),
            notes=[say(note, style.language) for note in result.notes],
            counts=[(o, n) for o in ORDER if (n := sum(c.outcome is o for c in checks))],
            many=len(checks) > MANY,
            failing=_first(checks, Outcome.FAILED),
            unseen=_first(checks, Outcome.ERROR),
            score=_score(result),
            assets=_assets(),
            data=_data(result, style.language),
            version=__version__,
        )
    )


def _first(checks: Sequence[CheckView], outcome: Outcome) -> tuple[list[CheckView], int]:
    """Return the first checks of an outcome, and how many there are besides."""
    found = [check for check in checks if check.outcome is outcome]
    return found[:FIRST], max(len(found) - FIRST, 0)


def _score(result: Result) -> dict[str, Any]:
    """Lay the score out: numbers to read, and shares of a hundred to draw."""
    most = result.max_score

    def share(points: Decimal) -> float:
        return float(round(points * 100 / most, 2)) if most else 0.0

    return {
        "points": plain(result.score),
        "so_far": plain(result.score_so_far),
        "open": plain(result.points_open),
        "max": plain(most),
        "earned_share": share(result.score_so_far),
        "open_share": share(result.points_open),
    }


def _data(result: Result, language: str) -> Markup:
    """Embed the document, so that the page can be read by programs too."""
    text = escaped(json.dumps(document(result, language), ensure_ascii=False))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no character of it means anything in HTML


@cache
def _assets() -> dict[str, Markup]:
    """Read the styles and the script, and what the policy calls them by."""
    css, js = ((FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(js)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    # Files of ours, which hold no end tag; a test sees to that.
    return {"css": Markup(css), "js": Markup(js), "policy": Markup(policy)}  # noqa: S704


def digest(text: str) -> str:
    """Name a text by its hash, the way a content security policy does."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
