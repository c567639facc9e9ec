"""Screenshots of the pages for the documentation: `python -m tests.browser.screenshots FOLDER`.

With names after the folder only those are taken; `class` is the page of a class, `live` that of
`grader watch --web`.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.main import run
from grader.formats import FORMATS, Style
from grader.privacy.audience import cut
from grader.watch.state import State
from grader.watch.web.server import LivePage
from tests.browser import bringup
from tests.classroom import showcase
from tests.formats import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDE = {"width": 1100, "height": 800}
NARROW = {"width": 390, "height": 844}
FIRST_SCREEN = "page"
CLASS, LIVE = "class", "live"
SHOTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    FIRST_SCREEN: ("failing", "en", {"viewport": WIDE, "color_scheme": "light"}),
    "failing-wide-light": ("failing", "en", {"viewport": WIDE, "color_scheme": "light"}),
    "failing-wide-dark": ("failing", "en", {"viewport": WIDE, "color_scheme": "dark"}),
    "failing-narrow-light": ("failing", "en", {"viewport": NARROW, "color_scheme": "light"}),
    "failing-wide-korean": ("failing", "ko", {"viewport": WIDE, "color_scheme": "light"}),
    "failing-narrow-korean-dark": ("failing", "ko", {"viewport": NARROW, "color_scheme": "dark"}),
    "error-wide-light": ("judged", "en", {"viewport": WIDE, "color_scheme": "light"}),
    "passing-wide-light": ("passing", "en", {"viewport": WIDE, "color_scheme": "light"}),
    "passing-wide-korean-dark": ("passing", "ko", {"viewport": WIDE, "color_scheme": "dark"}),
    "hidden-wide-light": ("hidden", "en", {"viewport": WIDE, "color_scheme": "light"}),
}


def shoot(browser: Browser, folder: Path, name: str) -> None:
    """Draw one page and keep the picture; `hidden` is what a student sees before it is due."""
    sample, language, options = SHOTS[name]
    result = cut(getattr(samples, sample)(), "student", "before_due")
    page = browser.new_page(**options, device_scale_factor=1)
    page.set_content(FORMATS["html"].render(result, Style(language=language)))
    page.wait_for_timeout(200)
    page.screenshot(path=folder / f"{name}.png", full_page=name != FIRST_SCREEN)
    page.close()


def shoot_class(browser: Browser, folder: Path) -> None:
    """Grade the class that is there to be looked at, and draw its page."""
    with tempfile.TemporaryDirectory() as work:
        made = showcase.write(Path(work, "class"))
        # From its folder, as an instructor would: what is told has short paths.
        with contextlib.chdir(made.spec.parent):
            run(["class", made.spec.name, "--roster", made.roster.name, "-o", f"{work}/out"])
        page = browser.new_page(viewport={"width": 1200, "height": 800}, device_scale_factor=1)
        page.goto(Path(work, "out", "index.html").as_uri())
        page.screenshot(path=folder / f"{CLASS}.png", full_page=True)
        page.close()


def shoot_live(browser: Browser, folder: Path) -> None:
    state = State("image-metadata.lab.yaml", samples.failing())
    with LivePage(state, "en") as live:
        page = browser.new_page(viewport={"width": 1100, "height": 560}, device_scale_factor=1)
        page.goto(live.address)
        page.wait_for_selector("html[data-serial]", state="attached")
        page.screenshot(path=folder / f"{LIVE}.png")
        page.close()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    others = {CLASS: shoot_class, LIVE: shoot_live}
    with bringup.browser() as browser:
        for name in sys.argv[2:] or [*SHOTS, *others]:
            if name in others:
                others[name](browser, folder)
            else:
                shoot(browser, folder, name)


if __name__ == "__main__":
    main()
