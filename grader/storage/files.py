"""Files, written whole or not at all. The only place that writes reports, pages and snapshots."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from grader.errors import ReportError


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: first beside its place, then in it.

    In CI the current folder is the student's, and a symbolic link in it can lead anywhere. So a
    relative path never leads through a link, and a link in the place of the file is replaced. The
    links of an absolute path are the caller's choice. A pipe or a device is written to. Raises
    `ReportError`.
    """
    try:
        if not path.is_absolute() and (link := _link_on_the_way(path)):
            raise ReportError("report-through-link", path=str(path), link=str(link))
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(Path(os.path.realpath(path)) if path.is_absolute() else path, text)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise ReportError("report-not-written", path=str(path), reason=reason) from None


def remove_file(path: Path) -> None:
    """Remove what an earlier run wrote; by the rule of `write_file`, never through a link.

    What is not a file is left alone. Raises `ReportError`.
    """
    try:
        if not path.is_absolute() and (link := _link_on_the_way(path)):
            raise ReportError("report-through-link", path=str(path), link=str(link))
        if path.is_file() or path.is_symlink():
            path.unlink(missing_ok=True)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise ReportError("report-not-written", path=str(path), reason=reason) from None


def _link_on_the_way(path: Path) -> Path | None:
    """Return the first symbolic link among the folders of a path."""
    return next((folder for folder in reversed(path.parents) if folder.is_symlink()), None)


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
