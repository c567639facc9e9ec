"""The page of `grader watch --web`: what is to do stands at its top, readable in every state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.model.message import message
from grader.watch.state import State
from grader.watch.web.server import LivePage
from tests.browser.test_accessible import axe, told
from tests.formats import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

FAILING = State("a.lab.yaml", samples.failing(), changed=frozenset({"blue-color"}))
STATES = {
    "waiting": State("a.lab.yaml"),
    "failing": FAILING,
    "trouble": replace(FAILING, trouble=message("connection-lost", reason="Connection refused")),
    "done": State("a.lab.yaml", samples.passing()),
    "hostile": State("a.lab.yaml", samples.hostile()),
}
# Lines of the bar that reach out of it, or lie on each other.
AMISS = """() => {
    const bar = document.querySelector('.live'), at = (e) => e.getBoundingClientRect();
    const lines = [...bar.children], box = at(bar);
    return lines.filter((line, i) => at(line).bottom > box.bottom || at(line).right > box.right
        || line.scrollWidth > line.clientWidth || line.scrollHeight > line.clientHeight + 1
        || (i > 0 && at(line).top < at(lines[i - 1]).bottom)).map((line) => line.className) }"""

# The celebration fades in: what is read is the end of it.
SETTLED = "() => Promise.all(document.getAnimations().map((one) => one.finished)).then(() => {})"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", STATES)
def test_the_bar_is_readable_and_axe_finds_nothing(
    browser: Browser, name: str, scheme: Any, language: str
) -> None:
    asked: list[str] = []
    with LivePage(STATES[name], language) as live:
        page = browser.new_page(viewport={"width": 1100, "height": 6000}, color_scheme=scheme)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(live.address)
        page.wait_for_selector("html[data-serial]", state="attached")
        page.evaluate(SETTLED)
        wide = page.evaluate(AMISS)
        found = axe(page)
        page.set_viewport_size({"width": 320, "height": 700})
        narrow = page.evaluate(AMISS)
        width = page.evaluate("document.documentElement.scrollWidth")
        page.close()

    assert (wide, narrow, width) == ([], [], 320)
    assert told(found["violations"]) == []
    assert all(url.startswith((live.address, "data:")) for url in asked)
