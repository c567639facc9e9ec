"""Chromium for the tests: the one that is there, else Debian's, installed when we may."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.engines.packages import install, os_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# It must neither ask anyone anything nor need a display.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REMEDY = (
    "Tests of the page need Chromium. Install it, name one with GRADER_TEST_BROWSER=PATH, "
    "or leave these tests out with GRADER_TEST_BROWSER=none."
)


class NoBrowserError(Exception):
    """No browser could be brought up."""


def left_out() -> bool:
    return os.environ.get("GRADER_TEST_BROWSER") == "none"


def chromium() -> str:
    """Return the path of a Chromium, installed first where there is none and we may."""
    named = os.environ.get("GRADER_TEST_BROWSER")
    found = next(filter(None, map(shutil.which, (named,) if named else NAMES)), None)
    if found is None and not named and os_release().get("ID") == "debian" and os.geteuid() == 0:
        install({"chromium": "chromium"})
        found = shutil.which("chromium")
    if found is None:
        raise NoBrowserError(REMEDY)
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser with a profile of its own, and end it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        try:
            yield started
        finally:
            started.close()
