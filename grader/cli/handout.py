"""`grader handout`: the exercise text for students, from the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from grader.model.lab import Lab

LANGUAGE = "{lang}"
FORMATS = {"markdown": ".md", "html": ".html"}


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument("specs", nargs=1, metavar="SPEC", help=tr("a spec, *.lab.yaml"))
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=tr(
            "output file; with {lang} in the name, one file per language of the spec (default: "
            "standard output)"
        ),
    )
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        help=tr("output format (default: from the file name, otherwise markdown)"),
    )
    options.add_variables(parser, tr)
    options.add_own(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Write the handout: to stdout, to a file, or to a file a language."""
    from pathlib import Path

    from grader.cli.terminal import write_out
    from grader.handout.exercise import languages_of
    from grader.storage.files import write_file

    own = options.read_own(arguments.student, arguments.secret)
    (lab,) = options.load_labs(arguments.specs, arguments.var, own=own)
    output = arguments.output
    options.refuse_inputs([output] if output else [], [lab.file])
    form = arguments.format or next(
        (name for name, suffix in FORMATS.items() if str(output).endswith(suffix)), "markdown"
    )
    if output is None:
        write_out(_render(lab, form, arguments.language))
    elif LANGUAGE in output:
        for language in languages_of(lab):
            write_file(Path(output.replace(LANGUAGE, language)), _render(lab, form, language))
    else:
        write_file(Path(output), _render(lab, form, arguments.language))
    return 0


def _render(lab: Lab, form: str, language: str) -> str:
    from grader.handout import html, markdown
    from grader.handout.exercise import exercise

    renderers = {"markdown": markdown.render, "html": html.render}
    return renderers[form](exercise(lab, language))
