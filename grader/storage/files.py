"""Files, written whole or not at all. The only place that writes reports, pages and snapshots."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from grader.errors import ReportError


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: beside it first, then in its place.

    A link stays one, to a file that is new; a pipe or a device is written to, not replaced.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(Path(os.path.realpath(path)), text)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise ReportError("report-not-written", path=str(path), reason=reason) from None


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path, text)
    try:
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _draft(path: Path, text: str) -> Path:
    """Write a text beside its place; closed before it is moved, as Windows asks."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".", delete=False
    ) as draft:
        try:
            draft.write(text)
            draft.flush()
            _readable_by_others(draft.name)
        except BaseException:
            draft.close()
            Path(draft.name).unlink(missing_ok=True)
            raise
    return Path(draft.name)


def _readable_by_others(name: str) -> None:
    """Give the file the mode that it would have had; a temporary file is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
