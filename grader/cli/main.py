"""Choosing the command. Imports what is needed to print help, and no more."""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from typing import TYPE_CHECKING

from grader import __version__
from grader.cli.language import language_of
from grader.locale import translate, translate_library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

# Command, and what it does; its module is `grader.cli.<command>`, a few aside.
COMMANDS = {
    "check": "grade labs on an engine or a snapshot",
    "validate": "check specs for errors, without an engine",
    "test": "test specs: an empty engine, the solution, and generated mistakes",
    "record": "write a spec from running containers",
    "import": "write a spec from a Compose file",
    "handout": "write the exercise text for students",
    "snapshot": "save the state that checks need to a file",
    "class": "grade a class and export gradebooks",
    "merge": "combine the parts of a class",
    "render": "convert a saved result to another report format or language",
    "schema": "print a JSON Schema",
    "watch": "check again after every change while you work",
    "doctor": "diagnose why grading does not work on this machine",
    "demo": "try grader, with or without an engine",
}
MODULES = {"class": "class_", "import": "import_"}  # these are words of Python's own
DESCRIPTION = "Grades Docker labs: one YAML file says what a student's environment must look like."
EXIT_CODES = (
    "exit codes: 0 all passed, 1 something failed, 2 invalid spec or command line, 3 something "
    "could not be checked, 130 interrupted"
)


def run(argv: Sequence[str]) -> int:
    """Run a command line; returns the exit code."""
    language = language_of(argv, os.environ)
    translate_library(language, os.environ)
    parser, chosen = build_parser(argv, language)
    arguments = parser.parse_args(argv)
    if chosen is None:
        parser.print_help()
        return 2
    from grader.cli.errors import through

    arguments.language = language
    return through(lambda: module_of(chosen).run(arguments), language)


def module_of(command: str) -> ModuleType:
    return import_module(f"grader.cli.{MODULES.get(command, command)}")


def build_parser(argv: Sequence[str], language: str) -> tuple[argparse.ArgumentParser, str | None]:
    """Build the parser; only the command that stands on the line gets its options."""

    def tr(text: str) -> str:
        return translate(text, language)

    parser = argparse.ArgumentParser(
        prog="grader", description=tr(DESCRIPTION), epilog=tr(EXIT_CODES), allow_abbrev=False
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"grader {__version__}",
        help=tr("show program's version number and exit"),
    )
    parser.add_argument(
        "--lang",
        metavar="CODE",
        help=tr("output language, such as en or ko (default: from the locale)"),
    )
    # Without its name, argparse would lay out a usage line to find it.
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog=parser.prog)
    words = (w for before, w in zip(["", *argv], argv, strict=False) if before != "--lang")
    chosen = next((word for word in words if word in COMMANDS), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(
            name, help=tr(summary), description=tr(summary), allow_abbrev=False
        )
        if name == chosen:
            command.add_argument(
                "--lang",
                metavar="CODE",
                default=argparse.SUPPRESS,
                help=tr("output language, such as en or ko (default: from the locale)"),
            )
            module_of(name).add_arguments(command, tr)
    return parser, chosen
