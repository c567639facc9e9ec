"""Watching while 2,000 containers that are none of the lab's come and go, and 100,000 events.

python -m benchmarks.watch_flood [--containers 2000] [--events 100000]

The containers are real ones; the further events are sent by a relay on the engine's own stream.
Meanwhile a container of the lab is paused and unpaused: every change must be seen, and every
request that the watch makes is counted by the relay.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engines import api
from tests.engines.lab import LabEngine
from tests.engines.naming import Naming
from tests.engines.plugin import brought_up
from tests.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SPEC = "version: 1\nlab: flood\nchecks:\n  - {id: runs, container: web, expect: {state: running}}\n"
BLOCK = 500
EVENTS_A_SECOND = 5000
EVERY = 0.5


class Watched:
    """`grader watch` over a relay; its lines, its memory."""

    def __init__(self, folder: Path, host: str) -> None:
        spec = folder / "flood.lab.yaml"
        spec.write_text(SPEC, encoding="utf-8")
        self.lines: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "grader", "watch", str(spec), "--host", host],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout
        self.lines.extend(line for line in self._process.stdout if line[0] in "✓✗!●")

    def until(self, sign: str, after: int, seconds: float = 10) -> float | None:
        """Wait for a line that begins so; the seconds that it took, None if it never came."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if any(line.startswith(sign) for line in self.lines[after:]):
                return time.monotonic() - began
            time.sleep(0.002)
        return None

    def memory(self) -> float:
        text = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(next(line for line in text.splitlines() if "VmRSS" in line).split()[1]) / 1024

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(10)


class Changes(threading.Thread):
    """Changes the lab's container, and looks whether each change is told."""

    def __init__(self, lab: LabEngine, watched: Watched) -> None:
        super().__init__(daemon=True)
        self.lab, self.watched = lab, watched
        self.made, self.missed, self.slowest = 0, 0, 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(EVERY):
            action, sign = ("pause", "✗") if self.made % 2 == 0 else ("unpause", "✓")
            before = len(self.watched.lines)
            api.request(self.lab.host, "POST", f"/containers/web/{action}")
            took = self.watched.until(sign, before)
            self.made += 1
            self.missed += took is None
            self.slowest = max(self.slowest, took or 0.0)


def come_and_go(lab: LabEngine, count: int) -> None:
    """Create and remove containers; every tenth runs meanwhile."""
    for number in range(count):
        body = json.dumps({"Image": "busybox", "Cmd": ["sleep", "60"]}).encode()
        name = f"unrelated-{number}"
        headers = {"Content-Type": "application/json"}
        api.request(lab.host, "POST", f"/containers/create?name={name}", body=body, headers=headers)
        if number % 10 == 0:
            api.request(lab.host, "POST", f"/containers/{name}/start")
        api.request(lab.host, "DELETE", f"/containers/{name}?force=1")


def many_events(relay: Relay, count: int) -> None:
    actions = ("create", "attach", "start", "die", "destroy")
    for block in range(count // BLOCK):
        lines = []
        for number in range(BLOCK):
            made = block * BLOCK + number
            actor = {
                "ID": f"{made // len(actions):064x}",
                "Attributes": {"name": f"synthetic-{made // len(actions)}", "image": "busybox"},
            }
            event = {"Type": "container", "Action": actions[made % len(actions)], "Actor": actor}
            lines.append(json.dumps({**event, "timeNano": 1_000_000_000 + made}))
        relay.inject(("\n".join(lines) + "\n").encode())
        time.sleep(BLOCK / EVENTS_A_SECOND)


def part(
    name: str, relay: Relay, watched: Watched, lab: LabEngine, work: Callable[[], None]
) -> None:
    """Do work while the lab changes, and print what it cost."""
    asked, memory = relay.asked.total(), watched.memory()
    changes = Changes(lab, watched)
    changes.start()
    began = time.monotonic()
    work()
    if changes.made % 2:
        time.sleep(EVERY)
    changes.over.set()
    changes.join(20)
    if changes.made % 2:
        api.request(lab.host, "POST", "/containers/web/unpause")
    time.sleep(2)
    seconds = time.monotonic() - began
    print(
        f"{name}: {seconds:.0f} s; lab changes {changes.made}, missed {changes.missed}, "
        f"slowest {changes.slowest * 1000:.0f} ms; requests {relay.asked.total() - asked}; "
        f"memory {memory:.1f} -> {watched.memory():.1f} MiB"
    )


def run(lab: LabEngine, containers: int, events: int) -> None:
    lab.play("docker run -d --name web nginx")
    folder = Path(tempfile.mkdtemp())
    with Relay(folder, lab.host) as relay:
        watched = Watched(folder, relay.host)
        try:
            watched.until("✓", 0)
            part("quiet", relay, watched, lab, lambda: time.sleep(20))
            real = lambda: come_and_go(lab, containers)  # noqa: E731
            part(f"{containers} containers", relay, watched, lab, real)
            share = events // 4
            for _ in range(4):
                part(f"{share} events", relay, watched, lab, lambda: many_events(relay, share))
            print(dict(relay.asked))
        finally:
            watched.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--containers", type=int, default=2000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--engine", default="docker-20.10")
    chosen = parser.parse_args()
    os.environ.setdefault("GRADER_TEST_SESSION", str(os.getpid()))
    lab = LabEngine(brought_up(chosen.engine), Naming(), {})
    lab.standins.update(lab.build())
    try:
        run(lab, chosen.containers, chosen.events)
    finally:
        lab.cleanup()


if __name__ == "__main__":
    main()
