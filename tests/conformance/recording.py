"""The answers of an engine to all cases at once, recorded, so that they are judged without it.

`GRADER_RECORD=conformance pytest tests/conformance` on an engine writes its recording. Cases that
run commands or wait for something are not in it: what they need is not a state.
"""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.privacy.hide import hide_snapshot
from grader.storage import snapshot_file
from tests.engines.state import state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.snapshot import Snapshot

FOLDER = Path(__file__).with_name("recorded")
ENGINES = sorted(path.name.removesuffix(".json.gz") for path in FOLDER.glob("*.json.gz"))


def is_wanted() -> bool:
    return os.environ.get("GRADER_RECORD") == "conformance"


def write(engine: str, snapshot: Snapshot, specs: Mapping[str, str]) -> None:
    """Write what an engine of ours answered, without the places where it keeps its data."""
    assert snapshot.engine is not None
    facts = replace(snapshot.engine, endpoint="unix:///var/run/engine.sock", id=None, name=None)
    document = snapshot_file.document(hide_snapshot(replace(snapshot, engine=facts)))
    text = json.dumps({"specs": dict(specs), "snapshot": document}, sort_keys=True)
    text = text.replace(str(state_folder() / engine), "/var/lib/engine")
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{engine}.json.gz"
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def read(engine: str) -> tuple[Snapshot, dict[str, str]]:
    """Return the snapshot of an engine, and the specs by the name of their case."""
    found = json.loads(gzip.decompress((FOLDER / f"{engine}.json.gz").read_bytes()))
    return snapshot_file.load(found["snapshot"]), found["specs"]
