"""Secrets out of what is kept or shown: snapshots, and the results that reports are made from.

Only places that the field table declares as able to hold secrets are changed, so names, image
references, networks, volumes and Compose's labels stay as they are. A hidden value becomes a mark.
In one snapshot equal values have equal marks, so that "is it the image's" stays decidable; the key
of the marks is thrown away. What a spec compares is kept, so that the verdict on the snapshot is
the live one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.reading import HIDDEN
from grader.fields.types import COMPOSE, EACH, MapOf
from grader.model.message import Message
from grader.model.snapshot import Compared, Found
from grader.privacy.secrets import is_secret_name, secrets_in_text, secrets_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grader.fields.types import Field, Path
    from grader.model.result import CheckResult, Observation, Result
    from grader.model.snapshot import Answer, Question, Snapshot

SHORTEST = 4  # shorter values are hidden where they stand, and not searched for elsewhere
MOST_VALUES = 1000  # a document with more secrets has its texts hidden whole
RESERVED = frozenset({"NONE", "CMD", "CMD-SHELL"})  # words of the format of health checks
LISTED = ("Command", "Labels", "Options")  # what an entry of an engine's list holds of these
# Parameters of messages that hold an engine's values; a test classes all others.
VALUES = frozenset({"actual", "inherited", "extra", "text", "command", "option"})


def hide_snapshot(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot to keep: what it holds of secrets is replaced by marks.

    A snapshot that was read from a file is returned as it is: its secrets are hidden already.
    """
    if snapshot.compared is None:
        return snapshot
    answers = hide_answers(snapshot.answers, snapshot.compared)
    return replace(snapshot, answers=answers, compared=None)


def hide_answers(
    answers: Mapping[Question, Answer], compared: Compared | None = None
) -> dict[Question, Answer]:
    """Return answers with marks for their secrets; what specs compare is kept."""
    key = os.urandom(16)
    hider = _Hider(compared or Compared(), lambda secret: _mark(key, secret))
    known = _known(answers, hider.compared)
    return {
        question: Found(hider.answer(question, answer.document, known))
        if isinstance(answer, Found)
        else answer
        for question, answer in answers.items()
    }


def hide_result(result: Result, snapshot: Snapshot) -> Result:
    """Return a result that shows no secret of the snapshot it was judged on."""
    if snapshot.compared is None:
        return result
    hider = _Hider(snapshot.compared, lambda _: HIDDEN)
    shown = _Shown(hider, snapshot)
    return replace(result, checks=tuple(shown.check(check) for check in result.checks))


def _mark(key: bytes, secret: str) -> str:
    import hashlib

    digest = hashlib.blake2b(secret.encode("utf-8", "surrogatepass"), key=key, digest_size=8)
    return f"<redacted:{digest.hexdigest()}>"


def _known(answers: Mapping[Question, Answer], compared: Compared) -> Known:
    """Collect the secrets of all containers and images, to be found again in texts."""
    found: set[str] = set()

    def collect(secret: str) -> str:
        found.add(secret)
        return secret

    collector = _Hider(compared, collect)
    for question, answer in answers.items():
        if question.kind in ("container", "image") and isinstance(answer, Found):
            collector.object(question.kind, answer.document, NOTHING)
    return Known.of(s for s in found if not any(s in text for text in compared.texts))


@dataclass(frozen=True)
class Known:
    """Values that are secret, wherever they appear; `pattern` is None where there are none."""

    pattern: re.Pattern[str] | None = None
    too_many: bool = False

    @classmethod
    def of(cls, values: Iterable[str]) -> Known:
        """Take values to look for, the longest first: one may begin with another."""
        wanted = sorted({v for v in values if len(v) >= SHORTEST}, key=len, reverse=True)
        if len(wanted) > MOST_VALUES:
            return cls(too_many=True)
        return cls(re.compile("|".join(map(re.escape, wanted))) if wanted else None)

    def hide(self, text: str, mark: Callable[[str], str]) -> str:
        if self.too_many:
            return mark(text)
        return self.pattern.sub(lambda m: mark(m[0]), text) if self.pattern else text


NOTHING = Known()


@dataclass(frozen=True)
class _Hider:
    """Hides values; `mark` makes what stands in a secret's place."""

    compared: Compared
    mark: Callable[[str], str]

    def keeps(self, kind: str, place: Path) -> bool:
        """Say whether a spec compares what is at a path, or a part of it, or around it.

        An image holds the defaults of its containers, at the same paths.
        """
        kinds = {kind, "container", "image"} if kind in ("container", "image") else {kind}
        return any(of in kinds and _overlap(path, place) for of, path in self.compared.paths)

    def answer(self, question: Question, document: Any, known: Known) -> Any:
        if question.kind == "list":
            return [self._listed(item, known) for item in document]
        if question.kind in KINDS:
            return self.object(question.kind, document, known)
        kept = (
            question.parts["path"] in self.compared.names
            if question.kind == "file"
            else self.keeps("container", (question.kind,))
        )
        return document if kept else _changed(document, ("text",), partial(self.value, known=known))

    def object(self, kind: str, document: Any, known: Known) -> Any:
        """Hide the secrets of an object's document; what a spec compares is kept."""
        for place, form in KINDS[kind].secret_places:
            if not self.keeps(kind, place):
                hide = self.entries if isinstance(form, MapOf) else self.value
                document = _changed(document, place, partial(hide, known=known))
        return document

    def _listed(self, item: Any, known: Known) -> Any:
        for key in LISTED:
            item = _changed(item, (key,), partial(self.value, known=known))
        return item

    def entries(self, value: Any, known: Known = NOTHING) -> Any:
        """Hide the secrets in the values of a map, or of a list of `NAME=value`; names stay."""
        if not isinstance(value, (list, tuple)):
            return self.value(value, known)
        return [self._pair(item, known) if isinstance(item, str) else item for item in value]

    def _pair(self, item: str, known: Known) -> str:
        name, given, text = item.partition("=")
        return f"{name}={self.entry(name, text, known)}" if given else item

    def value(self, value: Any, known: Known = NOTHING) -> Any:
        """Hide the secrets of a value: of a text, a command line, a map, or what holds these."""
        if isinstance(value, str):
            return self._text(value, secrets_in_text(value), known)
        if isinstance(value, (list, tuple)):
            return self._words(value, known)
        if isinstance(value, dict):
            return {name: self.entry(str(name), inner, known) for name, inner in value.items()}
        return value

    def entry(self, name: str, value: Any, known: Known) -> Any:
        """Hide an entry of a map: whole where its name says so, never where a spec compares it."""
        if {name, name.lower()} & self.compared.names or name.startswith(COMPOSE):
            return value
        if isinstance(value, str) and value and is_secret_name(name):
            return self.mark(value)
        return self.value(value, NOTHING if name in self.compared.asked else known)

    def _words(self, words: Sequence[Any], known: Known) -> list[Any]:
        texts = [word if isinstance(word, str) else "" for word in words]
        return [
            word
            if word in RESERVED
            else self._text(word, spans, known)
            if isinstance(word, str)
            else self.value(word, known)
            for word, spans in zip(words, secrets_in_words(texts), strict=True)
        ]

    def _text(self, text: str, spans: list[tuple[int, int]], known: Known) -> str:
        written, at = [], 0
        for start, end in spans:
            written += [known.hide(text[at:start], self.mark), self.mark(text[start:end])]
            at = end
        return "".join([*written, known.hide(text[at:], self.mark)])


def _overlap(one: Path, other: Path) -> bool:
    """Say whether one path leads to where the other does, or to a part of it."""
    return all(str(a) == str(b) or EACH in (a, b) for a, b in zip(one, other, strict=False))


def _changed(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """Return a copy of a value with what is at a path changed; where there is nothing, itself."""
    if not path:
        return change(value) if value else value
    step, *rest = path
    if step == EACH and isinstance(value, list):
        return [_changed(inner, tuple(rest), change) for inner in value]
    if isinstance(value, dict) and value.get(step):
        return {**value, step: _changed(value[step], tuple(rest), change)}
    return value


@dataclass
class _Shown:
    """Results of one snapshot; its secrets are collected when the first text needs them."""

    hider: _Hider
    snapshot: Snapshot
    _values: list[Known] = field(default_factory=list)

    @property
    def known(self) -> Known:
        if not self._values:
            self._values.append(_known(self.snapshot.answers, self.hider.compared))
        return self._values[0]

    def check(self, check: CheckResult) -> CheckResult:
        return replace(
            check,
            observations=tuple(self._observation(check, seen) for seen in check.observations),
            notes=tuple(self._note(check, note) for note in check.notes),
        )

    def _observation(self, check: CheckResult, seen: Observation) -> Observation:
        if self._field(check, seen.field) is None:
            return seen
        hide = partial(self._value, check, seen.field)
        return replace(
            seen,
            actual=hide(seen.actual),
            inherited=hide(seen.inherited),
            message=seen.message and _with_values(seen.message, hide),
        )

    def _note(self, check: CheckResult, note: Message) -> Message:
        """Hide what a note says of a field; of no field in particular, whatever looks secret."""
        label = str(note.params.get("of") or note.params.get("field") or "")
        if self._field(check, label) is not None:
            return _with_values(note, partial(self._value, check, label))
        return _with_values(note, self._text)

    def _text(self, value: Any) -> Any:
        return self.hider.value(value, self.known)

    def _field(self, check: CheckResult, label: str) -> Field | None:
        """Return the field of an observation whose values may contain secrets."""
        name = label.removeprefix("each.").partition(".")[0]
        of = KINDS[check.target.kind].fields.get(name)
        return of if of is not None and of.secret else None

    def _value(self, check: CheckResult, label: str, value: Any) -> Any:
        of = self._field(check, label)
        if value is None or isinstance(value, (bool, int, float)) or of is None:
            return value
        if of.path and self.hider.keeps(check.target.kind, of.path):
            return value
        entry = label.removeprefix("each.").partition(".")[2]
        if isinstance(of.form, MapOf) and entry and isinstance(value, str):
            return self.hider.entry(entry, value, self.known)
        return self._text(value)


def _with_values(said: Message, hide: Callable[[Any], Any]) -> Message:
    """Return a message with the values of the engine hidden."""
    if not VALUES & said.params.keys():
        return said
    params = {k: hide(v) if k in VALUES else v for k, v in said.params.items()}
    return Message(said.code, params, said.bare)
