"""The result document as JSON; of several labs, a list of documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.formats.sanitize import HARMFUL
from grader.storage.result_document import document

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from grader.formats.base import Style
    from grader.model.result import Result


def render(result: Result, style: Style) -> str:
    """Write the document; what could harm a terminal that shows it is escaped, not changed."""
    text = json.dumps(document(result, style.language), ensure_ascii=False, indent=2)
    return f"{escaped(text)}\n"


def join(texts: Sequence[str]) -> str:
    """Make one list of several documents."""
    return "[\n{}\n]\n".format(",\n".join(text.rstrip("\n") for text in texts))


def escaped(text: str) -> str:
    """Escape harmful characters the way JSON does, so that the same data is read back."""
    return HARMFUL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    # The only controls in a JSON text are the line breaks between its parts.
    if character == "\n":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    pairs = (units[i : i + 2].hex() for i in range(0, len(units), 2))
    return "".join(f"\\u{unit}" for unit in pairs)
