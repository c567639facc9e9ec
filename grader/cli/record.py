"""`grader record`: a spec from what runs now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from grader.authoring.spec_writer import DraftLab
    from grader.model.snapshot import Snapshot

SUFFIX = ".lab.yaml"


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=tr("container to record (default: all containers)")
    )
    add_output(parser, tr)
    options.add_engine(parser, tr)


def add_output(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument(
        "-o", "--output", required=True, metavar="SPEC", help=tr("output file for the spec")
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the spec, and beside it the solution that was seen; 1 if it changed meanwhile."""
    from pathlib import Path

    from grader.cli.check import observe
    from grader.cli.errors import tell
    from grader.judge import judge
    from grader.labspec.loader import load
    from grader.messages import say
    from grader.model.message import message
    from grader.observation.minimize import without_foreign
    from grader.storage import snapshot_file
    from grader.storage.files import write_file

    path = spec_path(arguments.output)
    write_file(path, _record(arguments, path).text())
    labs = [load(path)]
    snapshot: Snapshot = without_foreign(observe(arguments, labs, thorough=True), labs)
    solution = Path(f"{str(path).removesuffix(SUFFIX)}.solution.json")
    write_file(solution, snapshot_file.dump(snapshot))
    code = judge(labs[0], snapshot).exit_code
    said = "record.done" if code == 0 else "record.changed"
    tell(say(message(said, spec=str(path), solution=str(solution)), arguments.language))
    return code


def _record(arguments: argparse.Namespace, path: Path) -> DraftLab:
    import os
    from contextlib import closing

    from grader.authoring.looking import Looking, containers, others
    from grader.authoring.recording import record
    from grader.authoring.spec_writer import slug
    from grader.engine.endpoint import resolve
    from grader.engine.session import Asking, open_engine
    from grader.errors import UsageError

    endpoint = resolve(arguments.host, arguments.context, os.environ)
    with closing(open_engine(endpoint, seconds=arguments.request_timeout)) as engine:
        looking = Looking(Asking(engine), arguments.timeout)
        found = looking.until_whole(lambda view: containers(view, arguments.names))
        if not found:
            raise UsageError("record.nothing", endpoint=endpoint.url)
        used = looking.until_whole(lambda view: others(view, found))
    lab = slug(path.name.removesuffix(SUFFIX))
    return record(lab, found, used, arguments.language)


def spec_path(given: str) -> Path:
    """Specs end in `.lab.yaml`: what is named otherwise would not be found in a folder."""
    from pathlib import Path

    from grader.errors import UsageError

    if not given.endswith(SUFFIX):
        raise UsageError("not-a-spec-name", path=given)
    return Path(given)
