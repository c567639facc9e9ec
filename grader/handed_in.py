"""Files that were handed in, as the snapshot to judge: ours, or the output of `docker inspect`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader import snapshot_file
from grader.collected import Collected, documents_in
from grader.engine.compared import compared
from grader.engine.redact import Redactor
from grader.errors import SnapshotError
from grader.observe import Observer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.snapshot import Snapshot
    from grader.spec.lab import Lab


def read(paths: Sequence[Path], labs: Sequence[Lab], key: bytes | None = None) -> Snapshot:
    """Read what was handed in for some labs; raises `SnapshotError` where it cannot be used.

    One snapshot of ours stands alone; other files are taken together. With a key only a signed
    snapshot will do.
    """
    values = {path: snapshot_file.values_in(path) for path in paths}
    for path, found in values.items():
        if key is not None or snapshot_file.is_ours(found[0]):
            if len(values) > 1 or len(found) > 1:
                raise SnapshotError("snapshot-several", file=str(path))
            snapshot = snapshot_file.opened(found[0], str(path), key)
            _refuse_other_lab(snapshot, labs, path)
            return snapshot
    documents = [d for path, found in values.items() for d in documents_in(found, str(path))]
    redactor = Redactor(compared(labs))
    clean = [(kind, redactor.redact(document)) for kind, document in documents]
    moment = datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC)
    return Observer(Collected(clean), now=lambda: moment).look_once(labs)


def _refuse_other_lab(snapshot: Snapshot, labs: Sequence[Lab], path: Path) -> None:
    """A snapshot holds what its labs look at; of another one it says nothing."""
    for lab in labs:
        if snapshot.labs and lab.id not in snapshot.labs:
            known = sorted(snapshot.labs)
            raise SnapshotError("snapshot-other-lab", file=str(path), labs=known, lab=lab.id)
