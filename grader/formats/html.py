"""The page: one file that needs nothing beside it, readable without its script and its styles.

Every value goes through `harmless` and through autoescaping. Script and styles are constant and
allowed by their hashes alone, so nothing that slipped in could run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grader import __version__
from grader.formats.json import escaped
from grader.formats.labels import labels
from grader.formats.sanitize import harmless, harmless_lines
from grader.formats.templating import FOLDER, environment
from grader.formats.view import plain, sections
from grader.locale import pick
from grader.messages import say
from grader.model.result import Outcome
from grader.storage.result_document import document

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from decimal import Decimal

    from grader.formats.base import Style
    from grader.formats.view import CheckView
    from grader.model.result import Result

ORDER = (Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED, Outcome.PASSED)
# Of what to do next, the first few: more at once help nobody.
FIRST = 5
MANY = 200
LOT = 50  # checks that a browser draws, or leaves undrawn, together


@dataclass(frozen=True, slots=True)
class Extra:
    """What makes a page more than a report: constant styles and a script, and data for it."""

    css: str
    js: str
    data: Mapping[str, Any]

    @property
    def markup(self) -> dict[str, Markup]:
        # The files are ours, and hold no end tag.
        css, js = Markup(self.css), Markup(self.js)  # noqa: S704
        return {"css": css, "js": js, "data": embedded(self.data)}


def render(result: Result, style: Style, extra: Extra | None = None) -> str:
    """Write one lab's page."""
    return (
        environment()
        .get_template("page.html.jinja")
        .render(
            _context(result, style),
            assets=_assets(),
            policy=Markup(policy(extra)),  # noqa: S704 - hashes, and words of ours
            data=embedded(document(result, style.language)),
            extra=extra.markup if extra else None,
            version=__version__,
        )
    )


def fragments(result: Result, style: Style, ids: Collection[str]) -> dict[str, Any]:
    """Write the parts of a page that change: its top, what to do next, cards of checks."""
    context = _context(result, style)
    write = environment().get_template
    cards = {
        check.id: write("card.html.jinja").render(context, check=check)
        for section in context["sections"]
        for check in section.checks
        if check.id in ids
    }
    top, following = (write(f"{name}.html.jinja").render(context) for name in ("top", "next"))
    score = context["score"]
    title = harmless(f"{score['points']} / {score['max']} · {context['title']}")
    return {"title": title, "top": top, "next": following, "cards": cards}


def _context(result: Result, style: Style) -> dict[str, Any]:
    grouped = sections(result, style.language)
    checks = [check for section in grouped for check in section.checks]
    return {
        "t": labels(style.language),
        "lang": style.language,
        "result": result,
        "sections": grouped,
        "title": pick(result.lab.title, style.language) or result.lab.id,
        "description": harmless_lines(pick(result.lab.description, style.language)),
        "notes": [say(note, style.language) for note in result.notes],
        "counts": [(o, n) for o in ORDER if (n := sum(c.outcome is o for c in checks))],
        "many": len(checks) > MANY,
        "lot_size": LOT,
        "failing": _first(checks, Outcome.FAILED),
        "unseen": _first(checks, Outcome.ERROR),
        "score": _score(result),
    }


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


def embedded(data: Any) -> Markup:
    """Embed a document in a page, to be read by programs."""
    text = escaped(json.dumps(data, ensure_ascii=False))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no character of it means anything in HTML


@cache
def _assets() -> dict[str, Markup]:
    """Read the styles and the script: files of ours, which hold no end tag; a test sees to that."""
    css, js = ((FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return {"css": Markup(css), "js": Markup(js)}  # noqa: S704


def styles() -> Markup:
    """Return the page's styles, for what stands in its place before there is a result."""
    return _assets()["css"]


def policy(extra: Extra | None = None) -> str:
    """Allow our own styles and scripts by their hashes, and nothing else from anywhere.

    With more on the page, that too, and to ask where the page came from.
    """
    styles, scripts = [digest(_assets()["css"])], [digest(_assets()["js"])]
    if extra:
        styles.append(digest(extra.css))
        scripts.append(digest(extra.js))
    listed = [" ".join(f"'{one}'" for one in hashes) for hashes in (styles, scripts)]
    asking = " connect-src 'self';" if extra else ""
    return (
        f"default-src 'none'; style-src {listed[0]}; script-src {listed[1]};{asking} "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """Name a text by its hash, the way a content security policy does."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
