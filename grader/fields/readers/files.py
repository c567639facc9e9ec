"""Files of a container, through the archive that the engine gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.forms.text import block
from grader.fields.reading import dig
from grader.fields.types import Present, UndecidedError, kept_text
from grader.model.message import message
from grader.model.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from grader.fields.types import Normal, Reading, Subject
    from grader.model.expectation import Expectation

OUT_OF_SIGHT = ("/proc", "/sys", "/dev")


def read_files(subject: Subject) -> Reading:
    """Read the files that the check names; None where there is none.

    What could not be seen is an `UndecidedError` kept as the entry's value, so that the other
    files are still judged.
    """
    wanted = subject.wanted.parts if subject.wanted else {}
    return Present({name: _read_file(subject, name, of) for name, of in wanted.items()})


def _read_file(subject: Subject, name: str, wanted: Expectation) -> Normal:
    if _under(name, _hidden(subject)):
        return UndecidedError(message("file-out-of-sight", path=name))
    follow = not _asks_for_link(wanted)
    question = Question.of(
        "file",
        container=subject.document["Id"],
        path=name,
        content=bool(set(wanted.words) - {"present", "absent"}) or "owner" in wanted.parts,
        follow=follow,
    )
    answer = subject.view.answer(question)
    if isinstance(answer, Absent):
        return None
    if not isinstance(answer, Found):
        return UndecidedError(answer.reason)
    if "leads" in answer.document:
        hidden = _under(answer.document["leads"], _hidden(subject))
        return UndecidedError(message("file-out-of-sight", path=name)) if hidden else None
    stat = dict(answer.document)
    text = stat.pop("text", None)
    stat["content"] = None if text is None else kept_text(block(text), cut=stat.pop("cut", False))
    return stat


def _hidden(subject: Subject) -> tuple[str, ...]:
    """Return where the engine shows nothing: kernel file systems and tmpfs [20.10: 404]."""
    tmpfs = dig(subject.document, ("HostConfig", "Tmpfs")) or {}
    mounts = subject.document.get("Mounts") or ()
    return (*OUT_OF_SIGHT, *tmpfs, *(m["Destination"] for m in mounts if m["Type"] == "tmpfs"))


def _under(name: str, folders: tuple[str, ...]) -> bool:
    return any(name == f or name.startswith(f"{f.rstrip('/')}/") for f in folders)


def _asks_for_link(wanted: Expectation) -> Any:
    kind = wanted.parts.get("type")
    return kind is not None and kind.words.get("equals") == "link"
