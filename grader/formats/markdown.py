"""Markdown: the summary of a job on GitHub, GitLab or Gitea, or a comment.

GitHub takes a megabyte a step. Nothing of a student's is markup: signs of Markdown and HTML are
escaped, and addresses and mentions are broken up, so that they neither link nor call anybody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.formats.cases import cases, lab_notes, lab_points, lab_title
from grader.formats.labels import labels
from grader.formats.view import plain
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result

LIMIT = 1_000_000  # bytes; GitHub cuts a summary at 1 MiB
SIGNS = {
    Outcome.PASSED: "✅",
    Outcome.FAILED: "❌",
    Outcome.ERROR: "⚠️",
    Outcome.SKIPPED: "⏭️",
}
ORDER = (Outcome.FAILED, Outcome.ERROR)
SPECIAL = re.compile(r"[\\`*_{}\[\]()#+.!|~$^=>-]")
CALLING = re.compile(r"@|www(?=\\?\.)|:(?=//)|(?<=mailto):|(?<=xmpp):", re.IGNORECASE)


def render(result: Result, style: Style) -> str:
    """Write one lab: the score, a table, and what did not pass."""
    label = labels(style.language)
    found = cases(result, style.language)
    head = [
        f"## {SIGNS[result.outcome]} {escaped(lab_title(result, style.language))}",
        "",
        (
            f"**{escaped(lab_points(result, style.language))}** · "
            f"{escaped(label(f'lab.{result.outcome}'))}"
        ),
    ]
    for note in lab_notes(result, style.language):
        head += ["", f"> {escaped(note)}"]
    if result.provisional:
        head += ["", escaped(label("provisional.why"))]
    return _bounded([*head, "", *_table(found, label)], _sections(found), label)


def join(texts: Sequence[str]) -> str:
    """Put several labs below each other."""
    return "\n".join(texts)


def _table(found: Sequence[Case], label: Callable[..., str]) -> Iterator[str]:
    yield f"| | {escaped(label('check'))} | {escaped(label('score'))} |"
    yield "|---|---|---:|"
    for case in found:
        word = escaped(label(str(case.outcome)))
        score = f"{'?' if case.score is None else plain(case.score)} / {plain(case.points)}"
        shown = score if case.points else escaped(label("no-points"))
        yield f"| {SIGNS[case.outcome]} {word} | {escaped(case.title)} | {shown} |"


def _sections(found: Sequence[Case]) -> Iterator[str]:
    for outcome in ORDER:
        for case in found:
            if case.outcome is outcome:
                lines = [f"### {SIGNS[outcome]} {escaped(case.title)}", ""]
                lines += [f"- {escaped(detail)}" for detail in case.details]
                yield "\n".join(lines)


def _bounded(head: Sequence[str], sections: Iterator[str], label: Callable[..., str]) -> str:
    """Leave out what would not be shown, and say how much that is."""
    text = "\n".join(head) + "\n"
    size = len(text.encode())
    left = 0
    for section in sections:
        size += len(section.encode()) + 2
        if size > LIMIT or left:
            left += 1
        else:
            text += f"\n{section}\n"
    return f"{text}\n{escaped(label('n-more', n=left))}\n" if left else text


def escaped(text: str) -> str:
    """Make a text mean nothing but itself in Markdown, and in the HTML that it lets through."""
    plain_html = text.replace("&", "&amp;").replace("<", "&lt;")
    return CALLING.sub(r"\g<0><!-- -->", SPECIAL.sub(r"\\\g<0>", plain_html))
