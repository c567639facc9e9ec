"""What the labs' recorded solutions hold, as other tests need it."""

import json
from pathlib import Path
from typing import Any

from grader.labspec.loader import load
from grader.model.lab import Lab
from grader.model.snapshot import Snapshot
from grader.storage import snapshot_file

SPECS = Path(__file__).parents[2] / "specs"
LABS = [path.name.removesuffix(".lab.yaml") for path in sorted(SPECS.glob("*.lab.yaml"))]


def spec(lab: str) -> Path:
    return SPECS / f"{lab}.lab.yaml"


def lab_of(name: str) -> Lab:
    return load(spec(name))


def file_of(lab: str) -> Path:
    return SPECS / f"{lab}.solution.json"


def solution(lab: str) -> Snapshot:
    return snapshot_file.read(file_of(lab))


def document(lab: str) -> dict[str, Any]:
    """The file as JSON."""
    found: dict[str, Any] = json.loads(file_of(lab).read_text(encoding="utf-8"))
    return found


def documents(lab: str, kind: str) -> list[Any]:
    """What `docker inspect` would have written of each object of a kind."""
    answers = document(lab)["answers"].get(kind, {})
    found = {
        json.dumps(a["found"], sort_keys=True): a["found"] for a in answers.values() if "found" in a
    }
    return list(found.values())
