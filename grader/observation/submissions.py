"""Files that were handed in, as the snapshot to judge: ours, or the output of `docker inspect`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.errors import SnapshotError
from grader.observation.inspect_output import Collected, documents_in
from grader.observation.observer import Observer
from grader.storage import snapshot_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.model.lab import Lab
    from grader.model.snapshot import Snapshot


def read(paths: Sequence[Path], labs: Sequence[Lab], key: bytes | None = None) -> Snapshot:
    """Read what was handed in for some labs; raises `SnapshotError` where it cannot be used.

    One snapshot of ours stands alone; other files are taken together. With a key only a signed
    snapshot will do.
    """
    sources = [snapshot_file.source_of(path) for path in paths]
    for source in sources:
        if key is not None or snapshot_file.is_ours(source.values[0]):
            if len(sources) > 1 or len(source.values) > 1:
                raise SnapshotError("snapshot-several", file=source.file)
            snapshot = snapshot_file.opened(source, key)
            _refuse_other_lab(snapshot, labs, source.file)
            return snapshot
    found = [one for source in sources for one in documents_in(source.values, source.file)]
    moment = _saved_at(paths)
    return Observer(Collected(found), now=lambda: moment).look_once(labs)


def _saved_at(paths: Sequence[Path]) -> datetime:
    """Return when the newest file was saved; now, where that is no date (the year 3170843)."""
    try:
        return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _refuse_other_lab(snapshot: Snapshot, labs: Sequence[Lab], file: str) -> None:
    """A snapshot holds what its labs look at; of another one it says nothing."""
    for lab in labs:
        if snapshot.labs and lab.id not in snapshot.labs:
            known = sorted(snapshot.labs)
            raise SnapshotError("snapshot-other-lab", file=file, labs=known, lab=lab.id)
