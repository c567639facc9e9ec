"""Names of one's own on an engine that is not ours.

A test plays what a student types: `docker run --name defaultCmd nginx`. On an engine of ours that
is what runs. On a person's engine each name gets a prefix and each host port becomes a free one, in
commands and in the text of specs, so that nothing of that person's is met, let alone removed.
"""

import re
import socket
from collections.abc import Sequence
from typing import Any

from tests.engines.cleaning import BUILT_IN_NETWORKS
from tests.engines.commands import rewrite

LABEL = "org.grader.test"
# Keys of a spec whose values are texts or ids, not names of objects.
TEXT_KEYS = "id|lab|title|description|hint|section|requires|contains|matches|command|body|logs|path"


class Naming:
    """On an engine of ours: everything as it is, and everything on it is a test's."""

    image_prefix = ""

    def object(self, name: str) -> str:
        """The name of a container, network or volume."""
        return name

    def image(self, reference: str) -> str:
        """An image's reference."""
        return reference

    def port(self, number: int) -> int:
        """A port of the host."""
        return number

    def command(self, arguments: Sequence[str]) -> list[str]:
        """The arguments of `docker`."""
        return list(arguments)

    def spec(self, text: str) -> str:
        """The text of a spec."""
        return text

    def made(self, listed: dict[str, Any]) -> bool:
        """Whether an object of the engine's lists was made by a test."""
        return bool(listed)

    def made_image(self, tag: str) -> bool:
        """Whether a name of an image was given by a test."""
        return bool(tag)


class OwnNames(Naming):
    """On a person's engine: `grader-test-ab12-defaultCmd`, `grader-test-ab12/nginx`, free ports."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.prefix = f"grader-test-{token}"
        self.image_prefix = f"{self.prefix}/"
        self.names: set[str] = set()
        self.ports: dict[int, int] = {}

    def object(self, name: str) -> str:
        if name in BUILT_IN_NETWORKS or name.startswith((f"{self.prefix}-", "container:")):
            before, colon, container = name.partition(":")
            return f"{before}:{self.object(container)}" if colon else name
        self.names.add(name)
        return f"{self.prefix}-{name}"

    def image(self, reference: str) -> str:
        if self.prefix in reference or reference.startswith("sha256:"):
            return reference
        short = re.sub(r"^(docker\.io/)?(library/)?", "", reference)
        registry, slash, rest = short.partition("/")
        if slash and re.search(r"[.:]|^localhost$", registry):
            return f"{registry}/{self.prefix}/{rest}"
        return f"{self.prefix}/{short}"

    def port(self, number: int) -> int:
        if number not in self.ports:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.ports[number] = free.getsockname()[1]
        return self.ports[number]

    def command(self, arguments: Sequence[str]) -> list[str]:
        return rewrite(arguments, self, label=f"{LABEL}={self.token}")

    def spec(self, text: str) -> str:
        """Rewrite names after their keys and wherever they stand as a word outside of texts."""
        for found in re.finditer(r"\b(?:container|network|volume): *[\"']?([\w.-]+)", text):
            self.object(found[1])
        return "".join(self.spec_line(line) for line in text.splitlines(keepends=True))

    def made(self, listed: dict[str, Any]) -> bool:
        names = [*(listed.get("Names") or []), str(listed.get("Name", ""))]
        marked = (listed.get("Labels") or {}).get(LABEL) == self.token
        return marked or any(name.lstrip("/").startswith(f"{self.prefix}-") for name in names)

    def made_image(self, tag: str) -> bool:
        return self.image_prefix in tag

    def spec_line(self, line: str) -> str:
        if re.match(rf"\s*-?\s*(?:{TEXT_KEYS}):", line):
            return line
        for name in sorted(self.names, key=len, reverse=True):
            word = rf"(?<![\w./-]){re.escape(name)}(?![\w./-])"
            line = re.sub(word, f"{self.prefix}-{name}", line)
        line = re.sub(r"(\bimage: *[\"']?)([\w./:@-]+)", lambda m: m[1] + self.image(m[2]), line)
        line = re.sub(
            r"(\btags: *\[)([^]]*)",
            lambda m: m[1] + re.sub(r"[\w./:@-]+", lambda tag: self.image(tag[0]), m[2]),
            line,
        )
        line = re.sub(
            r"(\btags: *\{ *matches: *[\"']\^)([\w./-]+)(?=:)",
            lambda m: m[1] + self.image(m[2]),
            line,
        )
        line = re.sub(
            r"(?<![\w.:-])(\d{2,5})(?=:\d{2,5}\b)", lambda m: str(self.port(int(m[1]))), line
        )
        return re.sub(
            r"((?:localhost|127\.0\.0\.1):|\bpublished: *[\"']?)(\d+)",
            lambda m: m[1] + str(self.port(int(m[2]))),
            line,
        )
