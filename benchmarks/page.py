"""How long a page of 10,000 checks takes to load, and its filter to answer.

`python -m benchmarks.page [CHECKS]` compares with a plain HTML page of the same text, in Chromium.
Each load is from a file, in a new page; the best of several is told, the machine's noise aside.
"""

from __future__ import annotations

import html
import re
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.formats import FORMATS, Style
from tests.browser import bringup
from tests.formats import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from grader.model.result import Result

ROUNDS = 7
LOADED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
    () => done(performance.now()))))"""
TYPE = """async (text) => {
    const box = document.getElementById('q'), times = [];
    for (let i = 1; i <= text.length; i++) {
        const start = performance.now();
        box.value = text.slice(0, i);
        box.dispatchEvent(new Event('input', {bubbles: true}));
        const answered = performance.now() - start;
        // A message that is posted as a frame begins is taken once the frame is drawn.
        await new Promise(done => requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = done;
            port2.postMessage(0);
        }));
        times.push([answered, performance.now() - start]);
    }
    return times }"""


def large(number: int) -> Result:
    """Make a result of many checks out of the sample, in sections of fifty."""
    result = samples.failing()
    checks = (
        replace(
            result.checks[i % len(result.checks)],
            id=f"check-{i}",
            title=f"Check number {i}",
            section=f"Section {i // 50}",
        )
        for i in range(number)
    )
    return replace(result, checks=tuple(checks))


def plain(page: str) -> str:
    """Write the same text as a page of paragraphs, without styles, script or structure."""
    body = re.sub(r"<(style|script|svg|symbol)\b.*?</\1>", "", page, flags=re.DOTALL)
    texts = (html.unescape(t).strip() for t in re.split(r"<[^>]+>", body))
    paragraphs = "\n".join(f"<p>{html.escape(t)}</p>" for t in texts if t)
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><body>{paragraphs}</body></html>'


def load(browser: Browser, path: Path) -> float:
    """Return the milliseconds from navigation until two frames are drawn."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto(path.as_uri())
    taken: float = page.evaluate(LOADED)
    page.close()
    return taken


def filtering(browser: Browser, path: Path) -> list[tuple[float, float]]:
    """Type a text letter by letter; milliseconds to the answer, and until it is drawn."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_timeout(1000)
    times: list[tuple[float, float]] = page.evaluate(TYPE, "number 99 blue")
    page.close()
    return times


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    result = large(number)
    start = time.perf_counter()
    page = FORMATS["html"].render(result, Style())
    rendered = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder, bringup.browser() as browser:
        ours, other = Path(folder, "page.html"), Path(folder, "plain.html")
        ours.write_text(page, encoding="utf-8")
        other.write_text(plain(page), encoding="utf-8")
        pairs = [(load(browser, ours), load(browser, other)) for _ in range(ROUNDS)]
        best, least = (min(column) for column in zip(*pairs, strict=True))
        answered = filtering(browser, ours)
    print(f"{number} checks: {len(page) / 1e6:.1f} MB, rendered in {rendered:.2f} s")
    print(f"load: {best:.0f} ms; plain page: {least:.0f} ms; ratio {best / least:.2f}")
    answer, drawn = (max(column) for column in zip(*answered, strict=True))
    print(
        f"filter, slowest of {len(answered)} letters: {answer:.0f} ms, drawn after {drawn:.0f} ms"
    )


if __name__ == "__main__":
    main()
