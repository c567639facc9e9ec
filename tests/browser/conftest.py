"""A browser for the session, and pages opened from files as a mail attachment would be."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from grader.formats import FORMATS, Style
from tests.browser import bringup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Dialog,
        Page,
        Request,
    )

    from grader.model.result import Result


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not bringup.left_out():
        return
    out = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with bringup.browser() as started:
        yield started


@dataclass
class Opened:
    """A page, and what it did that it should not: requests, dialogs, errors of its own."""

    page: Page
    path: Path
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Write down what happens; a request that the policy held back was none."""

        def failed(request: Request) -> None:
            if request.failure != "csp":
                self.requests.append(request.url)

        def asked(dialog: Dialog) -> None:
            self.dialogs.append(dialog.message)
            dialog.dismiss()

        def complained(said: ConsoleMessage) -> None:
            if said.type == "error":
                self.errors.append(said.text)

        context.on("requestfinished", lambda request: self.requests.append(request.url))
        context.on("requestfailed", failed)
        self.page.on("dialog", asked)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", complained)

    @property
    def outside(self) -> list[str]:
        """Requests for anything but the page itself."""
        own = self.path.as_uri()
        return [u for u in self.requests if not u.startswith("data:") and u.split("#")[0] != own]


class Open(Protocol):
    def __call__(
        self, result: Result, style: Style = ..., fragment: str = ..., **context: Any
    ) -> Opened: ...


def open_page(
    browser: Browser,
    folder: Path,
    contexts: list[BrowserContext],
    result: Result,
    style: Style | None = None,
    fragment: str = "",
    **options: Any,
) -> Opened:
    """Write a result's page to a file and open it."""
    path = folder / "report.html"
    path.write_text(FORMATS["html"].render(result, style or Style()), encoding="utf-8")
    context = browser.new_context(**{"viewport": {"width": 1100, "height": 900}} | options)
    context.set_default_timeout(10_000)
    contexts.append(context)
    opened = Opened(context.new_page(), path)
    opened.listen(context)
    opened.page.goto(path.as_uri() + fragment)
    return opened


@pytest.fixture
def open_result(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    contexts: list[BrowserContext] = []
    yield partial(open_page, browser, tmp_path, contexts)
    for context in contexts:
        context.close()
