"""Fields of an image that need more than a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.fields.forms.ages import moment
from grader.fields.forms.text import engine_text
from grader.fields.reading import dig
from grader.fields.types import Present

if TYPE_CHECKING:
    from grader.fields.types import Reading, Subject


def read_digest(subject: Subject) -> Reading:
    """Read the digests of the image's manifests, without the repositories before them."""
    found = [engine_text(d) or "" for d in subject.document.get("RepoDigests") or ()]
    return Present(tuple(dict.fromkeys(d.rpartition("@")[2] for d in found)) or None)


def read_created(subject: Subject) -> Reading:
    """Read the age at the observation, in nanoseconds; an image may have no date (0001)."""
    written = engine_text(subject.document.get("Created"))
    if written is None or written.startswith("0001-"):
        return Present(None)
    age = subject.view.observed_at - moment(written)
    return Present(int(age.total_seconds() * 10**9))


def read_layers(subject: Subject) -> Reading:
    return Present(len(dig(subject.document, ("RootFS", "Layers")) or ()))
