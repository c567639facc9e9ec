"""An expectation against a value: None where it holds, else the first thing that is wrong.

Every matcher word is a function in `RULES` of form, operand and actual normal form (None is unset).
What was seen may not decide it (a hidden value, a truncated text): `UndecidedError`.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

from grader.comparison.matching import pair
from grader.fields.reading import (
    decidable,
    entry_of,
    is_hidden,
    seen_parts,
    shown,
    text_of,
    undecided,
)
from grader.fields.types import ListOf, Record, Scalar, UndecidedError
from grader.model.json_values import is_number, same_json
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.fields.types import Form, Normal
    from grader.model.expectation import Expectation

    Rule = Callable[[Form, Any, Normal], Message | None]
    # What holds one word or part, and which.
    Held = tuple[Callable[[Expectation, str, Normal], Message | None], str]


# Anchors to the whole text, of which hidden lines are not known.
ANCHORED = re.compile(r"\\[Az]")


def compare(expected: Expectation, actual: Normal, *, parts: bool = True) -> Message | None:
    """Hold all words and parts of an expectation, or its words alone; the first mismatch is told.

    The word `source` is not decided by the value and is the judge's.
    """
    words: list[Held] = [(_compare_word, word) for word in expected.words if word in RULES]
    return _first_wrong(expected, actual, [*words, *_parts(expected)] if parts else words)


def _parts(expected: Expectation) -> list[Held]:
    return [(_compare_part, name) for name in expected.parts]


def _first_wrong(expected: Expectation, actual: Normal, held: Iterable[Held]) -> Message | None:
    """Return the first thing that is surely wrong; what was not seen counts if nothing is."""
    if isinstance(actual, UndecidedError):
        raise actual
    unseen: UndecidedError | None = None
    for rule, name in held:
        try:
            wrong = rule(expected, name, actual)
        except UndecidedError as undecided_one:
            unseen = unseen or undecided_one
            continue
        if wrong is not None:
            return wrong
    if unseen:
        raise unseen
    return None


def _compare_word(expected: Expectation, word: str, actual: Normal) -> Message | None:
    form = expected.form
    if isinstance(form, Record) and form.content and word not in ("present", "absent"):
        form, actual = form.content, (actual or {}).get("content")
    wrong = RULES[word](form, expected.words[word], actual)
    if wrong is not None and wrong.params.get("expected", "") is None:
        # The unset value: in words as its author wrote it (`no`, `root`), never as null.
        said = expected.written
        said = said.get(word) if isinstance(said, dict) else said
        return Message(wrong.code, {**wrong.params, "expected": said}, wrong.bare)
    return wrong


def _compare_part(expected: Expectation, name: str, actual: Normal) -> Message | None:
    wrong = compare(expected.parts[name], entry_of(actual, name))
    if wrong is None:
        return None
    inner = wrong.params.get("part")
    return Message(wrong.code, {**wrong.params, "part": f"{name}.{inner}" if inner else name})


def holds(expected: Expectation, actual: Normal) -> bool:
    return compare(expected, actual) is None


def _any_holds(wanted: Sequence[Expectation], values: Sequence[Normal]) -> bool:
    """Say whether any value meets any expectation; what was not seen counts if none does."""
    unseen: UndecidedError | None = None
    for expected, value in product(wanted, values):
        try:
            if holds(expected, value):
                return True
        except UndecidedError as undecided_one:
            unseen = unseen or undecided_one
    if unseen:
        raise unseen
    return False


def _equals(form: Form, operand: Any, actual: Normal) -> Message | None:
    if isinstance(form, Scalar):
        return _equals_scalar(form, operand, actual)
    if isinstance(form, ListOf):
        return _equals_list(form, operand, actual)
    extra = [n for n, v in (actual or {}).items() if v is not None and n not in operand.parts]
    seen = [n for n in extra if not is_hidden(n)]
    if seen:
        return message("extra", extra=sorted(seen), actual=shown(form, actual))
    wrong = _first_wrong(operand, actual, _parts(operand))
    if wrong is None and extra:
        raise UndecidedError(message("redacted"))
    return wrong


def _equals_scalar(form: Scalar, operand: Any, actual: Normal) -> Message | None:
    if operand is None and (actual is None or form.is_unset(actual)):
        return None
    decidable(actual)
    if form.typed:
        same = same_json(operand, actual)
    else:
        same = operand is not None and actual is not None and form.meets(operand, actual)
    if same:
        return None
    if actual is None:
        return message("unset", expected=shown(form, operand))
    return message("differs", expected=shown(form, operand), actual=shown(form, actual))


def _equals_list(form: ListOf, operand: Sequence[Expectation], actual: Normal) -> Message | None:
    found = actual or ()
    wanted = [element.written for element in operand]
    if form.ordered:
        if len(found) == len(operand) and all(map(holds, operand, found)):
            return None
        if not found:
            return message("unset", expected=wanted)
        return message("differs", expected=wanted, actual=shown(form, found))
    fits = [[i for i, value in enumerate(found) if holds(e, value)] for e in operand]
    taken = pair(fits)
    missing = [e.written for one, e in enumerate(operand) if one not in taken]
    if missing and not found:
        return message("unset", expected=wanted)
    if missing:
        return message("lacks", missing=missing, actual=shown(form, found))
    extra = [value for i, value in enumerate(found) if i not in taken.values()]
    if extra:
        return message("extra", extra=shown(form, extra), actual=shown(form, found))
    return None


def _not(form: Form, operand: Expectation, actual: Normal) -> Message | None:
    if holds(operand, actual):
        if actual is None:
            return message("forbidden-unset", forbidden=operand.written)
        return message("forbidden", forbidden=operand.written, actual=shown(form, actual))
    return None


def _has_any(form: Form, operand: Sequence[Expectation], actual: Normal) -> Message | None:
    """Only under `not`: holds when any of the elements is there."""
    found = actual or ()
    if _any_holds(operand, found):
        return None
    return message("lacks", missing=[e.written for e in operand], actual=shown(form, actual))


def _one_of(form: Form, operand: Sequence[Expectation], actual: Normal) -> Message | None:
    if _any_holds(operand, (actual,)):
        return None
    allowed = [choice.written for choice in operand]
    if actual is None:
        return message("unset", expected=allowed)
    return message("not-one-of", allowed=allowed, actual=shown(form, actual))


def _contains(form: Form, operand: Sequence[Any], actual: Normal) -> Message | None:
    if isinstance(form, ListOf):
        missing = [e for e in operand if not _any_holds((e,), actual or ())]
        if not missing:
            return None
        if not actual:
            return message("unset", expected=[e.written for e in missing])
        return message("lacks", missing=[e.written for e in missing], actual=shown(form, actual))
    if actual is None and not _lines(form):
        return message("unset", expected=list(operand))
    missing = [part for part in operand if not _holds_part(form, part, actual)]
    if not missing:
        return None
    decidable(actual)
    return message("lacks-text", missing=missing, actual=shown(form, actual))


def _lines(form: Form) -> bool:
    """What a container says is not set or unset: it holds a text or it does not."""
    return isinstance(form, Scalar) and form.lines


def _holds_part(form: Form, part: Any, actual: Normal) -> bool:
    """Say whether a text holds a text, or a list of JSON an element."""
    if isinstance(actual, list):
        return any(same_json(part, item) for item in actual)
    if not isinstance(part, str) or actual is None:
        return False
    return any(part in seen for seen in seen_parts(text_of(form, actual)))


def _matches(form: Form, operand: Any, actual: Normal) -> Message | None:
    element = form.element if isinstance(form, ListOf) else form
    values = actual if isinstance(actual, (list, tuple)) else (actual,)
    unseen: UndecidedError | None = None
    for value in values or ():
        if value is not None and _found(operand, text_of(element, value)):
            return None
        unseen = unseen or undecided(value)
    if unseen:
        raise unseen
    if actual is None and not _lines(form):
        return message("unset-pattern", pattern=operand.pattern)
    return message("no-match", pattern=operand.pattern, actual=shown(form, actual))


def _found(pattern: Any, text: str) -> bool:
    """Search the lines that were seen whole: a mark is not the text that it stands for."""
    if not is_hidden(text):
        return pattern.search(text) is not None
    if ANCHORED.search(pattern.pattern):
        return False
    whole: list[list[str]] = [[]]
    for line in text.split("\n"):
        if is_hidden(line):
            whole.append([])
        else:
            whole[-1].append(line)
    return any(lines and pattern.search("\n".join(lines)) for lines in whole)


def _min(form: Form, operand: Any, actual: Normal) -> Message | None:
    kept = is_number(actual) and actual >= operand
    return None if kept else _out_of_bounds("too-small", form, operand, actual)


def _max(form: Form, operand: Any, actual: Normal) -> Message | None:
    kept = is_number(actual) and actual <= operand
    return None if kept else _out_of_bounds("too-large", form, operand, actual)


def _out_of_bounds(code: str, form: Form, operand: Any, actual: Normal) -> Message:
    """No limit is not a small limit."""
    if actual is None:
        return message("unset-limit", limit=shown(form, operand))
    return message(code, limit=shown(form, operand), actual=shown(form, actual))


def _present(form: Form, operand: Any, actual: Normal) -> Message | None:  # noqa: ARG001
    return message("not-present") if actual is None else None


def _absent(form: Form, operand: Any, actual: Normal) -> Message | None:  # noqa: ARG001
    return None if actual is None else message("not-absent", actual=shown(form, actual))


def _empty(form: Form, operand: Any, actual: Normal) -> Message | None:  # noqa: ARG001
    """Set but empty, where that differs from unset; a map's entry must be there."""
    if actual is None and isinstance(form, Scalar) and form.parse("") == "":
        return message("not-present")
    return None if not actual else message("not-empty", actual=shown(form, actual))


RULES: dict[str, Rule] = {
    "equals": _equals,
    "not": _not,
    "one_of": _one_of,
    "contains": _contains,
    "has_any": _has_any,
    "matches": _matches,
    "min": _min,
    "max": _max,
    "present": _present,
    "absent": _absent,
    "empty": _empty,
}
