"""An image that was used by a short id is known by the names of that image."""

from __future__ import annotations

import pytest

from grader.fields.forms.used_image import UsedImage, meets_image

IMAGE_ID = "sha256:505abe2" + "0" * 57


def used(typed: str, *tags: str) -> UsedImage:
    return UsedImage(typed, tags, (), IMAGE_ID)


@pytest.mark.parametrize("typed", ["505", "505a", "505abe", "505abe2" + "0" * 5])
def test_the_beginning_of_its_own_id_is_an_id(typed: str) -> None:
    image = used(typed, "app:1")
    assert not image.by_name
    assert not image.moved
    assert meets_image("app:1", image)
    assert not meets_image("other:1", image)


@pytest.mark.parametrize("typed", ["abe2", "507"])
def test_another_hexadecimal_text_is_a_name(typed: str) -> None:
    assert used(typed, "app:1").by_name


def test_a_tag_of_that_name_decides() -> None:
    """An image may be called `505`."""
    image = used("505", "505:latest")
    assert image.by_name
    assert meets_image("505", image)
