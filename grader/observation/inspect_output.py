"""What people collect without grader: the output of `docker inspect`, as a snapshot.

Such files say what is in them and nothing else. What is not in them may be there all the same, so
it is unknown, never absent; a list of all containers, logs, files and answers they cannot hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import SnapshotError
from grader.judge.objects import bears_name
from grader.model.message import message
from grader.model.snapshot import Answer, Found, Question, Unanswered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# By what only documents of a kind have; the first that fits.
MARKS = {
    "container": ("State", "HostConfig"),
    "image": ("RootFS",),
    "network": ("IPAM",),
    "volume": ("Mountpoint",),
}


class Collected:
    """Answers from documents; the `ask` of an `Observer`."""

    def __init__(self, documents: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        self._documents = list(documents)

    def __call__(
        self,
        questions: Iterable[Question],
        seconds: float,  # noqa: ARG002 - nothing is waited for here
    ) -> dict[Question, Answer]:
        return {question: self._answer(question) for question in questions}

    def _answer(self, question: Question) -> Answer:
        if question.kind == "list":
            return Unanswered(message("collected.list", kind=question.key))
        if question.kind not in MARKS:
            return Unanswered(message(f"collected.{question.kind}"))
        for kind, document in self._documents:
            if kind == question.kind and _is(kind, document, question.key):
                return Found(document)
        return Unanswered(message("collected.object", kind=question.kind, name=question.key))


def _is(kind: str, document: Mapping[str, Any], key: str) -> bool:
    return document.get("Id") == key or bears_name(kind, document, key)


def documents_in(values: Iterable[Any], file: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Find the documents in what `docker inspect` wrote, by kind; arrays may be nested."""
    for value in values:
        if isinstance(value, list):
            yield from documents_in(value, file)
        else:
            yield _kind_of(value, file), value


def _kind_of(value: Any, file: str) -> str:
    if isinstance(value, dict):
        for kind, marks in MARKS.items():
            if all(mark in value for mark in marks):
                return kind
    raise SnapshotError("snapshot-not-inspect", file=file)
