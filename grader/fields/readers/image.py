"""Fields of an image that need more than a path."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

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
    created = datetime.fromisoformat(written[:19]).replace(tzinfo=UTC)
    if len(written) > 19 and written[-6] in "+-":
        created = datetime.fromisoformat(f"{written[:19]}{written[-6:]}")
    age = subject.view.observed_at - created
    return Present(int(age.total_seconds() * 10**9))


def read_layers(subject: Subject) -> Reading:
    return Present(len(dig(subject.document, ("RootFS", "Layers")) or ()))
