"""Looking around on an engine: the containers that a spec is recorded from, and what they use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from grader.authoring.differences import differences
from grader.authoring.recording import used_by
from grader.errors import EngineError, UsageError
from grader.fields.reading import dig
from grader.fields.types import COMPOSE, Subject
from grader.judge.objects import key_of, names_of
from grader.model.snapshot import Found, Question, Recorder, Unanswered
from grader.privacy.hide import hide_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.model.snapshot import Answer, View
    from grader.observation.observer import Asker

    T = TypeVar("T")

CONTAINERS = Question("list", "containers")


class Looking:
    """Asks for whatever is looked up, until nothing is missing; no secret gets into a spec."""

    def __init__(self, ask: Asker, seconds: float) -> None:
        self._ask = ask
        self._seconds = seconds
        self._answers: dict[Question, Answer] = {}

    def until_whole(self, look: Callable[[View], T]) -> T:
        """Look again and again, each time with the answers to what was missing."""
        while True:
            view = Recorder(self._answers, datetime.now(UTC))
            found = look(view)
            if not view.missing:
                return found
            self._answers |= hide_answers(self._ask(view.missing, self._seconds))


def containers(view: View, names: Sequence[str]) -> list[Subject]:
    """Find the containers of those names, or all; in the order of the names, or by name."""
    listed = view.answer(CONTAINERS)
    if isinstance(listed, Unanswered) and listed.reason.code != "not-asked":
        raise EngineError("record.no-list", reason=listed.reason.code, **listed.reason.params)
    items = listed.document if isinstance(listed, Found) else []
    by_name = {
        names_of("container", item)[0]: item for item in items if names_of("container", item)
    }
    missing = [name for name in names if name not in by_name]
    if missing and isinstance(listed, Found):
        raise UsageError("record.no-container", names=missing, known=sorted(by_name))
    found: list[Subject] = []
    for name in names or sorted(by_name):
        if name in by_name:
            answer = view.answer(Question("container", key_of("container", by_name[name])))
            if isinstance(answer, Found):
                found.append(_subject("container", answer, view))
    for subject in found:
        list(differences(subject))  # so that what it looks up is asked for
    return found


def others(view: View, found: Sequence[Subject]) -> list[Subject]:
    """Find the networks and volumes that containers use."""
    answers = [(kind, view.answer(Question(kind, name))) for kind, name in used_by(found)]
    return [_subject(kind, a, view) for kind, a in answers if isinstance(a, Found)]


def _subject(kind: str, answer: Found, view: View) -> Subject:
    labels = dig(answer.document, ("Config", "Labels")) or {}
    return Subject(kind, answer.document, view, project=labels.get(f"{COMPOSE}project"))
