"""`grader render`: a result that was kept as JSON, as another report or in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import check, options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "results",
        nargs="+",
        metavar="RESULT",
        help=tr("result file written with '--report json:FILE'"),
    )
    options.add_reports(parser, tr)
    options.add_colour(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Render results; the exit code is that of the check they came from."""
    from grader.cli.reports import read_reports, write_reports
    from grader.storage.result_reader import read

    results = [result for file in arguments.results for result in read(file)]
    reports = read_reports(arguments.report, [r.lab.id for r in results], arguments.results)
    write_reports(reports, results, arguments.language, arguments.color)
    return check.worst(results)
