"""Seals of documents: a checksum that shows a slip, a signature that shows who wrote it.

Both are over the document's canonical JSON without its seal, so that they hold in any layout. The
checksum keeps nobody from altering a file who knows how it is made; a signature (HMAC-SHA256 with
a key file) does. A second checksum is over the very text before the seal: a file that is still as
it was written, as nearly all are, is seen to be so without writing its canonical JSON again.
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
TEXT_CHECKSUM = "text_sha256"
DOMAIN = b"grader.seal/1\n"


def sealed_text(document: Mapping[str, Any], key: bytes | None = None) -> str:
    """Write a document with its seal behind all else, signed where there is a key."""
    head = json.dumps(document, ensure_ascii=False, indent=1).removesuffix("\n}")
    content = canonical(document)
    seal = {CHECKSUM: _sha256(content), TEXT_CHECKSUM: _sha256(head.encode())}
    if key is not None:
        seal[SIGNATURE] = _signature(content, key)
    return head + _tail(seal)


def is_intact(document: Mapping[str, Any], text: bytes) -> bool:
    """Say whether a document is as it was sealed; one without a seal says nothing of itself.

    `text` is what the document was read from.
    """
    seal = document.get(SEAL)
    if seal is None:
        return True
    if not isinstance(seal, dict):
        return False
    return _is_as_written(text, seal) or seal.get(CHECKSUM) == _sha256(canonical(document))


def _is_as_written(text: bytes, seal: Mapping[str, Any]) -> bool:
    """Hold the text against its checksum; anything behind the seal could stand for what is told."""
    tail = _tail(seal).encode("utf-8", "surrogatepass")
    return text.endswith(tail) and seal.get(TEXT_CHECKSUM) == _sha256(text[: -len(tail)])


def _tail(seal: Mapping[str, Any]) -> str:
    return f',\n "{SEAL}": {json.dumps(seal)}\n}}\n'


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


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _signature(content: bytes, key: bytes) -> str:
    return hmac.new(key, DOMAIN + content, hashlib.sha256).hexdigest()
