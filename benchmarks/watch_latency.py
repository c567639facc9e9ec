"""From the engine's event to the new verdict, beside one raw inspect on the same event.

python -m benchmarks.watch_latency [--changes 200]     (as root on Debian; or with DOCKER_HOST)

The lab is override-env, done right; a container of it is paused and unpaused. Each moment is taken
on this machine's clock, which is the engine's too: the event's own `timeNano`, the end of a raw
inspect that a bare socket sends when the same event reaches it, and the first byte of the new
verdict at the terminal (a pty), at a client of the page's stream, and in Chromium's page.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import pty
import re
import select
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.engines import api
from tests.engines.lab import LabEngine
from tests.engines.naming import Naming
from tests.engines.plugin import brought_up
from tests.watch.chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "specs" / "override-env.lab.yaml"
NAME, CHECK = "defaultColorApp", "default-running"
PAUSE = 0.12
WATCHED = """
window.seen = [];
new MutationObserver(() => {
  const card = document.querySelector('#check-CHECK').closest('.check');
  window.seen.push([performance.timeOrigin + performance.now(), card.dataset.outcome]);
}).observe(document.documentElement, {attributes: true, attributeFilter: ['data-serial']});
""".replace("CHECK", CHECK)


class Seen:
    """When each verdict was first seen, in the order of the changes."""

    def __init__(self) -> None:
        self.moments: list[tuple[int, str]] = []

    def add(self, moment: int, outcome: str) -> None:
        self.moments.append((moment, outcome))

    def first(self, after: int, outcome: str) -> int | None:
        return next((m for m, o in self.moments if m >= after and o == outcome), None)


class Raw(threading.Thread):
    """A bare socket on `/events`, and one inspect for each event of the container."""

    def __init__(self, path: str) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.events: list[tuple[int, str]] = []  # timeNano, action
        self.ends: list[int] = []

    def run(self) -> None:
        asking = api.UnixConnection(self.path, 10)
        stream = socket.socket(socket.AF_UNIX)
        stream.connect(self.path)
        stream.sendall(b"GET /v1.41/events HTTP/1.1\r\nHost: x\r\n\r\n")
        for line in stream.makefile("rb"):
            if not line.startswith(b"{"):
                continue
            event = json.loads(line)
            action = event.get("Action")
            if action in ("pause", "unpause") and event["Actor"]["Attributes"]["name"] == NAME:
                asking.request("GET", f"/v1.41/containers/{NAME}/json")
                asking.getresponse().read()
                self.ends.append(time.time_ns())
                self.events.append((event["timeNano"], action))


@contextlib.contextmanager
def in_a_terminal(host: str, http_host: str, seen: Seen) -> Iterator[None]:
    """`grader watch` at a pty; a verdict is seen when the check's line is drawn anew."""
    command = [sys.executable, "-m", "grader", "watch", str(SPEC), "--http-host", http_host]
    environ = {**os.environ, "DOCKER_HOST": host, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, command, environ)
    ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", 45, 110, 0, 0))
    line = re.compile("([✓✗]) defaultColorApp runs")
    escape = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                data = os.read(terminal, 65536)
            except OSError:
                return
            now = time.time_ns()
            for found in line.finditer(escape.sub("", data.decode("utf-8", errors="replace"))):
                seen.add(now, "passed" if found[1] == "✓" else "failed")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        os.write(terminal, b"q")
        time.sleep(0.5)
        over.set()
        reader.join()
        os.close(terminal)
        os.waitpid(pid, 0)


@contextlib.contextmanager
def on_a_page(host: str, http_host: str) -> Iterator[str]:
    """`grader watch --web`; yields the page's address."""
    command = [sys.executable, "-m", "grader", "watch", str(SPEC), "--web"]
    environ = {**os.environ, "DOCKER_HOST": host, "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [*command, "--http-host", http_host],
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
        cwd=ROOT,
    )
    assert process.stdout
    address = process.stdout.readline().split()[-1]
    threading.Thread(target=process.stdout.read, daemon=True).start()
    try:
        yield address
    finally:
        process.terminate()
        process.wait(10)


def follow_stream(address: str, seen: Seen) -> None:
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port)
    connection.request("GET", where.path + "events")
    for line in connection.getresponse():
        now = time.time_ns()
        if line.startswith(b"data: "):
            card = json.loads(line[6:]).get("cards", {}).get(CHECK, "")
            if found := re.search(r'data-outcome="(\w+)"', card):
                seen.add(now, found[1])


def change(host: str, times: int) -> None:
    for number in range(times):
        action = "unpause" if number % 2 else "pause"
        api.request(host, "POST", f"/containers/{NAME}/{action}")
        time.sleep(PAUSE)


def figures(name: str, raw: Raw, begun: int, seen: dict[str, Seen]) -> None:
    """Print the percentiles of one run."""
    events = raw.events[begun:]
    raw_times = [(end - at) / 1e6 for (at, _), end in zip(events, raw.ends[begun:], strict=True)]
    print(f"{name}: {len(events)} changes")
    limit = 3 * percentile(raw_times, 95)
    show("one raw inspect", raw_times)
    for where, moments in seen.items():
        wanted = {"pause": "failed", "unpause": "passed"}
        found = [moments.first(at, wanted[action]) for at, action in events]
        times = [(m - at) / 1e6 for m, (at, _) in zip(found, events, strict=True) if m]
        missed = found.count(None)
        show(where, times)
        fits = percentile(times, 95) < min(100, limit)
        print(
            f"    missed {missed}; p95 below 100 ms and {limit:.1f} ms: {'yes' if fits else 'NO'}"
        )


def show(name: str, times: list[float]) -> None:
    middle, high = statistics.median(times), percentile(times, 95)
    print(f"  {name:22} median {middle:6.2f} ms   p95 {high:6.2f} ms   max {max(times):6.2f} ms")


def percentile(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def run(lab: LabEngine, changes: int) -> None:
    raw = Raw(urlsplit(lab.host).path)
    raw.start()
    lab.play(
        f"docker run -d -p 8080:3000 --name {NAME} devwikirepo/envnodecolorapp\n"
        "docker run -d -p 8081:3000 --name blueColorApp -e COLOR=blue devwikirepo/envnodecolorapp"
    )
    terminal, stream, page = Seen(), Seen(), Seen()
    with in_a_terminal(lab.host, lab.http_host, terminal):
        settle(lambda: bool(terminal.moments))
        change(lab.host, changes)
        figures("in the terminal", raw, 0, {"terminal": terminal})
    begun = len(raw.events)
    with on_a_page(lab.host, lab.http_host) as address, chromium(Path(tempfile.mkdtemp())) as tab:
        tab.open(address)
        tab.until(f"document.querySelector('#check-{CHECK}') !== null")
        tab.driver.execute_script(WATCHED)
        threading.Thread(target=follow_stream, args=(address, stream), daemon=True).start()
        settle(lambda: bool(stream.moments))
        change(lab.host, changes)
        for moment, outcome in tab.driver.execute_script("return window.seen"):
            page.add(int(moment * 1e6), outcome)
        figures("on the page", raw, begun, {"page's stream": stream, "page in Chromium": page})


def settle(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not there() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--engine", default="docker-20.10")
    chosen = parser.parse_args()
    os.environ.setdefault("GRADER_TEST_SESSION", str(os.getpid()))
    lab = LabEngine(brought_up(chosen.engine), Naming(), {})
    lab.standins.update(lab.build())
    try:
        run(lab, chosen.changes)
    finally:
        lab.cleanup()


if __name__ == "__main__":
    main()
