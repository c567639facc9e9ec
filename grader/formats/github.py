"""Annotations for GitHub Actions (and Gitea): workflow commands on stdout.

GitHub shows ten errors, ten warnings and ten notices of a step, so the eleventh is counted, not
written. A command is a line; whatever could end it or begin another one is escaped the way the
runner reads it. The summary of a job is the format `markdown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.formats.cases import cases, lab_notes, lab_points, lab_title
from grader.formats.labels import labels
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.formats.base import Style
    from grader.formats.cases import Case
    from grader.model.result import Result

MOST = 10
COMMANDS = {Outcome.FAILED: "error", Outcome.ERROR: "warning"}


def render(result: Result, style: Style) -> str:
    """Write an annotation a check that did not pass, and one that says the score."""
    found = [case for case in cases(result, style.language) if case.outcome in COMMANDS]
    lines = [_annotation(case) for case in found]
    label = labels(style.language)
    said = lab_points(result, style.language)
    title = f"{lab_title(result, style.language)}: {label(f'lab.{result.outcome}')}"
    notes = [command("notice", title, note) for note in lab_notes(result, style.language)]
    return _limited([*lines, *notes, command("notice", title, said)], style)


def join(texts: Sequence[str]) -> str:
    """Put the annotations of several labs below each other."""
    return "".join(texts)


def _annotation(case: Case) -> str:
    return command(COMMANDS[case.outcome], f"{case.title} ({case.id})", case.text)


def _limited(lines: Sequence[str], style: Style) -> str:
    """Keep the first of each kind, and say how many there are besides."""
    kept: list[str] = []
    for kind in (*COMMANDS.values(), "notice"):
        of_kind = [line for line in lines if line.startswith(f"::{kind} ")]
        kept += of_kind[:MOST]
        left = len(of_kind) - MOST
        if left > 0:
            label = labels(style.language)
            kept.append(command("notice", f"grader: {kind}", label("n-more", n=left)))
    return "".join(f"{line}\n" for line in kept)


def command(name: str, title: str, text: str) -> str:
    """Write one workflow command."""
    return f"::{name} title={in_property(title)}::{in_data(text)}"


def in_data(text: str) -> str:
    """Escape a message: a line break would end the command, `##[` begins one of the old form."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace("##[", "# #[")


def in_property(text: str) -> str:
    """Escape a property: `:` would end it and `,` begin another one."""
    return in_data(text).replace(":", "%3A").replace(",", "%2C")
