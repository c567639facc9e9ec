"""An expectation against a value: None where it holds, else the first thing that is wrong.

Pure. Every matcher word is one function in `RULES`; each takes the expectation's form, the word's
operand and the actual normal form (None is unset), and returns what is wrong, or None. What was
seen may not decide it (a value that was redacted, a text that was cut): `UndecidedError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.contract import CutText, ListOf, Record, Scalar, UndecidedError
from grader.fields.reading import REDACTED, shown
from grader.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.expectation import Expectation
    from grader.fields.contract import Form, Normal

    Rule = Callable[[Form, Any, Normal], Message | None]


def compare(expected: Expectation, actual: Normal) -> Message | None:
    """Hold all words and parts of an expectation against a value; the first mismatch is told."""
    return compare_words(expected, actual) or _compare_parts(expected, actual)


def compare_words(expected: Expectation, actual: Normal) -> Message | None:
    """Hold the words alone; `source` is not decided by the value and is the judge's."""
    if isinstance(actual, UndecidedError):
        raise actual
    form = expected.form
    for word, operand in expected.words.items():
        rule = RULES.get(word)
        if rule is None:
            continue
        speaks_of, value = form, actual
        if isinstance(form, Record) and form.content and word not in ("present", "absent"):
            speaks_of, value = form.content, (actual or {}).get("content")
        wrong = rule(speaks_of, operand, value)
        if wrong is not None:
            return wrong
    return None


def holds(expected: Expectation, actual: Normal) -> bool:
    return compare(expected, actual) is None


def _compare_parts(expected: Expectation, actual: Normal) -> Message | None:
    for name, part in expected.parts.items():
        found = None if actual is None else actual.get(name)
        wrong = compare(part, found)
        if wrong is not None:
            inner = wrong.params.get("part")
            name = f"{name}.{inner}" if inner else name
            return Message(wrong.code, {**wrong.params, "part": name})
    return None


def _equals(form: Form, operand: Any, actual: Normal) -> Message | None:
    if isinstance(form, Scalar):
        return _equals_scalar(form, operand, actual)
    if isinstance(form, ListOf):
        return _equals_list(form, operand, actual)
    extra = [n for n, v in (actual or {}).items() if v is not None and n not in operand.parts]
    if extra:
        return message("extra", extra=sorted(extra), actual=_plain(form, actual))
    return _compare_parts(operand, actual)


def _equals_scalar(form: Scalar, operand: Any, actual: Normal) -> Message | None:
    if operand is None and actual is None:
        return None
    _decidable(actual)
    if form.typed:
        same = _same_json(operand, actual)
    else:
        same = operand is not None and actual is not None and form.meets(operand, actual)
    if same:
        return None
    if actual is None:
        return message("unset", expected=_plain(form, operand))
    return message("differs", expected=_plain(form, operand), actual=_plain(form, actual))


def _equals_list(form: ListOf, operand: Sequence[Expectation], actual: Normal) -> Message | None:
    found = actual or ()
    wanted = [element.written for element in operand]
    if form.ordered:
        if len(found) == len(operand) and all(map(holds, operand, found)):
            return None
        if not found:
            return message("unset", expected=wanted)
        return message("differs", expected=wanted, actual=_plain(form, found))
    missing, extra = _pair(operand, found)
    if missing:
        return message("lacks", missing=[m.written for m in missing], actual=_plain(form, found))
    if extra:
        return message("extra", extra=_plain(form, extra), actual=_plain(form, found))
    return None


def _pair(
    wanted: Sequence[Expectation], found: Sequence[Normal]
) -> tuple[list[Expectation], list[Normal]]:
    """Pair each expectation with a value of its own where that can be done (augmenting paths).

    An element that leaves something out may fit several values, so the first fit may not do.
    """
    fits = [[i for i, value in enumerate(found) if holds(w, value)] for w in wanted]
    taken: dict[int, int] = {}

    def place(one: int, tried: set[int]) -> bool:
        for i in fits[one]:
            if i not in tried:
                tried.add(i)
                if i not in taken or place(taken[i], tried):
                    taken[i] = one
                    return True
        return False

    missing = [w for one, w in enumerate(wanted) if not place(one, set())]
    return missing, [value for i, value in enumerate(found) if i not in taken]


def _not(form: Form, operand: Expectation, actual: Normal) -> Message | None:
    if holds(operand, actual):
        return message("forbidden", forbidden=operand.written, actual=_plain(form, actual))
    return None


def _has_any(form: Form, operand: Sequence[Expectation], actual: Normal) -> Message | None:
    """Only under `not`: holds when any of the elements is there."""
    found = actual or ()
    if any(holds(element, value) for element in operand for value in found):
        return None
    return message("lacks", missing=[e.written for e in operand], actual=_plain(form, actual))


def _one_of(form: Form, operand: Sequence[Expectation], actual: Normal) -> Message | None:
    if any(holds(choice, actual) for choice in operand):
        return None
    allowed = [choice.written for choice in operand]
    if actual is None:
        return message("unset", expected=allowed)
    return message("not-one-of", allowed=allowed, actual=_plain(form, actual))


def _contains(form: Form, operand: Sequence[Any], actual: Normal) -> Message | None:
    if isinstance(form, ListOf):
        missing = [e for e in operand if not any(holds(e, value) for value in actual or ())]
        if not missing:
            return None
        return message("lacks", missing=[e.written for e in missing], actual=_plain(form, actual))
    if actual is None:
        return message("unset", expected=list(operand))
    if isinstance(actual, list):
        absent = [o for o in operand if not any(_same_json(o, item) for item in actual)]
    else:
        text = _text(form, actual)
        absent = [o for o in operand if not isinstance(o, str) or o not in text]
    if not absent:
        return None
    _decidable(actual)
    return message("lacks-text", missing=list(absent), actual=_plain(form, actual))


def _matches(form: Form, operand: Any, actual: Normal) -> Message | None:
    element = form.element if isinstance(form, ListOf) else form
    values = actual if isinstance(form, ListOf) else (actual,)
    for value in values or ():
        if value is not None and operand.search(_text(element, value)):
            return None
        _decidable(value)
    if actual is None:
        return message("unset-pattern", pattern=operand.pattern)
    return message("no-match", pattern=operand.pattern, actual=_plain(form, actual))


def _min(form: Form, operand: Any, actual: Normal) -> Message | None:
    if actual is None:
        return message("unset-limit", limit=_plain(form, operand))
    if _number(actual) and actual >= operand:
        return None
    return message("too-small", limit=_plain(form, operand), actual=_plain(form, actual))


def _max(form: Form, operand: Any, actual: Normal) -> Message | None:
    if actual is None:
        return message("unset-limit", limit=_plain(form, operand))
    if _number(actual) and actual <= operand:
        return None
    return message("too-large", limit=_plain(form, operand), actual=_plain(form, actual))


def _present(form: Form, operand: Any, actual: Normal) -> Message | None:  # noqa: ARG001
    return message("not-present") if actual is None else None


def _absent(form: Form, operand: Any, actual: Normal) -> Message | None:  # noqa: ARG001
    return None if actual is None else message("not-absent", actual=_plain(form, actual))


def _empty(form: Form, operand: Any, actual: Normal) -> Message | None:  # noqa: ARG001
    """Set but empty, where that differs from unset; a map's entry must be there."""
    if actual is None and isinstance(form, Scalar) and form.parse("") == "":
        return message("not-present")
    return None if not actual else message("not-empty", actual=_plain(form, actual))


def _plain(form: Form, value: Normal) -> Any:
    return shown(form, value)


def _text(form: Form, value: Normal) -> str:
    return form.text(value) if isinstance(form, Scalar) else str(value)


def _number(value: Normal) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _decidable(actual: Normal) -> None:
    """Raise where what was seen of a value does not say whether the rest would have fitted."""
    if isinstance(actual, CutText):
        raise UndecidedError(message("cut"))
    if isinstance(actual, str) and REDACTED.search(actual):
        raise UndecidedError(message("redacted"))


def _same_json(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same_json, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same_json(v, other[k]) for k, v in one.items())
    return bool(one == other)


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
