"""The class page can be read by everyone: axe, narrow windows, print, no script, no request."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from grader.cli.main import run
from tests.browser.conftest import Opened
from tests.browser.test_accessible import OPEN_ALL, axe, told, undecided
from tests.classroom import showcase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

    Look = Callable[..., Opened]

pytestmark = pytest.mark.browser

# The contrast of signs in the table and of texts in the picture, which axe does not decide.
CONTRASTS = """() => {
    const light = (text) => {
        const [r, g, b] = text.match(/[0-9.]+/g).slice(0, 3).map((one) => {
            const part = one / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (e) => {
        const own = getComputedStyle(e).backgroundColor;
        return own === 'rgba(0, 0, 0, 0)' ? ground(e.parentElement) : own;
    };
    const all = document.querySelectorAll('td.p, td.f, td.e, td.s, .legend b, .chart text');
    return [...all].map((e) => {
        const style = getComputedStyle(e);
        const both = [light(e.closest('svg') ? style.fill : style.color), light(ground(e))];
        return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    }) }"""
SIGN = re.compile(r">[✓✗!–]<")
KINDS = ("pages-en", "pages-ko", "single-en")


@dataclass(frozen=True)
class Written:
    """A class's pages by kind and language, and its students."""

    folder: Path
    students: tuple[str, ...]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("class")
    made = showcase.write(folder)
    for kind in KINDS:
        way, _, language = kind.partition("-")
        command = ["--lang", language, "class", str(made.spec), "--roster", str(made.roster)]
        more = ["--single-file"] if way == "single" else []
        assert run([*command, "-o", str(folder / kind), *more]) == 3
    return Written(folder, made.students)


@pytest.fixture
def look(browser: Browser, written: Written) -> Iterator[Look]:
    contexts: list[BrowserContext] = []

    def open_one(kind: str = "pages-en", fragment: str = "", **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}} | options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        opened = Opened(context.new_page(), written.folder / kind / "index.html")
        opened.listen(context)
        opened.page.goto(opened.path.as_uri() + fragment)
        return opened

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(look: Look, kind: str, scheme: str) -> None:
    """WCAG 2.2 AA with everything opened, and no contrast left undecided."""
    opened = look(kind, color_scheme=scheme, viewport={"width": 1500, "height": 9000})
    # What is scrolled out of the table's box is none of axe's: let it show all.
    opened.page.evaluate("document.querySelector('.scroll').style.maxHeight = 'none'")
    found = axe(opened.page)

    assert len(found["passes"]) > 20
    assert told(found["violations"]) == []
    unsure = [html for html in undecided(found["incomplete"]) if not html.startswith("<text")]
    assert [html for html in unsure if not SIGN.search(html)] == []
    contrasts = opened.page.evaluate(CONTRASTS)
    assert len(contrasts) > 700
    assert min(contrasts) >= 4.5
    assert opened.outside == []


@pytest.mark.parametrize("width", [320, 700])
@pytest.mark.parametrize("kind", KINDS)
def test_only_the_table_is_wider_than_the_window(look: Look, kind: str, width: int) -> None:
    """It scrolls in a box of its own, with head and student in sight; all else fits."""
    page = look(kind, viewport={"width": width, "height": 800}).page
    page.evaluate(OPEN_ALL)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => {
             const box = e.getBoundingClientRect(), style = getComputedStyle(e);
             return box.width > 1 && !e.closest('svg, .sr, .skip, table')
               && (box.right > innerWidth + 0.5 || box.left < -0.5
                   || (style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1));
           }).map(e => e.outerHTML.slice(0, 120))"""
    )
    page.evaluate("document.querySelector('.scroll').scrollTo(400, 300)")
    kept = page.evaluate(
        """() => { const box = document.querySelector('.scroll').getBoundingClientRect();
             const at = (e) => e.getBoundingClientRect();
             const corner = at(document.querySelector('thead th'));
             const row = at(document.querySelectorAll('tbody th')[12]);
             return [corner.left - box.left, corner.top - box.top, row.left - box.left,
                     (box.width - row.width) / box.width] }"""
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert wide == []
    assert all(-1 <= distance <= 2 for distance in kept[:3])
    assert kept[3] > 0.5, "there is room for the checks beside the students"


@pytest.mark.parametrize("kind", KINDS)
def test_print_holds_every_student_and_every_check(look: Look, written: Written, kind: str) -> None:
    page = look(kind, java_script_enabled=False).page
    pages = PdfReader(io.BytesIO(page.pdf())).pages
    texts = [p.extract_text() for p in pages]
    whole = "".join("".join(texts).split())
    sheet = [p for p in pages if p.mediabox.width > p.mediabox.height]

    assert [s for s in written.students if s not in whole] == []
    assert len(sheet) >= 1, "the table stands on its side"
    table = "".join("".join(p.extract_text().split()) for p in sheet)
    assert [s for s in written.students if s not in table] == []
    # The last check is on the paper, in the head and in the rows.
    assert "20" in table
    if kind == "single-en":
        assert "found'bluee'" in whole


def test_without_a_script_all_is_there(look: Look, written: Written) -> None:
    page = look(java_script_enabled=False).page
    text = page.locator("body").inner_text()

    assert [s for s in written.students if s not in text] == []
    assert not page.locator("#q").is_visible()


def students(opened: Opened) -> list[str]:
    found: list[str] = opened.page.locator("tbody tr:visible th").all_inner_texts()
    return [text.strip() for text in found]


def test_a_student_is_found_by_id_and_by_name(look: Look) -> None:
    opened = look()
    opened.page.locator("#q").fill("하늘")
    by_name = students(opened)
    opened.page.locator("#q").fill("2026-1043")

    assert by_name == ["2026-1036"]
    assert students(opened) == ["2026-1043"]
    assert opened.page.locator(".count").inner_text() == "1 of 40 shown"


def test_columns_are_sorted_and_the_rosters_order_comes_back(look: Look, written: Written) -> None:
    """By the score upwards: first who has none, for whom something must be done."""
    opened = look()
    score = opened.page.get_by_role("button", name="score")
    score.click()
    upwards = students(opened)
    sorted_as = opened.page.locator("thead th.num").get_attribute("aria-sort")
    score.click()
    downwards = opened.page.locator("tbody tr .num").first.inner_text()
    score.click()

    assert set(upwards[:6]) == {written.students[n] for n in (3, 9, 12, 17, 26, 31)}
    assert (sorted_as, downwards.strip()) == ("ascending", "100")
    assert students(opened) == list(written.students)


def test_a_link_to_a_student_opens_the_student(look: Look) -> None:
    page = look("single-en", fragment="#student-2026-1008").page

    assert page.locator("#student-2026-1008 .part").is_visible()
    page.locator(".reasons a").first.click()
    assert page.locator("#student-2026-1085 .part").is_visible()


def test_everything_is_reached_by_keyboard(look: Look) -> None:
    """The first screens' worth of it: links, summaries, the box of the table, its columns."""
    page = look().page
    wanted = page.evaluate(
        """() => { const all = [...document.querySelectorAll(
                     'main a[href], main button, main input, main summary, main [tabindex="0"]')]
                   .filter(e => e.checkVisibility());
             all.forEach((e, i) => e.dataset.test = i); return all.length }"""
    )
    reached: set[str] = set()
    for _ in range(wanted + 3):
        page.keyboard.press("Tab")
        at, outline = page.evaluate(
            """() => { const e = document.activeElement;
                 return [e.dataset.test ?? '', getComputedStyle(e).outlineStyle !== 'none'] }"""
        )
        if at:
            reached.add(at)
            assert outline

    assert len(reached) == wanted > 40
