"""`grader watch`: the lab again at every change of the engine or the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli import options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from grader.engine.connection import Engine
    from grader.model.lab import Lab
    from grader.watch.loop import Watch
    from grader.watch.spec_file import SpecFile
    from grader.watch.state import View


def add_arguments(parser: argparse.ArgumentParser, tr: Callable[[str], str]) -> None:
    parser.add_argument("spec", metavar="SPEC", help=tr("a spec, *.lab.yaml"))
    options.add_engine(parser, tr)
    options.add_variables(parser, tr)
    options.add_own(parser, tr)
    options.add_reader(parser, tr)
    options.add_colour(parser, tr)
    parser.add_argument(
        "--hint-after",
        type=float,
        default=30.0,
        metavar="SECONDS",
        help=tr("when a failing check shows its next hint (default: %(default)s)"),
    )
    parser.add_argument(
        "--web",
        action="store_true",
        help=tr("show the lab on a live page, reachable only from this machine"),
    )
    parser.add_argument(
        "--port",
        type=int,
        default=0,
        help=tr("port of the live page (default: any free port)"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Watch until it is ended; returns the exit code of what was seen last."""
    from grader.watch.signals import raise_on_signals

    spec = follow(arguments)
    raise_on_signals()
    if arguments.web:
        return on_a_page(arguments, spec)
    return in_the_terminal(arguments, spec)


def in_the_terminal(arguments: argparse.Namespace, spec: SpecFile) -> int:
    import sys

    from grader.cli.terminal import style_for, write_on
    from grader.watch.keys import keys
    from grader.watch.log_lines import Lines
    from grader.watch.screen import Screen

    style = style_for(sys.stdout, arguments.language, colour=arguments.color)
    if not sys.stdout.isatty():
        return watch(arguments, spec, [Lines(write_on, style)]).run()
    with Screen(sys.stdout, style) as screen:
        watching = watch(arguments, spec, [screen])
        with keys(sys.stdin, watching.wishes.wish):
            return watching.run()


def on_a_page(arguments: argparse.Namespace, spec: SpecFile) -> int:
    """Serve the page, and say where; the terminal tells each change in a line."""
    import sys

    from grader.cli.terminal import style_for, write_on
    from grader.errors import UsageError
    from grader.messages import say
    from grader.model.message import message
    from grader.watch.keys import keys
    from grader.watch.log_lines import Lines
    from grader.watch.state import State

    try:
        from grader.watch.web.server import LivePage
    except ImportError:
        raise UsageError("watch.no-web") from None
    style = style_for(sys.stdout, arguments.language, colour=arguments.color)
    first = State(str(spec.path))
    with LivePage(first, arguments.language, arguments.port) as live:
        write_on(say(message("watch.page", address=live.address), arguments.language) + "\n")
        watching = watch(arguments, spec, [live, Lines(write_on, style)])
        with keys(sys.stdin, watching.wishes.wish):
            return watching.run()


def follow(arguments: argparse.Namespace) -> SpecFile:
    """Load the spec for the first time: now its mistakes end the command."""
    from pathlib import Path

    from grader.labspec.loader import load
    from grader.watch.spec_file import SpecFile

    own = options.read_own(arguments.student, arguments.secret)
    given = options.read_variables(arguments.var)

    def read(path: Path) -> Lab:
        return load(path, given, own=own)

    path = Path(arguments.spec)
    return SpecFile(path, read, read(path))


def watch(arguments: argparse.Namespace, spec: SpecFile, views: list[View]) -> Watch:
    import os

    from grader.engine.endpoint import resolve
    from grader.engine.session import open_engine
    from grader.watch.hints import Hints
    from grader.watch.loop import Watch

    def open_it() -> Engine:
        endpoint = resolve(arguments.host, arguments.context, os.environ)
        return open_engine(
            endpoint, seconds=arguments.request_timeout, http_host=arguments.http_host
        )

    return Watch(
        spec=spec,
        open=open_it,
        views=views,
        reader=arguments.reader,
        phase=arguments.phase,
        seconds=arguments.request_timeout,
        allow_exec=arguments.allow_exec,
        hints=Hints(after=arguments.hint_after),
    )
