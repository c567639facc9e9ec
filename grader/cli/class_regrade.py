"""`grader class --regrade`: whose score changes, and then the new record."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from grader.classroom.labels import labels
from grader.formats.sanitize import harmless
from grader.messages import say
from grader.model.points import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from grader.classroom.class_run import Class
    from grader.classroom.regrade import Change, Regraded
    from grader.classroom.runner import Run
    from grader.classroom.student import Student


def regrade(
    arguments: argparse.Namespace, whole: Class, students: Sequence[Student], run: Run
) -> int:
    """Show what changes, and write it when that is wanted; 0 when nothing was to be written."""
    from grader.classroom import regrade as again
    from grader.cli.class_output import publish
    from grader.cli.terminal import write_out

    found = again.regrade(whole, run, students)
    write_out(_told(found, arguments.language))
    if not (arguments.yes or _asked(arguments.language)):
        from grader.cli.errors import tell

        tell(labels(arguments.language)("changes.how"))
        return 0
    again.write(whole, found)
    return publish(arguments, whole, students)


def _told(found: Regraded, language: str) -> str:
    label = labels(language)
    changed = [c for c in found.changes if c.reason is None]
    lines = [label("changes", n=len(changed), all=len(found.lines))]
    if not changed:
        lines = [label("changes.none")]
    lines += [f"  {_line(change, language)}" for change in found.changes]
    return "\n".join(lines) + "\n"


def _line(change: Change, language: str) -> str:
    label = labels(language)
    student = harmless(change.student)
    if change.reason is not None:
        reason = harmless(say(change.reason, language, field=""), 300)
        return label("changes.not", student=student, reason=reason)
    before, after = (
        label("changes.ungraded") if score is None else plain(score)
        for score in (change.before, change.after)
    )
    checks = ", ".join(change.checks)
    return label("changes.line", student=student, before=before, after=after, checks=checks)


def _asked(language: str) -> bool:
    """Ask, where a person can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(labels(language)("changes.ask"))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
