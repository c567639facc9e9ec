"""Image references: what a name means, as the distribution project's reference grammar has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from grader.fields.forms.text import engine_text
from grader.fields.types import BadFormError, Normal, Scalar

DEFAULT_DOMAIN = "docker.io"
DEFAULT_PROJECT = "library"
COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
REFERENCE = re.compile(
    r"(?:(?P<domain>(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\])(?::\d+)?)/)?"
    rf"(?P<path>{COMPONENT}(?:/{COMPONENT})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
    r"(?:@(?P<digest>[a-z0-9+._-]+:[0-9a-fA-F]{32,}))?"
)
ID = re.compile(r"(?:sha256:)?[0-9a-f]{12,64}|sha256:[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """An image reference in full: `domain/path:tag` or `domain/path@digest`."""

    domain: str
    path: str
    tag: str | None
    digest: str | None

    @property
    def name(self) -> str:
        return f"{self.domain}/{self.path}"

    @property
    def short(self) -> str:
        """The short form that people write: `nginx:latest`."""
        path = self.path
        if self.domain == DEFAULT_DOMAIN:
            path = path.removeprefix(f"{DEFAULT_PROJECT}/")
        else:
            path = f"{self.domain}/{path}"
        if self.digest:
            return f"{path}@{self.digest}"
        return f"{path}:{self.tag}"


@lru_cache(maxsize=4096)  # the same few names come again and again
def parse_reference(text: str) -> Reference | None:
    """Read a reference; None when it is none (an id, or nonsense)."""
    match = REFERENCE.fullmatch(text)
    if not match or re.fullmatch(r"[0-9a-f]{64}", text):
        return None
    domain, path = match["domain"], match["path"]
    if domain is not None and not _is_domain(domain):
        domain, path = None, f"{domain}/{path}"
        if not re.fullmatch(rf"{COMPONENT}(?:/{COMPONENT})*", path):
            return None
    domain = DEFAULT_DOMAIN if domain in (None, "index.docker.io") else domain
    if domain == DEFAULT_DOMAIN and "/" not in path:
        path = f"{DEFAULT_PROJECT}/{path}"
    tag = match["tag"] or (None if match["digest"] else "latest")
    return Reference(domain, path, tag, match["digest"])


def _is_domain(text: str) -> bool:
    """A first part is a host when it has a dot or a port, is localhost, or is in capitals."""
    return "." in text or ":" in text or text == "localhost" or text != text.lower()


def same_reference(expected: Normal, actual: Normal) -> bool:
    """Do two references mean one image? A digest, where asked for, decides alone."""
    wanted, found = parse_reference(expected), parse_reference(actual)
    if wanted is None or found is None:
        return bool(expected == actual)
    if wanted.digest:
        return wanted.name == found.name and wanted.digest == found.digest
    return wanted.name == found.name and wanted.tag == found.tag


def short_reference(text: Normal) -> str:
    reference = parse_reference(text)
    return reference.short if reference else str(text)


def _parse(text: str) -> Normal:
    if parse_reference(text) is None:
        raise BadFormError("not-a-reference", found=text)
    return short_reference(text)


REFERENCE_FORM = Scalar(
    "image reference",
    parse=_parse,
    normal=engine_text,
    show=short_reference,
    meets=same_reference,
    text=short_reference,
)


def _parse_id(text: str) -> Normal:
    if not re.fullmatch(r"(?:sha256:)?[0-9a-f]{12,64}", text):
        raise BadFormError("not-an-id", found=text)
    return text.removeprefix("sha256:")


def _id(value: object) -> Normal:
    text = engine_text(value)
    return None if text is None else text.removeprefix("sha256:")


def _parse_digest(text: str) -> Normal:
    if not re.fullmatch(r"[a-z0-9]+:[0-9a-f]{32,}", text):
        raise BadFormError("not-a-digest", found=text)
    return (text,)


ID_FORM = Scalar(
    "image id",
    parse=_parse_id,
    normal=_id,
    show=lambda v: f"sha256:{v}",
    meets=lambda expected, actual: bool(actual.startswith(expected)),
    text=lambda v: f"sha256:{v}",
    assigned=True,
    write=lambda v: f"sha256:{v}",
)
DIGEST_FORM = Scalar(
    "digest",
    parse=_parse_digest,
    show=", ".join,
    meets=lambda expected, actual: set(expected) <= set(actual),
    text=" ".join,
    assigned=True,
)
