"""Other values of a scalar's form: those that people write by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.fields.forms.networks import NETWORK_MODE
from grader.fields.forms.references import (
    REFERENCE_FORM,
    Reference,
    parse_reference,
)
from grader.fields.forms.used_image import USED_IMAGE, UsedImage
from grader.fields.reading import normal_form
from grader.fields.types import BadFormError
from grader.model.json_values import is_number
from grader.spectest.writing import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.fields.types import Normal, Scalar

    Other = tuple[str, Normal]

ELSE = "something-else"
MINUTE = 60 * 10**9


def others(form: Scalar, value: Normal) -> Iterator[Other]:
    """Find other values than the right one, each with its kind; never one that means the same."""
    if form.assigned:
        return
    if isinstance(value, UsedImage):
        for kind, name in _of_reference(value.typed):
            yield kind, UsedImage(name, value.tags, value.digests)
        return
    for kind, other in _others(form, value):
        same = form.meets(value, other) and form.meets(other, value) if other is not None else False
        if not same and _is_another(form, other, value):
            yield kind, other


def _is_another(form: Scalar, other: Normal, value: Normal) -> bool:
    """Say whether an engine could say it and mean something else: in capabilities case is none."""
    try:
        return bool(normal_form(form, raw(form, other)) != value)
    except (TypeError, ValueError):
        return False


def _others(form: Scalar, value: Normal) -> Iterator[Other]:
    if form is NETWORK_MODE:
        yield from (("another", mode) for mode in ("bridge", "host", "none"))
    elif form is REFERENCE_FORM:
        yield from _of_reference(value)
    elif form.choices:
        yield from _of_choices(form, value)
    else:
        yield from _of_type(form, value)


def _of_type(form: Scalar, value: Normal) -> Iterator[Other]:
    if isinstance(value, bool):
        yield "flipped", None if not form.typed else not value
    elif is_number(value):
        yield "larger", value + 1
        yield "smaller", value - 1
    elif isinstance(value, str):
        yield from _of_word(value)
    elif isinstance(value, tuple) and value and isinstance(value[-1], int):
        yield "larger", (*value[:-1], value[-1] + 1)


def _of_reference(name: str) -> Iterator[Other]:
    """Another image, another tag, a longer name, another registry's."""
    found = parse_reference(name)
    if found is None or found.tag is None:
        yield "another", f"{ELSE}:latest"
        return
    yield "another", f"{ELSE}:latest"
    yield "longer", Reference(found.domain, f"{found.path}x", found.tag, None).short
    yield "longer", f"x{Reference(found.domain, found.path, found.tag, None).short}"
    yield "tag", Reference(found.domain, found.path, f"{found.tag}-other", None).short
    yield "registry", f"registry.example/{found.path}:{found.tag}"


def _of_choices(form: Scalar, value: Normal) -> Iterator[Other]:
    for word in form.choices:
        try:
            other = form.parse(word)
        except BadFormError:
            continue
        if other is not None:
            yield "another", other
    if isinstance(value, tuple) and isinstance(value[-1], int):
        yield "larger", (*value[:-1], value[-1] + 1)


def _of_word(value: str) -> Iterator[Other]:
    yield "another", ELSE
    if value:
        yield "longer", value + value[-1]
        if value[0].isalnum():  # a second slash changes no path
            yield "longer", value[0] + value
        yield "case", value.swapcase()
    if len(value) > 1:
        yield "shorter", value[:-1]


def of_text(words: Mapping[str, Any], value: str) -> Iterator[Other]:
    """Of what a program says: something else, nothing, all but what is looked for."""
    if not value:
        yield "there", ELSE
        return
    yield "another", ELSE
    yield "emptied", ""
    for needle in words.get("contains", ()):
        yield "dropped", value.replace(str(needle), "")
    if "matches" in words:
        hit = words["matches"].search(value)
        yield "dropped", value.replace(hit.group(0), "") if hit and hit.group(0) else ""


def beyond(bound: Normal, word: str) -> Normal:
    """Step over a bound by as little as tells."""
    step = MINUTE if is_number(bound) and abs(bound) >= MINUTE else 1
    return bound - step if word == "min" else bound + step


def can_be_unset(form: Scalar) -> bool:
    """Say whether an engine can leave a value of this form out; a count is always there."""
    if form is USED_IMAGE or form.lines:
        return False
    try:
        return form.normal(None) is None
    except (TypeError, ValueError, AttributeError, KeyError):
        return False
