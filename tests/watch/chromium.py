"""A real Chromium, driven over WebDriver."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.programs import need

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--disable-dev-shm-usage --window-size=1100,900"
)
SECONDS = 30.0


class Browser:
    """A window with tabs; what a test waits for is waited for in the page itself."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        self.driver.get(address)

    def tab(self, address: str) -> str:
        self.driver.switch_to.new_window("tab")
        self.driver.get(address)
        return self.driver.current_window_handle

    def text(self, selector: str) -> str:
        """The text of the first that fits, as it is now: the page may be drawn anew meanwhile."""
        found = "const one = document.querySelector(arguments[0]); return one ? one.innerText : ''"
        return str(self.driver.execute_script(found, selector)).strip()

    def run(self, script: str, *arguments: object) -> object:
        return self.driver.execute_async_script(script, *arguments)

    def until(self, script: str, seconds: float = SECONDS) -> object:
        """Wait until an expression is true in the page."""
        waiting = WebDriverWait(self.driver, seconds, poll_frequency=0.03)
        return waiting.until(
            lambda driver: driver.execute_script(f"return {script}"), f"never true: {script}"
        )

    def complaints(self) -> list[str]:
        """What the page's console holds of errors, blocked parts included."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(entry["message"]) for entry in entries]


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    need("chromium", "chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS.split(), f"--user-data-dir={folder}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService("/usr/bin/chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    try:
        driver.set_script_timeout(20)
        yield Browser(driver)
    finally:
        driver.quit()
