"""Plays: what a student does in a lab, as a file, and what grading it must give.

See README.md here for the form of a play.
"""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from tests.engines.lab import LabEngine

HERE = Path(__file__).parent
PLAYS = HERE / "plays"
SPECS = HERE.parent.parent / "specs"
DEMO = SPECS.parent / "grader" / "demo"
SOLUTION = "solution"
SHOWN = "override-env"  # the lab that `grader demo` shows
# What students are known to do wrong in these labs; README.md here says what each of them is.
MISTAKES = (
    *("exited", "option-after-image", "misspelt", "name-alike"),
    *("ports-swapped", "retagged", "value-in-image", "other-engine"),
)


@dataclass(frozen=True)
class Play:
    """One play, as its file says it."""

    file: Path
    steps: tuple[str | dict[str, str], ...]
    exit_code: int
    score: float | None
    checks: dict[str, Any]
    says: tuple[str, ...] = ()
    mistake: str | None = None
    elsewhere: bool = False
    as_typed: bool = False
    kind: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def lab(self) -> str:
        return self.file.parent.name

    @property
    def name(self) -> str:
        return f"{self.lab}/{self.file.stem}"

    @property
    def spec(self) -> Path:
        return SPECS / f"{self.lab}.lab.yaml"


def read(file: Path) -> Play:
    """Read a play; a key that is unknown is an error."""
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for key in ("steps", "says", "notes"):
        found[key] = tuple(found.get(key, ()))
    return Play(file=file, **found)


def plays() -> list[Play]:
    return [read(file) for file in sorted(PLAYS.glob("*/*.yaml"))]


def act(play: Play, lab: LabEngine) -> None:
    """Do what the student does: a command, one that fails (`! docker …`), one at a terminal."""
    for step in play.steps:
        if isinstance(step, dict):
            at_terminal(step["terminal"], lab)
        else:
            lab.play(step.removeprefix("! "), check=not step.startswith("! "))


def at_terminal(command: str, lab: LabEngine) -> None:
    """Start a container at a terminal, and leave it running when the terminal is closed."""
    words = shlex.split(command)[1:]
    name = words[words.index("--name") + 1]
    with lab.engine.in_terminal(*lab.naming.command(words)):
        deadline = time.monotonic() + 20
        while not is_running(lab, name):
            assert time.monotonic() < deadline, f"{command} did not start"
            time.sleep(0.1)


def is_running(lab: LabEngine, name: str) -> bool:
    document = lab.inspect("containers", name)
    return document is not None and bool(document["State"]["Running"])


def summary(document: dict[str, Any]) -> dict[str, Any]:
    """What a result says of each check, in the form that plays are written in."""
    return {check["id"]: of_check(check) for check in document["checks"]}


def of_check(check: dict[str, Any]) -> Any:
    """Outcome, observations with the codes of what they say, notes, score, as far as telling."""
    outcome, notes = check["outcome"], [note["code"] for note in check["notes"]]
    if outcome == "passed":
        return {"passed": notes} if notes else outcome
    if outcome == "skipped":
        return {"skipped": check["reason"]["params"]["checks"]}
    seen = {o["field"]: said(o) for o in check["observations"]}
    told: dict[str, Any] = {outcome: seen}
    if notes:
        told["notes"] = notes
    if check["score"]:
        told["score"] = check["score"]
    return told


def said(observation: dict[str, Any]) -> str:
    message = observation["message"]
    return str(observation["outcome"] if message is None else message["code"])
