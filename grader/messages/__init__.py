"""Messages into words.

Every code has one English text in the catalogue, by area: what the judge says, what is wrong with
a spec, what went wrong around. Translations are gettext catalogues under `grader/locale`, keyed
by the English text. A text is filled from a message's parameters:

- `{name}` puts a value in as it is, `{name:q}` as something quoted (texts in quotes, lists and
  mappings as compact JSON), `{names:list}` joins a list of quoted values.

No particle may follow a placeholder in Korean; a test holds every translation against that and
against the placeholders of its original.
"""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING, Any

from grader.locale import translate
from grader.message import Message
from grader.messages import around, doctor, judged, mends, specs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AREAS = (judged, specs, mends, around, doctor)
CATALOGUE: Mapping[str, str] = {code: text for area in AREAS for code, text in area.TEXTS.items()}
WITHOUT_VALUES: Mapping[str, str] = judged.WITHOUT_VALUES
LONGEST = 160


def say(said: Message, language: str = "en", **more: Any) -> str:
    """Put a message into words in a language; `more` are parameters known only here."""
    if said.bare:
        return say_without_values(said, language, **more)
    template = translate(CATALOGUE[said.code], language)
    return _Words(language).vformat(template, (), {**said.params, **more})


def say_without_values(said: Message, language: str = "en", **more: Any) -> str:
    """Put a message into words that tell no value, expected or actual."""
    template = without_values(said.code)
    if template is None:
        template = WITHOUT_VALUES["*" if "field" in more else "*."]
    return _Words(language).vformat(translate(template, language), (), more)


def without_values(code: str) -> str | None:
    """Return the text of a code that tells no value: its own, or the usual one if that tells none.

    None where there is no such text, so that only the catch-all can be said.
    """
    usual = CATALOGUE[code]
    names = {name for _, name, _, _ in string.Formatter().parse(usual) if name}
    return WITHOUT_VALUES.get(code, usual if names <= {"field"} else None)


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

    def __init__(self, language: str) -> None:
        self._language = language

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
        if format_spec == "list":
            return ", ".join(map(quoted, value))
        return str(value)
