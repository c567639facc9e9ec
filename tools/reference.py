"""`make reference`: writes docs/reference/fields.md from the field table and the cases."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from grader.fields import KINDS
from grader.fields.types import ListOf, MapOf, PathsOf, Scalar
from grader.labspec.matchers import words_of
from tests.conformance.case import cases, only_field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.fields.types import Field, Form, Kind

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "fields.md"
HEAD = Path(__file__).with_name("reference.head.md")


def page() -> str:
    """Write the whole page."""
    differ = differences()
    parts = [HEAD.read_text(encoding="utf-8").rstrip()]
    for kind in KINDS.values():
        parts.append(f"## {kind.key}\n\n{overview(kind)}")
        parts += [section(kind, field, differ) for field in kind.fields.values()]
    return "\n\n".join(parts) + "\n"


def differences() -> Mapping[str, list[str]]:
    """Say of each field where engines differ, as the cases have it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for case in cases():
        fields = [of[0] for check in case.lab().checks if (of := only_field(check))]
        for engine, differs in case.engines.items():
            for field in fields:
                found[field][f"{engine}: {differs['because']}"] = None
    return {field: list(told) for field, told in found.items()}


def overview(kind: Kind) -> str:
    names = (
        f"[`{f.name}`](#{anchor(kind, f)}){'*' if f.ours else ''}" for f in kind.fields.values()
    )
    return " · ".join(names)


def anchor(kind: Kind, field: Field) -> str:
    return f"{kind.key}-{field.name}"


def section(kind: Kind, field: Field, differ: Mapping[str, list[str]]) -> str:
    """Write what is to be known of one field."""
    head = f'### <a id="{anchor(kind, field)}"></a>`{field.name}`{"*" if field.ours else ""}'
    lines = [head, "", field.doc, ""]
    lines += [f"- {label}: {text}" for label, text in facts(kind, field) if text]
    told = differ.get(f"{kind.key}.{field.name}", [])
    lines += ["- engines differ:", *(f"  - {one}" for one in told)] if told else []
    return "\n".join([*lines, "", "```yaml", f"{field.name}: {field.example}", "```"])


def facts(kind: Kind, field: Field) -> Iterator[tuple[str, str]]:
    yield "form", form_of(field.form)
    where = f"`{'.'.join(map(str, field.path))}`" if field.path else ""
    yield ("in the answer" if not kind.named else "in `docker inspect`"), where
    yield ("in a Dockerfile" if kind.key == "image" else "on the command line"), flag_of(field)
    yield "words", words_text(field)
    if field.inherits:
        yield "`source`", "of each port by itself" if field.name == "expose" else "yes"


def flag_of(field: Field) -> str:
    return f"`{field.flag}`" if field.flag else ""


def words_text(field: Field) -> str:
    """Name the words that stand where the value stands, and in the entries of a map."""
    form = field.form
    if isinstance(form, MapOf):
        inner = ", ".join(f"`{w}`" for w in words_of(form.entry, source=field.inherits))
        return f"of the whole `equals`; of an entry {inner}"
    of = form.entry if isinstance(form, PathsOf) else form
    return ", ".join(f"`{word}`" for word in words_of(of, source=field.inherits))


def form_of(form: Form) -> str:
    """Describe a form in a sentence."""
    if isinstance(form, Scalar):
        return f"one of {', '.join(f'`{c}`' for c in form.choices)}" if form.choices else form.name
    if isinstance(form, ListOf):
        return list_of(form)
    if isinstance(form, MapOf):
        listed = "" if not form.separators and not form.names_alone else ", or a list"
        return f"a map of names to: {form_of(form.entry)}{listed}"
    if isinstance(form, PathsOf):
        return "a list of `{path: […], <words>}`; typed as YAML 1.2 is"
    keys = "; ".join(f"`{key}`: {form_of(of)}" for key, of in form.keys.items())
    meant = "".join(f"; `{key}: true` is `{word}: true`" for key, word in form.stands_for.items())
    short = ", or Compose's short text" if form.short else ""
    content = ", and words on its text" if form.content else ""
    return f"a mapping ({keys}{meant}){short}{content}"


def list_of(form: ListOf) -> str:
    kind = "a list, in order, of" if form.ordered else "a set of"
    element = form_of(form.element)
    one = ", or one text" if form.split else ", or one alone" if form.single else ""
    return f"{kind}: {element}{one}"


def main() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
