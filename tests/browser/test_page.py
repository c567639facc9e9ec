"""What the page does: filter, links, copying; and what it never does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.formats import FORMATS, Style
from tests.formats import samples

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def shown(page: Page) -> list[str]:
    ids: list[str] = page.evaluate(
        "[...document.querySelectorAll('.check .body')]"
        ".filter(e => !e.closest('[hidden]')).map(e => e.id.slice(6))"
    )
    return ids


def test_no_script_of_others_runs_and_no_request_leaves(open_result: Open) -> None:
    """A student's names and values try; all are opened, hovered and filtered for."""
    opened = open_result(samples.hostile())
    page = opened.page
    page.locator("#open-all").click()
    page.locator("#q").fill("<script>")
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.hover()
    page.locator("#q").fill("")
    page.wait_for_timeout(300)

    assert opened.dialogs == []
    assert opened.outside == []
    assert opened.errors == []
    assert page.locator("body script").count() == 2
    assert "<script>alert(1)</script>" in page.locator("#check-env").inner_text()


def test_the_policy_stops_what_would_slip_in(open_result: Open) -> None:
    """The test above could fail: put in by force, a script is held back by the policy alone."""
    opened = open_result(samples.judged())
    text = opened.path.read_text(encoding="utf-8")
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)><img src=//evil.invalid/x>"
    opened.path.write_text(text.replace("</main>", f"{evil}</main>"), encoding="utf-8")
    opened.page.reload()
    opened.page.wait_for_timeout(300)

    assert opened.dialogs == []
    assert opened.outside == []
    assert any("Content Security Policy" in error for error in opened.errors)


def test_the_filter_finds_text_in_what_is_closed(open_result: Open) -> None:
    page = open_result(samples.judged()).page
    page.locator("#q").fill("defaultcmd NGINX")

    assert shown(page) == ["default-cmd"]
    assert page.locator(".count").inner_text() == "1 of 5 shown"
    assert page.locator(".group:not([hidden])").count() == 1


def test_a_letter_less_finds_more_again(open_result: Open) -> None:
    """Each letter narrows what the last one left; taking it back starts from all."""
    page = open_result(samples.judged()).page
    page.locator("#q").press_sequentially("blue")
    few = shown(page)
    for _ in range(4):
        page.locator("#q").press("Backspace")

    assert few == ["blue-color", "blue-page"]
    assert len(shown(page)) == 5


def test_nothing_found_says_so_and_clears(open_result: Open) -> None:
    page = open_result(samples.judged()).page
    page.locator("#q").fill("no such thing")
    page.locator("#clear").click()

    assert len(shown(page)) == 5
    assert page.evaluate("document.activeElement.id") == "q"


def test_outcomes_are_toggled(open_result: Open) -> None:
    page = open_result(samples.judged()).page
    page.locator(".toggle.failed").click()
    page.locator(".toggle.error").click()

    assert shown(page) == ["custom-cmd", "blue-color", "red-color"]
    assert page.locator(".toggle.failed").get_attribute("aria-pressed") == "true"


def test_a_view_is_kept_in_its_address(open_result: Open) -> None:
    opened = open_result(samples.judged())
    opened.page.locator(".toggle.failed").click()
    opened.page.locator("#q").fill("page")
    opened.page.wait_for_timeout(400)
    address = opened.page.url
    opened.page.goto("about:blank")
    opened.page.goto(address)

    assert address.endswith("#?q=page&show=failed")
    assert opened.page.locator("#q").input_value() == "page"
    assert shown(opened.page) == ["custom-cmd", "blue-color"]


def test_a_link_to_a_check_opens_it(open_result: Open) -> None:
    page = open_result(samples.judged(), fragment="#check-default-cmd").page

    assert page.locator("#check-default-cmd").is_visible()
    assert page.locator("#check-default-cmd").evaluate(
        "e => e.closest('.check').contains(document.activeElement)"
    )


def test_a_link_of_what_to_do_next_leads_there(open_result: Open) -> None:
    page = open_result(samples.judged(), viewport={"width": 900, "height": 500}).page
    page.locator("#close-all").click()
    page.locator(".next a").nth(1).click()
    page.wait_for_timeout(600)
    top = page.locator("#check-blue-color").evaluate(
        "e => e.closest('.check').getBoundingClientRect().top"
    )

    assert page.locator("#check-blue-color").is_visible()
    assert 0 <= top < 500


def test_commands_are_copied(open_result: Open) -> None:
    page = open_result(samples.judged(), permissions=["clipboard-read", "clipboard-write"]).page
    page.locator("#check-blue-color .command .copy").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied == "docker inspect --format '{{json .Config.Env}}' blueColorApp"
    assert page.locator("#check-blue-color .command .copy").first.inner_text() == "copied"


def test_hints_unfold_in_order(open_result: Open) -> None:
    page = open_result(samples.judged()).page
    second = page.get_by_text("hint 2")
    before = second.is_visible()
    page.get_by_text("hint 1").click()
    between = second.is_visible()
    second.click()

    assert (before, between) == (False, True)
    assert page.get_by_text("docker run --name customCmd nginx cat").is_visible()


def test_the_score_is_there_for_programs(open_result: Open) -> None:
    page = open_result(samples.passing()).page
    data = page.evaluate("JSON.parse(document.getElementById('grader-result').textContent)")

    assert page.locator('meta[name="grader:score"]').get_attribute("content") == "30"
    assert (data["format"], data["score"]) == ("grader.result/1", 30)
    assert '"grader:score"' not in FORMATS["html"].render(samples.judged(), Style())
