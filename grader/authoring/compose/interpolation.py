"""Variables in a Compose file: `$NAME`, `${NAME:-default}` and the like, as Compose has them.

Values come from the `.env` beside the file, else from the defaults in the file; the shell of
whoever imports is not asked. What has neither becomes a variable of the spec that must be given.
The result is text as a spec writes it, where a dollar sign of the text itself is doubled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.authoring.spec_writer import literal_text

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
OPERATOR = re.compile(r":?[-?+]")


@dataclass(slots=True)
class Interpolation:
    """Puts values in; `open` collects the names that have none."""

    values: Mapping[str, str] = field(default_factory=dict)
    open: dict[str, None] = field(default_factory=dict)

    def spec_text(self, text: str) -> str:
        """Put values into a text of the Compose file, and write it as a spec does."""
        made, at = "", 0
        while at < len(text):
            if text[at] != "$":
                made, at = made + text[at], at + 1
            elif text.startswith("$$", at):
                made, at = f"{made}$$", at + 2
            elif text.startswith("${", at):
                end = _closing(text, at + 2)
                made, at = made + self._braced(text[at + 2 : end]), end + 1
            elif found := NAME.match(text, at + 1):
                made, at = made + self._named(found[0]), found.end()
            else:
                made, at = f"{made}$$", at + 1
        return made

    def _braced(self, inner: str) -> str:
        found = NAME.match(inner)
        if not found:
            return literal_text(f"${{{inner}}}")
        name, rest = found[0], inner[found.end() :]
        operator = OPERATOR.match(rest)
        if not operator:
            return self._named(name)
        word = rest[operator.end() :]
        given = self.values.get(name)
        there = bool(given) if operator[0].startswith(":") else given is not None
        if operator[0].endswith("+"):
            return self.spec_text(word) if there else ""
        if there and given is not None:
            return literal_text(given)
        return self.spec_text(word) if operator[0].endswith("-") else self._named(name)

    def _named(self, name: str) -> str:
        if name in self.values:
            return literal_text(self.values[name])
        self.open[name] = None
        return f"${{{name}}}"


def _closing(text: str, start: int) -> int:
    """Find the bracket that closes; a default may hold variables itself."""
    depth = 1
    for at in range(start, len(text)):
        if text.startswith("${", at):
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    return len(text)


def read_env(text: str) -> dict[str, str]:
    """Read a file of variables: `NAME=value`, quotes around values, remarks after `#`."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and NAME.fullmatch(name.strip()):
            found[name.strip()] = _unquoted(value.strip())
    return found


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] in "'\"" and value.endswith(value[0]):
        return value[1:-1]
    return re.split(r"\s#", value, maxsplit=1)[0].rstrip()
