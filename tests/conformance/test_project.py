"""A project of two services: a spec written from the reference page passes, and notices changes.

There is no `docker compose` here: the project is brought up by `docker`, with Compose's names and
labels. Every change is a project of its own, side by side.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from grader.api import judge, observe
from grader.labspec.loader import load_bytes
from tests.engines import plugin
from tests.engines.state import locked

if TYPE_CHECKING:
    from grader.model.lab import Lab
    from grader.model.result import Result
    from tests.engines.lab import LabEngine

HERE = Path(__file__).parent / "project"
SPEC = (HERE / "shop.lab.yaml").read_text(encoding="utf-8")
UP = (HERE / "up.txt").read_text(encoding="utf-8")
CHANGES = yaml.safe_load((HERE / "changes.yaml").read_text(encoding="utf-8"))
AS_IT_SHOULD_BE = "as-it-should-be"


@dataclass(frozen=True)
class Project:
    """The project under a name and a port of its own, with one change or as it should be."""

    name: str
    port: int

    @property
    def commands(self) -> str:
        text = UP
        if self.name != AS_IT_SHOULD_BE:
            change = CHANGES[self.name]
            assert text.count(change["from"]) == 1, "a change is made in one place"
            text = text.replace(change["from"], change["to"])
        text = text.replace("project=shop", f"project={self.name}")
        text = text.replace("shop_", f"{self.name}_").replace("shop-", f"{self.name}-")
        return text.replace("8080:", f"{self.port}:")

    def lab(self, text: str) -> Lab:
        text = text.replace("lab: two-services", f"lab: {self.name}")
        variables = {"project": self.name, "port": str(self.port)}
        return load_bytes(text.encode(), "shop.lab.yaml", variables)


PROJECTS = {
    name: Project(name, 18080 + number) for number, name in enumerate([AS_IT_SHOULD_BE, *CHANGES])
}


@pytest.fixture(scope="module")
def results(lab_of_session: LabEngine) -> dict[str, Result]:
    """Every project brought up, looked at once, judged."""
    engine = lab_of_session
    labs = [project.lab(engine.naming.spec(SPEC)) for project in PROJECTS.values()]
    with locked(plugin.tests_lock(engine.engine)):
        engine.cleanup()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda project: engine.play(project.commands), PROJECTS.values()))
        snapshot = observe(labs, host=engine.host, http_host=engine.http_host)
        engine.cleanup()
    return {lab.id: judge(lab, snapshot) for lab in labs}


@pytest.mark.engine
@pytest.mark.parametrize("name", PROJECTS)
def test_the_spec_notices_just_what_was_changed(name: str, results: dict[str, Result]) -> None:
    wrong = [check for check in results[name].checks if check.outcome != "passed"]
    failed = {check.id: [o.message for o in check.observations if o.message] for check in wrong}
    wanted = set() if name == AS_IT_SHOULD_BE else {CHANGES[name]["fails"]}
    assert set(failed) == wanted, failed
