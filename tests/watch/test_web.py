"""The live page in a browser: the lab wrong first, then right; nothing for anybody else."""

import contextlib
import http.client
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from grader.watch.state import State
from grader.watch.web.server import LivePage
from tests.engines.lab import LabEngine
from tests.relay import Relay
from tests.watch.chromium import Browser, chromium
from tests.watch.watching import Recording, outcome, watching

SPECS = Path(__file__).parents[2] / "specs"
IMAGE = "devwikirepo/envnodecolorapp"
OUTCOME = "document.querySelector('#check-{0}')?.closest('.check').dataset.outcome === '{1}'"
CARD = "document.querySelector('#check-{0}').closest('.check')"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with chromium(tmp_path / "profile") as browser:
        yield browser


@pytest.fixture
def live() -> Iterator[LivePage]:
    with LivePage(State("x.lab.yaml"), "en") as live:
        yield live


@contextlib.contextmanager
def page_of(lab_engine: LabEngine, folder: Path, host: str) -> Iterator[tuple[LivePage, Recording]]:
    text = (SPECS / "override-env.lab.yaml").read_text(encoding="utf-8")
    spec = folder / "override-env.lab.yaml"
    spec.write_text(lab_engine.naming.spec(text), encoding="utf-8")
    with (
        LivePage(State(str(spec)), "en") as live,
        watching(spec, host, views=[live], http_host=lab_engine.http_host) as (view, _),
    ):
        yield live, view


@pytest.mark.engine
@pytest.mark.browser
def test_the_lab_wrong_first_then_right(
    lab_engine: LabEngine, browser: Browser, tmp_path: Path
) -> None:
    with page_of(lab_engine, tmp_path, lab_engine.host) as (live, _):
        browser.open(live.address)
        browser.until(OUTCOME.format("image", "passed"))
        browser.until(OUTCOME.format("blue-app", "failed"))
        assert "defaultColorApp starts the app" in browser.text(".live .now")
        assert browser.text(".live .look code") == "docker ps --all"
        lab_engine.play(f"docker run -d -p 8080:3000 --name defaultColorApp {IMAGE}")
        browser.until(OUTCOME.format("default-page", "passed"))

        lab_engine.play(
            f"docker run -d -p 8081:3000 --name blueColorApp {IMAGE} --env COLOR=blue", check=False
        )
        browser.until(f"{CARD.format('blue-app')}.textContent.includes('--env comes after')")
        browser.until(f"{CARD.format('blue-app')}.classList.contains('changed')")
        hints = f"{CARD.format('blue-app')}.querySelectorAll('details.hint')"
        assert browser.until(f"{hints}.length === 3")
        for number in range(2):  # a hint unfolds inside of the one before
            browser.driver.execute_script(f"{hints}[{number}].querySelector('summary').click()")
        assert "All options stand before the image name" in browser.text("#check-blue-app")

        lab_engine.play("docker rm -f blueColorApp")
        browser.until(f"{CARD.format('blue-app')}.textContent.includes('no container named')")
        assert browser.until(f"{hints}[1].open"), "what its reader opened stays open"
        lab_engine.play(f"docker run -d -p 3000:8081 --name blueColorApp -e COLOR=bluee {IMAGE}")
        browser.until(OUTCOME.format("blue-color", "failed"))
        browser.until(OUTCOME.format("blue-port", "failed"))
        lab_engine.play("docker rm -f blueColorApp")
        lab_engine.play(f"docker run -d -p 8081:3000 --name blueColorApp --env COLOR=blue {IMAGE}")
        browser.until(OUTCOME.format("blue-page", "passed"))
        browser.until("document.querySelector('.live').classList.contains('done')")
        assert "grader snapshot" in browser.text(".live .look code")
        assert browser.text(".score .number b") == "100"
        assert browser.driver.title.startswith("100 / 100 ·")
        assert browser.text(".toggle:not([hidden])").split() == ["passed", "13"]
        assert browser.complaints() == []


@pytest.mark.engine
@pytest.mark.browser
def test_two_tabs_and_a_lost_connection(
    lab_engine: LabEngine, browser: Browser, tmp_path: Path
) -> None:
    """Both tabs follow; a lost engine is told; a tab that was cut off catches up by itself."""
    with (
        Relay(tmp_path, lab_engine.host) as relay,
        page_of(lab_engine, tmp_path, relay.host) as (live, view),
    ):
        browser.open(live.address)
        first = browser.driver.current_window_handle
        second = browser.tab(live.address)
        for tab in (first, second):
            browser.driver.switch_to.window(tab)
            browser.until(OUTCOME.format("blue-app", "failed"))
        lab_engine.play(f"docker run -d --name blueColorApp {IMAGE}")
        for tab in (first, second):
            browser.driver.switch_to.window(tab)
            browser.until(OUTCOME.format("blue-app", "passed"))
        relay.stop()
        browser.until("document.querySelector('.live').classList.contains('trouble')")
        lab_engine.play("docker rm -f blueColorApp")
        relay.start()
        browser.until(OUTCOME.format("blue-app", "failed"))
        live.drop()  # the tabs lose their streams, as in a sleep
        lab_engine.play(f"docker run -d --name blueColorApp {IMAGE}")
        view.until(lambda state: outcome(state, "blue-app") == "passed")
        for tab in (first, second):
            browser.driver.switch_to.window(tab)
            browser.until(OUTCOME.format("blue-app", "passed"))


@pytest.mark.browser
def test_a_page_of_another_origin_learns_nothing(
    live: LivePage, browser: Browser, tmp_path: Path
) -> None:
    """Even one that knows the token: no fetch, no stream, no frame, no window."""
    with another_origin() as address:
        browser.open(address)
        fetched = browser.run(
            "const done = arguments[1];"
            "fetch(arguments[0]).then((r) => r.text()).then((t) => done('read ' + t.length))"
            ".catch((e) => done('nothing'));",
            live.address,
        )
        assert fetched == "nothing"
        opaque = browser.run(
            "const done = arguments[1];"
            "fetch(arguments[0], {mode: 'no-cors'}).then((r) => r.text())"
            ".then((t) => done('read ' + t.length)).catch((e) => done('nothing'));",
            live.address,
        )
        assert opaque in ("nothing", "read 0")
        streamed = browser.run(
            "const done = arguments[1], source = new EventSource(arguments[0]);"
            "source.addEventListener('state', () => done('read'));"
            "source.onerror = () => { source.close(); done('nothing'); };",
            live.address + "events",
        )
        assert streamed == "nothing"
        framed = browser.run(
            "const done = arguments[1], frame = document.createElement('iframe');"
            "frame.onload = () => {"
            "try { done(frame.contentDocument?.body?.innerHTML || 'nothing'); }"
            "catch { done('nothing'); } };"
            "frame.src = arguments[0]; document.body.append(frame);",
            live.address,
        )
        assert framed == "nothing"


@contextlib.contextmanager
def another_origin() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><title>other</title><body></body>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def get(live: LivePage, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=5)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        assert "access-control-allow-origin" not in response.headers
        return response.status, response.read(200)
    finally:
        connection.close()


def test_a_wrong_token_gets_nothing(live: LivePage) -> None:
    path = urlsplit(live.address).path
    for wrong in ("/", "/events", "/favicon.ico", path[:-2] + "/", path + "x", "//", path * 2):
        for method in ("GET", "POST", "HEAD", "OPTIONS"):
            assert get(live, wrong, method) == (404, b""), (wrong, method)
    assert get(live, path, "POST") == (404, b"")
    assert get(live, path)[0] == 200
    assert len(path) >= 30


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_whoever_says_to_be_from_elsewhere_gets_nothing(
    live: LivePage, headers: dict[str, str]
) -> None:
    filled = {name: value.format(port=live.port) for name, value in headers.items()}
    path = urlsplit(live.address).path
    assert get(live, path, **filled) == (404, b"")
    assert get(live, path + "events", **filled) == (404, b"")


def test_a_link_from_elsewhere_may_be_followed(live: LivePage) -> None:
    path = urlsplit(live.address).path
    followed = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert get(live, path, **followed)[0] == 200
    assert get(live, path + "events", **followed) == (404, b"")


def test_it_is_served_to_this_machine_alone(live: LivePage) -> None:
    """No other address of this machine answers at that port."""
    import socket

    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in addresses - {"127.0.0.1", "::1"}:
        with socket.socket() as client:
            client.settimeout(2)
            assert client.connect_ex((str(address), live.port)) != 0
    status, start = get(live, urlsplit(live.address).path)
    assert status == 200
    assert start.startswith(b"<!DOCTYPE html>")
