"""`make messages`: brings the catalogues up to date with the sources and compiles them.

Texts are found by `tools.english`; an entry keeps its translation as long as its English text
stays the same. No places are written and dates are left alone, so that a catalogue changes only
where a text has changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from grader import locale
from grader.locale import DOMAIN, LANGUAGES
from tools.english import texts


def po_of(language: str) -> Path:
    return Path(locale.FOLDER) / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def translated() -> list[str]:
    """Return the languages that have a catalogue: all but English."""
    return [language for language in LANGUAGES if language != "en"]


def read(language: str) -> Catalog:
    """Read a catalogue; an empty one where there is none yet."""
    path = po_of(language)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def template() -> Catalog:
    made = Catalog(domain=DOMAIN, charset="utf-8", fuzzy=False)
    for text, places in texts().items():
        flags = ["python-brace-format"] if "{" in text else []
        made.add(text, locations=[(place, 0) for place in places], flags=flags)
    return made


def update(language: str) -> None:
    """Write a catalogue anew: new texts untranslated, texts that are gone left out."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    write(language, catalogue)


def write(language: str, catalogue: Catalog) -> None:
    path = po_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=98, no_location=True)


def compile_catalogue(language: str) -> Path:
    """Write the `.mo` beside the `.po`, whole or not at all, if that is newer."""
    source = po_of(language)
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return target
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as draft:
        write_mo(draft, read(language))
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(target)
    return target


def main() -> int:
    left = 0
    for language in translated():
        update(language)
        compile_catalogue(language)
        missing = [str(m.id) for m in read(language) if m.id and not m.string]
        left += len(missing)
        for text in missing:
            sys.stdout.write(f"{po_of(language).name} ({language}): not translated: {text!r}\n")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
