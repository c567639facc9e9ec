"""Live and replayed results are equal, field by field, for every lab, on a real engine."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.cli.main import run
from grader.engine.endpoint import resolve
from grader.engine.session import Asking, open_engine
from grader.fields.reading import HIDDEN, REDACTED
from grader.formats import FORMATS
from grader.formats.base import Style
from grader.judge import judge
from grader.labspec.loader import load, load_bytes
from grader.model.lab import Lab
from grader.model.snapshot import Snapshot
from grader.observation import submissions
from grader.observation.minimize import without_foreign
from grader.observation.observer import Observer
from grader.storage import snapshot_file
from tests.engines.lab import LabEngine
from tests.labs.playing import Play, act, plays
from tests.storage.test_snapshot_file import SCHEMA

pytestmark = pytest.mark.engine

SECRETS = """version: 1
lab: secrets
checks:
  - id: db
    container: db
    expect:
      environment: { DB_PASSWORD: { present: true }, DB_TOKEN: { not: default-token } }
      command: [sleep, "600"]
  - id: hidden
    requires: db
    container: db
    expect: { state: exited, files: { /etc/passwd: { contains: root } } }
  - id: after-hidden
    requires: hidden
    container: db
    expect: { logs: { contains: never } }
"""


def observe(lab_engine: LabEngine, lab: Lab, *, thorough: bool) -> Snapshot:
    endpoint = resolve(lab_engine.host, None, {})
    engine = open_engine(endpoint, http_host=lab_engine.http_host)
    with closing(engine):
        asking = Asking(engine)
        return Observer(asking, engine.facts, thorough=thorough).observe([lab])


def equal_when_replayed(lab: Lab, seen: Snapshot, path: Path) -> None:
    path.write_text(snapshot_file.dump(without_foreign(seen, [lab])), encoding="utf-8")
    replayed = submissions.read([path], [lab])
    for form in ("json", "text"):
        live, again = (FORMATS[form].render(judge(lab, s), Style()) for s in (seen, replayed))
        assert live == REDACTED.sub(HIDDEN, again)
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), SCHEMA)


PLAYS = plays()


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.name)
def test_replayed_is_live(play: Play, lab_engine: LabEngine, tmp_path: Path) -> None:
    """Of every play: right answers and mistakes, of every lab."""
    if play.as_typed and not lab_engine.engine.ours:
        return
    act(play, lab_engine)
    written = tmp_path / "its.lab.yaml"
    written.write_text(lab_engine.naming.spec(play.spec.read_text(encoding="utf-8")))
    lab = load(written)
    equal_when_replayed(lab, observe(lab_engine, lab, thorough=True), tmp_path / "snapshot.json")


@pytest.fixture
def secrets_lab(lab_engine: LabEngine) -> Lab:
    lab_engine.play(
        "docker run -d --name db -e DB_PASSWORD=hunter2! -e DB_TOKEN=t0p-s3cret "
        "--label api_key=k3y-in-label busybox sleep 600"
    )
    return load_bytes(lab_engine.naming.spec(SECRETS).encode(), "secrets.lab.yaml")


def test_secrets_stay_behind_unless_the_spec_compares_them(
    lab_engine: LabEngine, secrets_lab: Lab, tmp_path: Path
) -> None:
    seen = observe(lab_engine, secrets_lab, thorough=True)
    text = snapshot_file.dump(seen)
    assert "hunter2!" not in text
    assert "k3y-in-label" not in text
    assert "DB_PASSWORD=<redacted:" in text
    assert "t0p-s3cret" in text  # the spec holds it against a value of its own
    equal_when_replayed(secrets_lab, seen, tmp_path / "snapshot.json")


def test_what_skipped_checks_would_need_is_in_it_too(
    lab_engine: LabEngine, secrets_lab: Lab
) -> None:
    """So that a mended spec, whose first check holds, can be graded without the engine."""
    kinds = {q.kind for q in observe(lab_engine, secrets_lab, thorough=True).answers}
    assert {"file", "logs"} <= kinds
    assert "logs" not in {q.kind for q in observe(lab_engine, secrets_lab, thorough=False).answers}


def marks_alike(text: str) -> Any:
    return json.loads(REDACTED.sub("<redacted>", text))


def test_the_command_writes_what_check_takes(
    lab_engine: LabEngine, secrets_lab: Lab, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signed, and graded again without an engine: the same result as live.

    The two looks differ in their moment, and in the marks of secrets: their key goes with the run.
    """
    spec, out, key = (tmp_path / name for name in ("its.lab.yaml", "snapshot.json", "key"))
    spec.write_text(lab_engine.naming.spec(SECRETS))
    key.write_text("a key of the course, long enough")
    engine = ["--host", lab_engine.host, "--http-host", lab_engine.http_host]
    assert run(["snapshot", str(spec), "-o", str(out), "--sign", str(key), *engine]) == 0
    assert run(["check", str(spec), "--report=json", *engine]) == 1
    live = marks_alike(capsys.readouterr().out)
    replay = ["--snapshot", str(out), "--verify", str(key)]
    assert run(["check", str(spec), "--report=json", *replay]) == 1
    again = marks_alike(capsys.readouterr().out)
    assert [c["outcome"] for c in again["checks"]] == ["passed", "failed", "skipped"]
    for changing in ("observed_at", "seconds"):
        del live[changing], again[changing]
    assert again == live
