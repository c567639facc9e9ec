"""Messages into words.

Every code has one English text in the catalogue, by area: what the judge says, what is wrong with
a spec, what went wrong around. Translations are gettext catalogues under `grader/locale`, keyed
by the English text. A text is filled from a message's parameters:

- `{name}` puts a value in as it is, `{name:q}` as something quoted (texts in quotes, lists and
  mappings as compact JSON), `{names:list}` joins a list of quoted values;
- `{name:t}` puts in a word of ours, translated: one of `words.PHRASES`, or the name of a form;
- `{name:m}` puts in another message by its code, filled from the same parameters, or such a word;
  `{names:each}` joins several of them.

No particle may follow a placeholder in Korean; a test holds every translation against that and
against the placeholders of its original.
"""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING, Any

from grader.locale import translate
from grader.messages import (
    authoring,
    classes,
    doctor,
    fixes,
    runtime,
    specs,
    spectest,
    verdicts,
    watch,
)
from grader.model.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AREAS = (verdicts, specs, fixes, runtime, authoring, classes, doctor, spectest, watch)
CATALOGUE: Mapping[str, str] = {code: text for area in AREAS for code, text in area.TEXTS.items()}
WITHOUT_VALUES: Mapping[str, str] = verdicts.WITHOUT_VALUES
LONGEST = 160


def say(said: Message, language: str = "en", **more: Any) -> str:
    """Put a message into words in a language; `more` are parameters known only here."""
    if said.bare:
        return say_without_values(said, language, **more)
    template = translate(CATALOGUE[said.code], language)
    params = {**said.params, **more}
    return _Words(language, params).vformat(template, (), params)


def say_without_values(said: Message, language: str = "en", **more: Any) -> str:
    """Put a message into words that tell no value, expected or actual."""
    template = without_values(said.code)
    if template is None:
        template = WITHOUT_VALUES["*" if more.get("field") else "*."]
    return _Words(language, more).vformat(translate(template, language), (), more)


def without_values(code: str) -> str | None:
    """Return the text of a code that tells no value: its own, or the usual one if that tells none.

    None where there is no such text, so that only the catch-all can be said.
    """
    usual = CATALOGUE[code]
    return WITHOUT_VALUES.get(code, usual if placeholders(usual) <= {"field"} else None)


def placeholders(template: str) -> set[str]:
    """Name the parameters that fill a text."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def quoted(value: Any) -> str:
    """Write a value so that its ends and its kind are seen: 'text', 8081, ["a", "b"].

    A long one is cut in its middle: a sentence is for reading, the whole is in the parameters.
    """
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST * 3 // 4]} … {text[-LONGEST // 4 :]}"


class _Words(string.Formatter):
    """Fills a template; a parameter that is missing is a mistake in the catalogue."""

    def __init__(self, language: str, params: Mapping[str, Any]) -> None:
        self._language = language
        self._params = params

    def get_field(
        self,
        field_name: str,
        args: Sequence[Any],  # noqa: ARG002 - the signature is string.Formatter's
        kwargs: Mapping[str, Any],
    ) -> tuple[Any, str]:
        """Look a parameter up by its plain name: no attributes, no indices."""
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return say(value, self._language)
        if format_spec == "q":
            return quoted(value)
        if format_spec == "m" and placeholders(CATALOGUE.get(value, "{}")) <= self._params.keys():
            return self.vformat(translate(CATALOGUE[value], self._language), (), self._params)
        if format_spec == "each":
            return ", ".join(self.format_field(one, "m") for one in value)
        if format_spec in ("t", "m"):
            return translate(str(value), self._language)
        if format_spec == "list":
            return ", ".join(map(quoted, value))
        return str(value)
