"""What a handout tells: titles, what is looked at, what is expected of it.

What `visibility` hides is left out with its points, and of a check whose `reveal` is not full the
expected values: a handout must not tell what a report would not. Hints come with the reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grader.locale import pick
from grader.messages import say
from grader.model.lab import Composed, Exec, Http, Selected
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.model.expectation import Expectation
    from grader.model.lab import Check, Lab, Text

SHOWN = "always"
FULL = "full"
MARK = "\x00"  # stands around values until the text is laid out; no text can hold it
WORDS = frozenset("equals not one_of contains matches min max present absent empty source".split())


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence: pieces, of which every second one is a value."""

    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One check: its title, what it looks at, and what must hold, by field."""

    title: str
    points: Decimal
    target: Words
    facts: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A whole handout in one language; sections in the order of their first check."""

    language: str
    title: str
    description: str
    points: Decimal
    sections: tuple[tuple[str, tuple[Task, ...]], ...]


def languages_of(lab: Lab) -> list[str]:
    """Collect the languages that a spec's texts are in, in order; English where none is named."""
    found: dict[str, None] = {}
    texts: list[Text | None] = [lab.title, lab.description]
    texts += [text for check in lab.checks for text in (check.title, check.section)]
    for text in texts:
        if text is not None and not isinstance(text, str):
            found |= dict.fromkeys(text)
    return list(found) or ["en"]


def exercise(lab: Lab, language: str) -> Exercise:
    """Write the exercise of a lab in a language."""
    shown = [check for check in lab.checks if check.visibility == SHOWN]
    sections: dict[str, list[Task]] = {}
    for check in shown:
        sections.setdefault(pick(check.section, language), []).append(_task(check, language))
    return Exercise(
        language=language,
        title=pick(lab.title, language) or lab.id,
        description=pick(lab.description, language),
        points=sum((check.points for check in shown), Decimal(0)),
        sections=tuple((name, tuple(tasks)) for name, tasks in sections.items()),
    )


def _task(check: Check, language: str) -> Task:
    facts = tuple(_facts(check, language)) if check.reveal == FULL else ()
    target = _words(_target(check), language)
    title = pick(check.title, language) or check.id
    return Task(title, check.points, target, facts)


def _target(check: Check) -> Message:
    target = check.target
    if isinstance(target, Selected):
        chosen = [f"{name}: {_value(e.written)}" for name, e in target.selector.items()]
        if not chosen or check.reveal != FULL:
            return message(f"handout.{target.kind}s")
        return message(f"handout.{target.kind}s-with", chosen=_marked(", ".join(chosen)))
    if isinstance(target, Http):
        where = target.url or f"{target.protocol}://…:{target.port}{target.path}"
        if target.container is None:
            return message("handout.http", url=_marked(where))
        name = target.container.name
        return message("handout.http-of", name=_marked(name), port=_marked(f"{target.port}"),
                       path=_marked(target.path))  # fmt: skip
    if isinstance(target, Exec):
        command = " ".join(target.command)
        return message(
            "handout.exec", command=_marked(command), name=_marked(target.container.name)
        )
    code = f"handout.{target.kind}{'-composed' if isinstance(target, Composed) else ''}"
    return message(code, name=_marked(target.name))


def _facts(check: Check, language: str) -> Iterator[tuple[str, Words]]:
    if check.present is not None:
        code = "handout.is-there" if check.present else "handout.is-gone"
        yield "", _words(message(code), language)
    fields = {**check.expect, **{f"each.{name}": e for name, e in check.each.items()}}
    for name, expected in fields.items():
        yield from _of_field(name, expected, language)


def _of_field(name: str, expected: Expectation, language: str) -> Iterator[tuple[str, Words]]:
    parts: Mapping[str, Expectation] = expected.parts
    if parts and not expected.words and _is_by_name(expected):
        for entry, part in parts.items():
            yield from _of_field(f"{name}.{_label(entry)}", part, language)
    else:
        yield name, _statement(expected.written, language)


def _is_by_name(expected: Expectation) -> bool:
    """A map's entries are told one by one, a record (a port, a mount) in one."""
    return hasattr(expected.form, "entry")


def _label(entry: str) -> str:
    """A path is a list in JSON; as a label its steps are joined."""
    if entry.startswith("["):
        import json

        return ".".join(map(str, json.loads(entry)))
    return entry


def _statement(written: Any, language: str) -> Words:
    """Say what is expected, word by word."""
    words = {w: v for w, v in written.items() if w in WORDS} if isinstance(written, dict) else {}
    if not words:
        return _words(message("handout.equals", value=_marked(_value(written))), language)
    rest = {key: v for key, v in written.items() if key not in WORDS and key != "path"}
    said = [message("handout.equals", value=_marked(_value(rest)))] if rest else []
    said += [_word(word, operand) for word, operand in words.items()]
    return Words(tuple(", ".join(say(one, language) for one in said).split(MARK)))


def _word(word: str, operand: Any) -> Message:
    if word == "source":
        return message(f"handout.{operand}")
    return message(f"handout.{word}", value=_marked(_value(operand)))


def _value(written: Any) -> str:
    """Write a value as people do: lists and mappings without their signs; nothing is quoted."""
    if written == "":
        return "''"
    if isinstance(written, list):
        return ", ".join(map(_value, written))
    if isinstance(written, dict):
        return ", ".join(f"{key}: {_value(value)}" for key, value in written.items())
    if isinstance(written, bool):
        return "true" if written else "false"
    return str(written)


def _marked(text: str) -> str:
    """Put marks around a value; what cannot be seen in it is written out, and does nothing."""
    seen = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
    return f"{MARK}{seen}{MARK}"


def _words(said: Message, language: str) -> Words:
    return Words(tuple(say(said, language).split(MARK)))


def values(words: Words) -> Sequence[tuple[str, bool]]:
    """Return the pieces, each with whether it is a value."""
    return [(piece, n % 2 == 1) for n, piece in enumerate(words.pieces) if piece]
