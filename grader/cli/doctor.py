"""`grader doctor`: why does it not work on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from grader.doctor.machine import Finding, Patient
    from grader.formats.base import Style

FINE, BROKEN = 0, 3


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    group = parser.add_argument_group(tr("engine"))
    group.add_argument(
        "--host",
        metavar="URL",
        help=tr("address of the engine: unix://, tcp://, ssh:// or npipe://"),
    )
    group.add_argument("--context", metavar="NAME", help=tr("the Docker context to use"))
    options.add_colour(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Look, and say what was found; 3 when labs cannot be graded here."""
    import os
    import sys

    from grader.cli.terminal import style_for, write_out
    from grader.doctor import diagnose
    from grader.doctor.probe import examine

    patient = examine(arguments.host, arguments.context, os.environ)
    findings = diagnose(patient)
    style = style_for(sys.stdout, arguments.language, colour=arguments.color)
    write_out(render(patient, findings, style))
    return FINE if all(finding.note for finding in findings) else BROKEN


def render(patient: Patient, findings: Sequence[Finding], style: Style) -> str:
    """Write the engine, then each cause with its remedies, then the verdict."""
    from grader.formats.terminal import Paper, Span
    from grader.messages import say
    from grader.model.message import message

    paper = Paper(style)
    facts = patient.facts
    if facts:
        said = message(
            "doctor.engine",
            kind=facts.kind,
            version=facts.version,
            endpoint=facts.endpoint,
            api=facts.api,
            origin=patient.origin,
        )
        paper.line(Span("✓ ", "bold passed"), Span(say(said, style.language)), hang=2)
    else:
        said = message("doctor.none")
        paper.line(Span("✗ ", "bold failed"), Span(say(said, style.language), "bold"), hang=2)
    for finding in findings:
        sign = Span("! ", "bold error") if finding.note else Span("✗ ", "bold failed")
        paper.blank()
        paper.line(sign, Span(say(finding.cause, style.language), "bold"), hang=2)
        for remedy in finding.remedies:
            paper.line(Span("→ ", "bold"), Span(say(remedy, style.language)), indent=2, hang=2)
    if all(finding.note for finding in findings):
        paper.blank()
        paper.line(
            Span(say(message("doctor.works" if findings else "doctor.fine"), style.language))
        )
    return paper.text()
