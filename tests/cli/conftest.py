"""A small lab and a snapshot of it, for tests of the command line that need no engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from grader.cli.main import run
from grader.model.message import message
from grader.model.result import EngineFacts
from grader.model.snapshot import ABSENT, Answer, Found, Question, Snapshot, Unanswered
from grader.storage import snapshot_file

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """\
version: 1
lab: {lab}
checks:
  - id: web
    container: web
    expect: {{ state: running }}
"""
WEB = {"Id": "1" * 64, "Name": "/web", "State": {"Status": "running"}, "Image": "sha256:1"}


@dataclass(frozen=True)
class Ran:
    """How a command line ended, and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A folder to work in, with `grader` to call there."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def grader(self, *words: str) -> Ran:
        try:
            code = run(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = self.capture.readouterr()
        return Ran(code, out, err)

    def spec(self, lab: str = "small", text: str = SPEC) -> str:
        path = self.folder / f"{lab}.lab.yaml"
        path.write_text(text.format(lab=lab), encoding="utf-8")
        return str(path)

    def snapshot(self, web: dict[str, Any] | str | None = WEB) -> str:
        """Write a snapshot: with a container `web`, without (None), or not observed (a reason)."""
        path = self.folder / "snapshot.json"
        answers: dict[Question, Answer] = {
            Question("container", "web"): _answer(web),
            Question("list", "containers"): Found([]),
        }
        engine = EngineFacts("docker", "28.5.2", "1.51", "unix:///run/docker.sock")
        moment = datetime(2026, 1, 31, 9, tzinfo=UTC)
        taken = Snapshot(answers, moment, seconds=0.1, engine=engine)
        path.write_text(snapshot_file.dump(taken), encoding="utf-8")
        return str(path)


def _answer(web: dict[str, Any] | str | None) -> Answer:
    if isinstance(web, str):
        return Unanswered(message(web, seconds=5))
    return ABSENT if web is None else Found(web)


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.chdir(tmp_path)
    for name in ("GRADER_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Desk(tmp_path, capsys)
