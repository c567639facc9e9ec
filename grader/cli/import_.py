"""`grader import`: a spec from a Compose file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli.record import SUFFIX, add_output, spec_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument("compose", metavar="COMPOSE", help=tr("a Compose file"))
    add_output(parser, tr)


def run(arguments: argparse.Namespace) -> int:
    """Write the spec of what `docker compose up` makes of the file."""
    from pathlib import Path

    from grader.authoring.compose.importing import import_compose
    from grader.authoring.compose.reading import read
    from grader.authoring.spec_writer import slug
    from grader.cli.errors import tell
    from grader.cli.options import refuse_inputs
    from grader.messages import say
    from grader.model.message import message
    from grader.storage.files import write_file

    path = spec_path(arguments.output)
    refuse_inputs([arguments.output], [arguments.compose])
    file = read(Path(arguments.compose))
    lab = import_compose(file, slug(path.name.removesuffix(SUFFIX)), arguments.language)
    write_file(path, lab.text())
    said = message("import.done", spec=str(path), compose=arguments.compose)
    tell(say(said, arguments.language))
    return 0
