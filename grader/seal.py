"""Seals of documents: a checksum that shows a slip, a signature that shows who wrote it.

Both are over the document's canonical JSON without its seal. The checksum keeps nobody from
altering a file who knows how it is made; a signature (HMAC-SHA256 with a key file) does.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SEAL = "seal"
SIGNATURE = "hmac_sha256"
CHECKSUM = "sha256"
DOMAIN = b"grader.seal/1\n"


def sealed(document: Mapping[str, Any], key: bytes | None = None) -> dict[str, Any]:
    """Return a copy with its seal, signed where there is a key."""
    content = canonical(document)
    seal = {CHECKSUM: hashlib.sha256(content).hexdigest()}
    if key is not None:
        seal[SIGNATURE] = _signature(content, key)
    return {**document, SEAL: seal}


def is_intact(document: Mapping[str, Any]) -> bool:
    """Say whether a document is as it was sealed; one without a seal says nothing of itself."""
    seal = document.get(SEAL)
    if seal is None:
        return True
    found = seal.get(CHECKSUM) if isinstance(seal, dict) else None
    return isinstance(found, str) and found == hashlib.sha256(canonical(document)).hexdigest()


def is_signed(document: Mapping[str, Any]) -> bool:
    seal = document.get(SEAL)
    return isinstance(seal, dict) and isinstance(seal.get(SIGNATURE), str)


def is_signed_with(document: Mapping[str, Any], key: bytes) -> bool:
    """Say whether a document bears the signature that this key gives it."""
    if not is_signed(document):
        return False
    found = str(document[SEAL][SIGNATURE])
    return hmac.compare_digest(found.encode(), _signature(canonical(document), key).encode())


def canonical(document: Mapping[str, Any]) -> bytes:
    """Write the content of a document in the one way that its order and layout do not change."""
    content = {name: value for name, value in document.items() if name != SEAL}
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")


def _signature(content: bytes, key: bytes) -> str:
    return hmac.new(key, DOMAIN + content, hashlib.sha256).hexdigest()
