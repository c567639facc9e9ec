"""Texts of a student who tries to break the report come out harmless in every format."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from grader.formats import FORMATS, Style
from grader.formats.html import render
from grader.formats.sanitize import HARMFUL, harmless, harmless_lines
from tests.formats import samples

OWN_ESCAPES = re.compile(r"\x1b\[[0-9;]+m|\x1b\]8;;[^\x1b]*\x1b\\")


@pytest.mark.parametrize("style", [Style(), Style(colour=True, links=True, page="/a b.html")])
def test_a_terminal_gets_no_escapes_but_ours(style: Style) -> None:
    text = OWN_ESCAPES.sub("", FORMATS["text"].render(samples.hostile(), style))

    assert HARMFUL.findall(text.replace("\n", "")) == []
    assert "\\x1b]0;owned\\x07" in text
    assert "\\u202egnp.exe" in text


def test_markup_of_others_stays_text() -> None:
    text = FORMATS["text"].render(samples.hostile(), Style(width=200))

    assert "[/red] [bold] {{ 7*7 }} {% raw %} %s" in text


def test_a_link_cannot_bring_an_escape() -> None:
    style = Style(links=True, page="/reports/\x1b]8;;evil\x07.html")
    text = OWN_ESCAPES.sub("", FORMATS["text"].render(samples.judged(), style))

    assert "\x1b" not in text
    assert "\x07" not in text


class Elements(HTMLParser):
    """Collects the elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src"):
                self.addresses.append(value or "")


def elements(page: str) -> Elements:
    found = Elements()
    found.feed(page)
    return found


def test_a_page_gets_no_element_of_others() -> None:
    """Two scripts, ours; no image, no handler, no style attribute, no address outside."""
    found = elements(render(samples.hostile(), Style()))

    assert found.tags["script"] == 2
    assert found.tags["style"] == 1
    assert "img" not in found.tags
    assert not {a for a in found.attributes if a.startswith("on") or a == "style"}
    assert all(a.startswith(("#", "data:image/svg+xml,")) for a in found.addresses)


def test_a_page_shows_what_was_written() -> None:
    page = render(samples.hostile(), Style())

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\\x1b]0;owned\\x07" in page
    assert HARMFUL.findall(page.replace("\n", "")) == []


def test_data_in_the_page_cannot_end_its_block() -> None:
    page = render(samples.hostile(), Style())
    data = page.split('id="grader-result">')[1].split("</script>")[0]

    assert not set("<>&") & set(data)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 한글 ✓", "plain 한글 ✓"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x9b\x7f\x00", "\\x9b\\x7f\\x00"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("a\u200bb\u00ad\ufeff\u3164", "a\\u200bb\\xad\\ufeff\\u3164"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("a\u200db", "a\\u200db"),
    ],
)
def test_what_could_harm_is_written_out(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_long_texts_are_cut_and_say_so() -> None:
    assert harmless("x" * 30, 10) == "x" * 10 + "… (+20)"
    assert harmless_lines("a\tb\nc\x1b") == ["a   b", "c\\x1b"]
