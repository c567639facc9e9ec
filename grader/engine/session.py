"""An engine to ask: found, connected, its answers redacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.engine.asking import ask
from grader.engine.connecting import connect
from grader.engine.redact import Redactor, compared_names
from grader.engine.sdk import SdkTransport
from grader.snapshot import Answer, Found, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.engine.connecting import Engine
    from grader.engine.endpoint import Endpoint
    from grader.spec.lab import Lab

REQUEST_SECONDS = 10.0
DOCUMENTS = frozenset({"container", "image", "network", "volume", "list"})


def open_engine(
    endpoint: Endpoint, *, seconds: float = REQUEST_SECONDS, http_host: str | None = None
) -> Engine:
    """Reach an engine; raises `EngineError` where none can be talked to."""
    transport = SdkTransport(endpoint, seconds=seconds)
    return connect(endpoint, transport, seconds=seconds, http_host=http_host)


class Asking:
    """Asks an engine on behalf of labs; the `ask` of an `Observer`."""

    def __init__(self, engine: Engine, labs: Sequence[Lab], *, allow_exec: bool = False) -> None:
        self._engine = engine
        self._allow_exec = allow_exec
        self._redactor = Redactor(compared_names(labs))

    def __call__(self, questions: Iterable[Question]) -> Mapping[Question, Answer]:
        answers = ask(self._engine, questions, allow_exec=self._allow_exec)
        return {question: self._redacted(question, found) for question, found in answers.items()}

    def _redacted(self, question: Question, answer: Answer) -> Answer:
        if question.kind in DOCUMENTS and isinstance(answer, Found):
            return Found(self._redactor.redact(answer.document))
        return answer
