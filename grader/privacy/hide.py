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
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.reading import HIDDEN, dig
from grader.fields.types import COMPOSE
from grader.model.message import Message
from grader.model.snapshot import Compared, Found
from grader.privacy.secrets import is_secret_name, secrets_in_text, secrets_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.fields.types import Kind, Path
    from grader.model.result import CheckResult, Observation, Result
    from grader.model.snapshot import Answer, Question, Snapshot

SHORTEST = 4  # shorter values are hidden where they stand, and not searched for elsewhere
MOST_VALUES = 1000  # a document with more secrets has its texts hidden whole
# Answers that are only asked for to be compared: logs, files, HTTP responses, output of commands.
PROBED = frozenset({"logs", "file", "http", "exec"})
SAID = frozenset({"actual", "inherited", "extra"})  # parameters with an engine's values
NOTED = frozenset({"text", "command", "inherited"})  # the same, in notes


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


def _places(kind: Kind, document: Any) -> Iterator[tuple[Path, Any]]:
    """Find what a document holds at the paths that may contain secrets."""
    for path in kind.secret_paths:
        value = dig(document, path)
        if value:
            yield path, value


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
        """Say whether a spec compares what is at a path, or a part of it, or around it."""
        for of, path in self.compared.paths:
            if of == kind or (of == "container" and kind == "image"):
                common = min(len(path), len(place))
                if path[:common] == place[:common]:
                    return True
        return False

    def answer(self, question: Question, document: Any, known: Known) -> Any:
        if question.kind == "list":
            return [self._listed(item, known) for item in document]
        if question.kind in PROBED:
            return document
        return self.object(question.kind, document, known)

    def object(self, kind: str, document: Any, known: Known) -> Any:
        for place, value in _places(KINDS[kind], document):
            if not self.keeps(kind, place):
                document = _put(document, place, self.value(value, known))
        return document

    def _listed(self, item: Any, known: Known) -> Any:
        hidden = {k: self.value(item[k], known) for k in ("Command", "Labels") if item.get(k)}
        return {**item, **hidden} if hidden else item

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
        if name in self.compared.names or name.startswith(COMPOSE):
            return value
        if isinstance(value, str) and value and is_secret_name(name):
            return self.mark(value)
        return self.value(value, NOTHING if name in self.compared.asked else known)

    def _words(self, words: Sequence[Any], known: Known) -> list[Any]:
        texts = [word if isinstance(word, str) else "" for word in words]
        hidden: list[Any] = []
        for word, spans in zip(words, secrets_in_words(texts), strict=True):
            name = word.partition("=")[0] if isinstance(word, str) and "=" in word else ""
            if not isinstance(word, str):
                hidden.append(self.value(word, known))
            elif name in self.compared.names:
                hidden.append(word)
            else:
                of = NOTHING if name in self.compared.asked else known
                hidden.append(self._text(word, spans, of))
        return hidden

    def _text(self, text: str, spans: list[tuple[int, int]], known: Known) -> str:
        written, at = [], 0
        for start, end in spans:
            written += [known.hide(text[at:start], self.mark), self.mark(text[start:end])]
            at = end
        return "".join([*written, known.hide(text[at:], self.mark)])


def _put(document: Mapping[str, Any], place: Path, value: Any) -> dict[str, Any]:
    """Return a copy of a document with another value at a path; the document stays as it is."""
    step, *rest = place
    inner = _put(document[str(step)], tuple(rest), value) if rest else value
    return {**document, str(step): inner}


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
        if not self._may_hold(check, seen.field):
            return seen
        return replace(
            seen,
            actual=self._value(check, seen.field, seen.actual),
            inherited=self._value(check, seen.field, seen.inherited),
            message=self._message(check, seen.field, seen.message, SAID),
        )

    def _may_hold(self, check: CheckResult, label: str) -> bool:
        of = KINDS[check.target.kind].fields.get(label.partition(".")[0])
        return of is not None and of.secret

    def _value(self, check: CheckResult, label: str, value: Any) -> Any:
        if value is None or isinstance(value, (bool, int, float)):
            return value
        name, _, entry = label.partition(".")
        if name in ("environment", "labels") and entry:
            return self.hider.entry(entry, value, self.known)
        of = KINDS[check.target.kind].fields[name]
        if of.path and self.hider.keeps(check.target.kind, of.path):
            return value
        return self.hider.value(value, self.known)

    def _message(
        self, check: CheckResult, label: str, said: Message | None, shown: frozenset[str]
    ) -> Message | None:
        if said is None or not shown & said.params.keys():
            return said
        params = {
            k: self._value(check, label, v) if k in shown else v for k, v in said.params.items()
        }
        return Message(said.code, params, said.bare)

    def _note(self, check: CheckResult, note: Message) -> Message:
        of = str(note.params.get("of", ""))
        shown = NOTED | {"actual"} if self._may_hold(check, of) else NOTED
        if not shown & note.params.keys():
            return note
        return Message(
            note.code,
            {
                k: self.hider.value(v, self.known) if k in shown else v
                for k, v in note.params.items()
            },
            note.bare,
        )
