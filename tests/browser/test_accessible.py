"""The page can be read by everyone: axe, keyboard, narrow windows, print, no script."""

from __future__ import annotations

import io
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from grader.formats import FORMATS, Style
from tests.formats import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Open, Opened

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"


def axe(page: Page) -> dict[str, Any]:
    page.evaluate(OPEN_ALL)
    # Transitions would be caught half way.
    page.wait_for_timeout(200)
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return found


def told(found: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


def undecided(incomplete: list[dict[str, Any]]) -> list[str]:
    """Contrasts that axe could not decide; of a single character it has the ratio all the same."""
    nodes = [n for rule in incomplete if rule["id"] == "color-contrast" for n in rule["nodes"]]
    return [n["html"] for n in nodes if not all(map(_is_short_and_clear, n["any"]))]


def _is_short_and_clear(check: dict[str, Any]) -> bool:
    data = check["data"]
    short: bool = data["messageKey"] == "shortTextContent"
    return short and float(data["contrastRatio"]) >= float(
        data["expectedContrastRatio"].partition(":")[0]
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", samples.RESULTS)
def test_axe_finds_nothing(open_result: Open, name: str, scheme: Any) -> None:
    """WCAG 2.2 AA with everything opened, and no contrast left undecided."""
    tall = {"width": 1100, "height": 8000}
    opened = open_result(samples.RESULTS[name](), color_scheme=scheme, viewport=tall)
    background = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    found = axe(opened.page)

    assert (background == "rgb(16, 18, 21)") == (scheme == "dark")
    assert len(found["passes"]) > 20
    assert told(found["violations"]) == []
    assert undecided(found["incomplete"]) == []


def test_axe_finds_nothing_in_the_help_and_in_korean(open_result: Open) -> None:
    page = open_result(samples.judged(), Style(language="ko")).page
    page.keyboard.press("?")

    assert page.get_attribute("html", "lang") == "ko"
    assert page.locator("dialog").is_visible()
    assert told(axe(page)["violations"]) == []


@pytest.mark.parametrize("width", [320, 400, 800])
@pytest.mark.parametrize("name", samples.RESULTS)
def test_nothing_is_wider_than_the_window(open_result: Open, name: str, width: int) -> None:
    """At 320 pixels nothing has to be scrolled to the side, and nothing is cut off."""
    page = open_result(samples.RESULTS[name](), viewport={"width": width, "height": 800}).page
    page.evaluate(OPEN_ALL)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => {
             const box = e.getBoundingClientRect(), style = getComputedStyle(e);
             return box.width > 1 && !e.closest('svg, .sr, .skip')
               && (box.right > innerWidth + 0.5 || box.left < -0.5
                   || (style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1));
           }).map(e => e.outerHTML.slice(0, 120))"""
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert wide == []


def test_everything_is_reached_by_keyboard(open_result: Open) -> None:
    """Tab comes to every link, button, field and summary that is shown, and back to the start."""
    page = open_result(samples.judged()).page
    page.evaluate(OPEN_ALL)
    wanted = page.evaluate(
        """() => { const all = [...document.querySelectorAll(
                     'a[href], button, input, summary, [tabindex="0"]')]
                   .filter(e => e.checkVisibility());
             all.forEach((e, i) => e.dataset.test = i); return all.length }"""
    )
    reached: set[str] = set()
    for _ in range(wanted + 2):
        page.keyboard.press("Tab")
        at, outline = page.evaluate(
            """() => { const e = document.activeElement, s = x => getComputedStyle(x);
                 const ring = s(e).outlineStyle !== 'none'
                   || (e.closest('.check') && s(e.closest('.check')).outlineStyle !== 'none');
                 return [e.dataset.test ?? '', ring] }"""
        )
        if at:
            reached.add(at)
            assert outline, (
                f"no focus is seen on {page.evaluate('document.activeElement.outerHTML')}"
            )

    assert len(reached) == wanted > 20


def test_keys_go_from_check_to_check(open_result: Open) -> None:
    page = open_result(samples.judged()).page

    def here() -> str:
        text: str = page.evaluate("document.activeElement.closest('.check')?.id ?? ''")
        found: str = page.evaluate(
            "document.activeElement.closest('.check')?.querySelector('.body').id ?? ''"
        )
        return text or found

    page.keyboard.press("j")
    assert here() == "check-default-cmd"
    page.keyboard.press("f")
    assert here() == "check-custom-cmd"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert here() == "check-custom-cmd"
    page.keyboard.press("o")
    assert not page.locator("#check-custom-cmd").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#check-custom-cmd").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("jjj")
    assert page.locator("#q").input_value() == "jjj"
    page.keyboard.press("Escape")
    assert page.locator("#q").input_value() == ""
    page.keyboard.press("?")
    page.locator("#use-keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert here() == ""


def texts_of(opened: Opened) -> str:
    """Everything that can be read with all details open, white space aside."""
    opened.page.evaluate(OPEN_ALL)
    text: str = opened.page.evaluate("document.body.innerText")
    return "".join(text.split())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_print_holds_every_check(open_result: Open, language: str) -> None:
    """What is closed on the screen is on paper; the styles do it, without the script."""
    result = samples.judged()
    page = open_result(result, Style(language=language), java_script_enabled=False).page
    pages = PdfReader(io.BytesIO(page.pdf())).pages
    printed = "".join("".join(p.extract_text().split()) for p in pages)

    for check in result.checks:
        assert f"{check.id}" in printed
    assert "usr/share/nginx/html/index.html" in printed
    assert "dockerrun--namecustomCmdnginxcat" in printed


def test_a_server_that_forbids_everything_leaves_all_to_read(
    browser: Browser, open_result: Open
) -> None:
    """As on a CI server: `sandbox; default-src 'none'`. No style, no script, all the text."""
    whole = texts_of(open_result(samples.judged()))
    page = browser.new_page()
    text = FORMATS["html"].render(samples.judged(), Style())
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'"}
    page.route("**/*", lambda r: r.fulfill(body=text, headers=headers, content_type="text/html"))
    page.goto("http://ci.invalid/report.html")
    page.locator("summary").first.click()
    opened = page.locator("#check-default-cmd").is_visible()
    styled = page.evaluate("document.styleSheets.length")
    page.evaluate(OPEN_ALL)
    read = "".join(page.evaluate("document.body.innerText").split())
    large = page.evaluate(
        "Math.max(...[...document.querySelectorAll('svg')].map(s => s.clientWidth))"
    )
    page.close()

    assert (opened, styled) == (True, 0)
    assert large < 200
    for check in samples.judged().checks:
        assert check.id in read
    for words in ("usr/share/nginx/html/index.html", "bluee", "Thecommandstandslast."):
        assert words in read
        assert words in whole


def test_without_a_script_links_open_what_they_lead_to(open_result: Open) -> None:
    page = open_result(
        samples.passing(), fragment="#check-default-cmd", java_script_enabled=False
    ).page

    assert page.locator("#check-default-cmd").is_visible()
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".copy").first.is_visible()


def test_colours_of_the_reader_are_kept(open_result: Open) -> None:
    """With forced colours what colour alone carried has a border."""
    page = open_result(samples.judged(), forced_colors="active").page

    assert page.evaluate("getComputedStyle(document.querySelector('.outcome')).borderTopStyle") == (
        "solid"
    )


def test_motion_is_not_forced(open_result: Open) -> None:
    page = open_result(samples.judged(), reduced_motion="reduce").page

    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
