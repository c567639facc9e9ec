"""Reports: what was asked for with `--report`, rendered and written whole or not at all."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.errors import tell
from grader.cli.options import refuse_inputs
from grader.cli.terminal import style_for, write_out
from grader.errors import ReportError, UsageError
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.messages import say
from grader.model.message import message
from grader.storage.files import remove_file, write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.formats.base import Format
    from grader.model.result import Result
    from grader.privacy.audience import Phase

STDOUT = "-"
FOLDER = Path("reports")
LAB = "{lab}"


@dataclass(frozen=True, slots=True)
class Report:
    """One report to write: a format and where it goes, `-` for stdout; whether it was asked for."""

    format: Format
    path: str
    asked: bool = True


def read_reports(
    given: Sequence[str], labs: Sequence[str], inputs: Sequence[str] = ()
) -> list[Report]:
    """Read `FORMAT[:PATH]`; without any, text on stdout and a page under `reports/`.

    None may be written over the files that are read, the `inputs`.
    """
    reports = [replace(_read(text), asked=bool(given)) for text in given or ("text", "html")]
    taken: set[str] = set()
    for report in reports:
        several = len(labs) > 1 and LAB not in report.path
        if several and report.format.join is None:
            raise UsageError("needs-lab-in-path", format=report.format.name, path=report.path)
        path = str(Path(report.path))
        if path in taken:
            raise UsageError("same-path", path=report.path)
        taken.add(path)
        if report.path != STDOUT:
            refuse_inputs((report.path.replace(LAB, lab) for lab in labs), inputs)
    return reports


def _read(text: str) -> Report:
    name, _, path = text.partition(":")
    if name not in FORMATS:
        raise UsageError("unknown-format", found=name, known=list(FORMATS))
    chosen = FORMATS[name]
    default = STDOUT if chosen.join else str(FOLDER / f"{LAB}.{chosen.suffix}")
    missing = [variable for variable in chosen.environment if not os.environ.get(variable)]
    if missing:
        raise UsageError("needs-environment", format=name, names=missing)
    return Report(chosen, path or default)


def write_reports(
    reports: Sequence[Report],
    results: Sequence[Result],
    language: str,
    colour: str = "auto",
    *,
    whole: Sequence[Result] | None = None,
    phase: Phase = "before_due",
) -> list[Path]:
    """Render and write every report; files first, so that the text can point to the page.

    `results` are cut for their reader; `whole` are the same uncut, for gradebooks. One that
    cannot be written keeps none of the others back; it is told at the end.
    """
    written: list[Path] = []
    wrong: ReportError | None = None
    for report in sorted(reports, key=lambda r: r.path == STDOUT):
        shown = (whole if report.format.gradebook else None) or results
        if report.format.scored:
            shown = _with_a_score(report, shown, language)
        facts = {name: os.environ[name] for name in report.format.environment}
        style = Style(language=language, phase=phase, facts=facts)
        if report.path == STDOUT:
            terminal = style_for(sys.stdout, language, colour=colour)
            style = replace(terminal, page=_page(written), phase=phase, facts=facts)
            write_out(_joined(report.format, shown, style) if shown else "")
            continue
        try:
            written += _write(_files(report, shown, style))
        except ReportError as failed:
            if report.asked:
                wrong = wrong or failed
            else:
                tell(say(failed.message, language))
    if wrong is not None:
        raise wrong
    return written


def remove_unasked(reports: Sequence[Report], labs: Sequence[str], language: str) -> None:
    """Remove what an earlier run wrote where this one writes nothing; trouble is only reported."""
    unasked = [report for report in reports if not report.asked and report.path != STDOUT]
    for report, lab in product(unasked, labs):
        try:
            remove_file(Path(report.path.replace(LAB, lab)))
        except ReportError as failed:
            tell(say(failed.message, language))


def _write(files: Sequence[tuple[Path, str]]) -> list[Path]:
    for path, text in files:
        write_file(path, text)
    return [path for path, _ in files]


def _page(written: Sequence[Path]) -> str | None:
    """The address of the first page that was written, for the text to point to."""
    return next((path.resolve().as_uri() for path in written if path.suffix == ".html"), None)


def _with_a_score(report: Report, results: Sequence[Result], language: str) -> Sequence[Result]:
    """Leave out what could not be checked, an earlier run's file too: it would count as a zero."""
    for result in results:
        if result.score is None:
            said = message("no-score-to-report", format=report.format.name, lab=result.lab.id)
            tell(say(said, language))
            if report.path != STDOUT:
                remove_file(Path(report.path.replace(LAB, result.lab.id)))
    return [result for result in results if result.score is not None]


def _files(report: Report, results: Sequence[Result], style: Style) -> list[tuple[Path, str]]:
    if not results:
        return []
    if LAB not in report.path:
        return [(Path(report.path), _joined(report.format, results, style))]
    return [
        (Path(report.path.replace(LAB, r.lab.id)), report.format.render(r, style)) for r in results
    ]


def _joined(chosen: Format, results: Sequence[Result], style: Style) -> str:
    texts = [chosen.render(result, style) for result in results]
    return texts[0] if len(texts) == 1 or chosen.join is None else chosen.join(texts)
