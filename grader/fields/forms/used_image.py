"""The image that a container uses: the reference it was created with, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.fields.forms.references import (
    ID,
    parse_reference,
    same_reference,
    short_reference,
)
from grader.fields.types import BadFormError, Normal, Scalar, UndecidedError
from grader.model.message import message


@dataclass(frozen=True, slots=True)
class UsedImage:
    """`typed` as in `Config.Image`; `tags` and `digests` of that image now, None when not known."""

    typed: str
    tags: tuple[str, ...] | None
    digests: tuple[str, ...] | None
    image_id: str = ""

    @property
    def by_name(self) -> bool:
        """Whether it was created by a name with a tag, and not by an id or a digest."""
        if ID.fullmatch(self.typed) or self._is_short_id:
            return False
        reference = parse_reference(self.typed)
        return reference is not None and reference.digest is None

    @property
    def _is_short_id(self) -> bool:
        """Whether the text is the beginning of the image's own id, and no tag means it."""
        if not self.image_id.removeprefix("sha256:").startswith(self.typed) or not self.typed:
            return False
        return not any(same_reference(self.typed, tag) for tag in self.tags or ())

    @property
    def short(self) -> str:
        return short_reference(self.typed) if self.by_name else self.typed

    @property
    def moved(self) -> bool:
        """Whether the name it was created with means another image by now, or none."""
        if not self.by_name or self.tags is None:
            return False
        return not any(same_reference(self.typed, tag) for tag in self.tags)


def meets_image(expected: Normal, actual: Normal) -> bool:
    """Say whether the image used means the reference expected.

    A name is compared with the name typed. Where the container was created by id or digest, the
    names that this image bears now decide; without its document that is not known.
    """
    wanted = parse_reference(expected)
    if wanted is not None and wanted.digest:
        typed = parse_reference(actual.typed)
        if typed is not None and typed.digest:
            return same_reference(expected, actual.typed)
        return any(same_reference(expected, found) for found in _known(actual.digests))
    if actual.by_name:
        return same_reference(expected, actual.typed)
    return any(same_reference(expected, tag) for tag in _known(actual.tags))


def _known(names: tuple[str, ...] | None) -> tuple[str, ...]:
    if names is None:
        raise UndecidedError(message("image-gone"))
    return names


def _parse(text: str) -> Normal:
    if parse_reference(text) is None:
        raise BadFormError("not-a-reference", found=text)
    return text


def _show(value: Any) -> str:
    return value.short if isinstance(value, UsedImage) else short_reference(value)


USED_IMAGE = Scalar("image reference", _parse, show=_show, meets=meets_image, text=_show)
