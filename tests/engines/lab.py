"""What a test holds in its hand: a clean engine with the stand-ins, and the names to use on it."""

import http.client
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tests.engines import api
from tests.engines.cleaning import clean
from tests.engines.engine import EngineUnderTest
from tests.engines.naming import Naming
from tests.engines.standins import build_standins


@dataclass(frozen=True)
class LabEngine:
    """An engine for one test. Names are given as a student types them; `naming` maps them."""

    engine: EngineUnderTest
    naming: Naming
    standins: dict[str, str]  # tag → id

    @property
    def host(self) -> str:
        return self.engine.host

    @property
    def http_host(self) -> str:
        return self.engine.http_host

    def docker(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `docker`, its names mapped."""
        return self.engine.docker(*self.naming.command(arguments), check=check)

    def play(self, script: str, *, check: bool = True) -> list[subprocess.CompletedProcess[str]]:
        """Run the `docker …` lines of a text as a student types them; other lines are left out.

        `docker pull` of a stand-in is done already.
        """
        lines = re.sub(r"\\\n", " ", script).splitlines()
        commands = [shlex.split(line.strip().removeprefix("$ "), comments=True) for line in lines]
        return [
            self.docker(*words[1:], check=check)
            for words in commands
            if words[:1] == ["docker"] and not self.is_there(words)
        ]

    def is_there(self, words: list[str]) -> bool:
        """Whether this is `docker pull` of a stand-in."""
        if words[1:2] != ["pull"]:
            return False
        return self.inspect("images", words[-1]) is not None

    def inspect(
        self, kind: Literal["containers", "images", "networks", "volumes"], name: str
    ) -> Any:
        """The engine's document, None when it is not there."""
        mapped = self.naming.image(name) if kind == "images" else self.naming.object(name)
        return self.engine.inspect(kind, mapped)

    def http(self, port: int, path: str = "/") -> tuple[int, str]:
        """Status and body of a GET to a published port."""
        connection = http.client.HTTPConnection(self.http_host, self.naming.port(port), timeout=5)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def cleanup(self) -> None:
        """Remove what tests made; the stand-ins stay, as they were."""
        clean(self.host, self.naming.made)
        images = api.get(self.host, "/images/json")
        for reference in self.stray_images(images):
            api.delete(self.host, f"/images/{reference}?force=1")
        there = {short(tag): image["Id"] for image in images for tag in tags_of(image)}
        if not self.standins.items() <= there.items():
            self.standins.update(self.build())

    def build(self) -> dict[str, str]:
        return build_standins(self.engine, prefix=self.naming.image_prefix)

    def leave_nothing(self) -> None:
        """On an engine that is not ours: remove the stand-ins too."""
        if not self.engine.ours:
            self.standins.clear()
            self.cleanup()

    def stray_images(self, images: list[dict[str, Any]]) -> Iterator[str]:
        """References of images that a test made, and ids of those without a name."""
        for image in images:
            tags = tags_of(image)
            if not tags and self.naming.made(image):
                yield image["Id"]
            for tag in tags:
                if self.standins.get(short(tag)) != image["Id"] and self.naming.made_image(tag):
                    yield tag


def tags_of(image: dict[str, Any]) -> list[str]:
    return [tag for tag in image["RepoTags"] or [] if tag != "<none>:<none>"]


def short(tag: str) -> str:
    """A name as it is typed; Podman lists them with their registry."""
    return re.sub(r"^(docker\.io/(library/)?|localhost/)", "", tag)
