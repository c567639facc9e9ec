"""The page as a text: one file, its policy, its labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import grader.formats
from grader.formats import FORMATS, Style
from grader.formats.html import digest, render
from grader.formats.labels import TEXTS
from grader.formats.templating import FOLDER
from tests.formats import samples

SOURCES = Path(grader.formats.__file__).parent


def test_the_policy_names_the_styles_and_the_script_that_are_there() -> None:
    page = render(samples.judged(), Style())
    css = page.split("<style>")[1].split("</style>")[0]
    js = page.split("<script>")[1].split("</script>")[0]
    policy = page.split('Content-Security-Policy" content="')[1].split('"')[0]

    assert policy == (
        f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(js)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("name", ["page.css", "page.js"])
def test_our_own_files_cannot_end_their_element(name: str) -> None:
    assert "</" not in (FOLDER / name).read_text(encoding="utf-8")


def test_no_text_of_the_templates_is_untranslated() -> None:
    """Every letter between tags comes from a label or from the result; names of keys aside."""
    left = []
    for template in FOLDER.glob("*.jinja"):
        text = re.sub(r"\{[{%].*?[%}]\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        texts = re.findall(r">([^<>]*[A-Za-z][^<>]*)<", text)
        left += [t.strip() for t in texts if t.strip() != "UTC"]

    assert left == []


def test_every_label_is_used() -> None:
    """A label that nothing says is one that translators work on for nobody."""
    sources = [*SOURCES.glob("*.py"), *FOLDER.glob("*.jinja")]
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources if p.name != "labels.py")
    said = set(re.findall(r"\b_?(?:t|label)\([\"']([a-z.-]+)[\"']", text))
    # Keys that are put together, or looked up by what a result holds.
    made = r"(lab|n|target|set|word|keys)[.-].+|passed|failed|error|skipped|cause|note"
    looked_up = {"expected", "actual", "inherited", "overridden"}
    unused = [k for k in TEXTS if k not in said | looked_up and not re.fullmatch(made, k)]

    assert unused == []


def test_a_page_is_whole_without_its_script() -> None:
    """What the script shows is hidden until it runs, and nothing else is."""
    page = FORMATS["html"].render(samples.judged(), Style())

    assert re.findall(r"<(\w+)[^>]* hidden[ >]", page).count("button") == page.count('class="copy"')
    assert '<div class="bar" role="search" hidden>' in page
