"""The fixed texts of the reports, as people read them in a terminal and on a page.

English here; other languages come from the catalogues, looked up by the English text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.locale import translate

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = {
    # outcomes
    "passed": "passed",
    "failed": "failed",
    "error": "could not be checked",
    "skipped": "skipped",
    "lab.passed": "passed",
    "lab.failed": "not passing yet",
    "lab.error": "could not be fully checked",
    "n-passed": "{n} passed",
    "n-failed": "{n} failed",
    "n-error": "{n} could not be checked",
    "n-skipped": "{n} skipped",
    # the score
    "score": "score",
    "points": "{score} of {max} points",
    "points-open": "{score} of {max} points so far; {open} undecided",
    "check-points": "{score} / {max}",
    "no-points": "for information",
    "of-max": "of {max}",
    "provisional": "provisional",
    "provisional.why": "Some checks are not shown yet; this total does not include their points.",
    "open.why": "Something could not be checked, so there is no score yet.",
    # the run
    "engine": "engine",
    "no-engine": "no engine",
    "api": "API {api}",
    "observed-at": "checked at",
    "seconds": "{n} s",
    "student": "student",
    "spec": "spec",
    # parts of the report
    "what-next": "What to do next",
    "look-again": "Could not be checked",
    "checks": "checks",
    "check": "check",
    "n-more": "{n} more",
    "other-checks": "other checks",
    "not-shown": "The details of this check are not shown.",
    # a check
    "expected": "expected",
    "actual": "actual",
    "not-set": "not set",
    "came-from": "source of the value",
    "image": "image",
    "override": "override",
    "none": "none",
    "container": "container",
    "inherited": "from the image",
    "overridden": "overridden",
    "cause": "likely cause",
    "note": "note",
    "hint": "hint",
    "hint-n": "hint {n}",
    "look-yourself": "verify it yourself",
    "in-inspect": "in docker inspect",
    "waited": "waited {n} s",
    # targets
    "target.container": "container",
    "target.image": "image",
    "target.network": "network",
    "target.volume": "volume",
    "target.http": "web page",
    "target.exec": "command",
    "set.container": "a set of containers",
    "set.image": "a set of images",
    "set.network": "a set of networks",
    "set.volume": "a set of volumes",
    # matchers
    "word.equals": "exactly",
    "word.not": "anything but",
    "word.one_of": "one of",
    "word.contains": "contains",
    "word.matches": "matches",
    "word.min": "at least",
    "word.max": "at most",
    "word.present": "any value",
    "word.absent": "not set",
    "word.empty": "empty",
    "word.source": "source",
    # the page
    "skip-to-checks": "Skip to the checks",
    "filter": "filter checks",
    "filter.placeholder": "Filter by text",
    "show": "show",
    "shown-of": "{shown} of {all} shown",
    "none-shown": "No check matches the filter.",
    "clear": "clear the filter",
    "open-all": "open all",
    "close-all": "close all",
    "copy": "copy",
    "copied": "copied",
    "copy-link": "copy a link to this check",
    "keys": "keyboard",
    "keys.filter": "go to the filter",
    "keys.next": "next check",
    "keys.previous": "previous check",
    "keys.toggle": "open or close the check",
    "keys.failing": "next check that is not passing",
    "keys.help": "this help",
    "keys.escape": "clear the filter, close this help",
    "keys.use": "enable keyboard shortcuts",
    "close": "close",
    "page": "page",
    "made-by": "graded by grader {version}",
}


def labels(language: str) -> Callable[..., str]:
    """Return a function from a label's key, and what fills it, to its text in a language."""

    def label(key: str, **params: Any) -> str:
        text = translate(TEXTS[key], language)
        return text.format(**params) if params else text

    return label
