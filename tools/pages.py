"""`make reference`: also writes the pages that are made from the program itself.

`docs/reference/cli.md` from `--help`, `docs/reference/api.md` from the API's docstrings, and the
help in README.md. A test fails when they are old.
"""

from __future__ import annotations

import inspect
import os
import re
import textwrap
from pathlib import Path

from grader import api
from grader.cli.main import COMMANDS, build_parser
from grader.locale import translate_library

ROOT = Path(__file__).parent.parent
WIDTH = "80"


def helped(*words: str) -> str:
    """Return what `grader … --help` says, 80 columns wide."""
    translate_library("en", os.environ)
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        parser, _ = build_parser(words, "en")
        for word in words:
            parser = next(a.choices for a in parser._actions if isinstance(a.choices, dict))[word]  # noqa: SLF001
        return parser.format_help()
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def cli() -> str:
    parts = ["# The command line", "", "```text", helped().rstrip(), "```"]
    for name in COMMANDS:
        parts += ["", f"## grader {name}", "", "```text", helped(name).rstrip(), "```"]
    return "\n".join(parts) + "\n"


def api_page() -> str:
    said = inspect.getdoc(api) or ""
    head, _, body = said.partition("\n\n")
    parts = ["# From Python", "", f"`grader.api`. {head}", "", *_examples(body)]
    for name in api.__all__:
        thing = getattr(api, name)
        parts += ["", f"## {name}", ""]
        if inspect.isfunction(thing):
            parts += ["```python", _signature(name, thing), "```", ""]
        parts.append(inspect.getdoc(thing) or "")
    return "\n".join(parts) + "\n"


def _signature(name: str, thing: object) -> str:
    """Write a function's signature as its source has it."""
    source = inspect.getsource(thing)  # type: ignore[arg-type]
    found = re.match(r"def \w+(\(.*?\) -> [^\n]+):\n", source, re.DOTALL)
    text = found[1] if found else "()"
    return "def " + name + re.sub(r"  # noqa[^\n]*", "", text)


def _examples(body: str) -> list[str]:
    """Put doctest examples into blocks of code; the rest is text already."""
    parts: list[str] = []
    for paragraph in body.split("\n\n"):
        text = textwrap.dedent(paragraph)
        parts += ["```pycon", text, "```"] if text.startswith(">>>") else [text]
        parts.append("")
    return parts[:-1]


def readme(text: str) -> str:
    """Put the help into the README's block."""
    block = f"```console\n$ grader --help\n{helped().rstrip()}\n```"
    return re.sub(r"```console\n\$ grader --help\n.*?```", lambda _: block, text, flags=re.DOTALL)


def pages() -> dict[Path, str]:
    """Return every page that is made, by its path."""
    file = ROOT / "README.md"
    return {
        ROOT / "docs" / "reference" / "cli.md": cli(),
        ROOT / "docs" / "reference" / "api.md": api_page(),
        file: readme(file.read_text(encoding="utf-8")),
    }


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
