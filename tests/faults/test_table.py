"""Every fault at every request of a check: the table says what is promised, the test prints it.

A cell is right when the check whose request suffered has the promised outcome for a promised
reason, all others passed, the exit code is theirs, and the time was not over by much.
"""

from __future__ import annotations

import gc
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from grader.engine.endpoint import Endpoint
from grader.engine.session import Asking, open_engine
from grader.errors import EngineError
from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.observation.observer import Observer
from tests.faults.faults import FAULTS
from tests.faults.proxy import engine_proxy, port_proxy

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.result import CheckResult, Result
    from tests.engines.lab import LabEngine

pytestmark = [
    pytest.mark.engine,
    # Docker's SDK forgets to close sockets whose answers were broken.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

HANGING = 2.0  # seconds of one request, at least, where the fault will take them all
USUAL = 10.0
SLACK = 6.0  # of a cell, on a busy machine
AT_ONCE = 12
SETTING = r"""
docker network create net
docker volume create vol
docker run -d --name plain nginx
docker run -d --name member nginx
docker run -d --name shell busybox sh -c \
  "echo ready; echo ready >/told; (yes | head -c 3000; echo end) >/long; sleep 3600"
docker run -d --name blue -p 8081:3000 devwikirepo/envnodecolorapp
"""
SPEC = """
version: 1
lab: faults
checks:
  - id: container
    container: plain
    expect: { state: running }
  - id: image
    image: alpine
    expect: { os: linux }
  - id: network
    network: net
    expect: { driver: bridge }
  - id: volume
    volume: vol
    expect: { driver: local }
  - id: set
    containers: { name: member }
    expect: { count: 1 }
  - id: logs
    container: shell
    expect: { logs: { contains: ready } }
  - id: stat
    container: shell
    expect: { files: { /told: { type: file } } }
  - id: content
    container: shell
    expect: { files: { /long: { contains: end } } }
  - id: http
    http: { url: "http://127.0.0.1:PORT/", timeout: 1s }
    expect: { status: 200, body: { contains: red } }
  - id: exec
    exec: { container: shell, command: [echo, ready] }
    expect: { exit_code: 0, stdout: ready }
"""

# Request: the check that needs it, and how its line begins, after the version.
REQUESTS = {
    "version": (None, "^GET /version"),
    "container": ("container", "^GET /containers/plain/json"),
    "image": ("image", "^GET /images/alpine/json"),
    "network": ("network", "^GET /networks/net"),
    "volume": ("volume", "^GET /volumes/vol"),
    "list": ("set", "^GET /containers/json"),
    "member": ("set", "^GET /containers/[0-9a-f]{64}/json"),
    "logs": ("logs", "^GET /containers/.*/logs"),
    "file stat": ("stat", "^HEAD /containers/.*/archive.*told"),
    "file content": ("content", "^GET /containers/.*/archive.*long"),
    "http": ("http", "^GET /"),
    "exec create": ("exec", "^POST /containers/.*/exec"),
    "exec start": ("exec", "^POST /exec/.*/start"),
    "exec inspect": ("exec", "^GET /exec/.*/json"),
}

REASONS = {
    "refuses": "connection-lost",
    "hangs": "timed-out",
    "hangs in the head": "timed-out",
    "hangs in the body": "timed-out",
    "closes": "connection-lost",
    "closes in the body": "connection-lost",
    "half a document": "answer-not-json engine-refused",
    "length too long": "timed-out",
    "length too short": "answer-not-json engine-refused",
    "not found": "engine-refused",
    "conflict": "engine-refused",
    "error page": "engine-refused",
    "redirects": "engine-refused",
    "not http": "connection-lost",
    "zipped": "answer-not-json answer-too-large engine-refused connection-lost",
    "floods": "answer-too-large answer-not-json timed-out engine-refused",
    "never ends": "answer-too-large answer-not-json timed-out engine-refused",
    "trickles": "timed-out",
    "restarts": "connection-lost",
}
BODY = ("hangs in the body", "closes in the body", "half a document", "length too long",
        "length too short", "floods", "never ends", "zipped")  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """The outcome of the check that suffered, and codes of which one is its reason."""

    outcome: str
    codes: frozenset[str] = frozenset()


def promise(fault: str, request: str) -> Promise:
    """What is promised of a cell: `error` with the fault's own reason, but for these."""
    if request == "version":
        return Promise("no engine")
    if special := SPECIAL.get((fault, request)):
        outcome, _, codes = special.partition(": ")
        return Promise(outcome, frozenset(codes.split()))
    return Promise("error", frozenset(REASONS[fault].split()))


# Absent is an answer; a port of the container is the student's; a log and a file are cut.
SPECIAL = {
    ("not found", "container"): "failed: target-absent",
    ("not found", "image"): "failed: target-absent",
    ("not found", "network"): "failed: target-absent",
    ("not found", "volume"): "failed: target-absent",
    ("not found", "member"): "failed: count-differs",
    ("not found", "logs"): "error: vanished",
    ("not found", "file stat"): "failed: not-present unset",
    ("not found", "exec create"): "failed: not-running",
    ("conflict", "exec create"): "failed: not-running",
    **{(fault, "logs"): "error: logs-unreadable" for fault in ("conflict", "error page",
       "redirects")},
    **{(fault, "file content"): "error: archive-unreadable cut" for fault in ("half a document",
       "length too short", "zipped", "floods", "never ends")},
    **{(fault, "logs"): "error: cut timed-out" for fault in ("half a document",
       "length too short", "zipped", "floods", "never ends")},
    **{(fault, "exec start"): "error: cut timed-out" for fault in ("half a document",
       "length too short", "zipped", "floods", "never ends")},
    **{(fault, "file stat"): "passed" for fault in BODY},
    ("half a document", "file stat"): "error: engine-refused",
    ("length too short", "file stat"): "error: engine-refused",
    ("zipped", "file stat"): "error: engine-refused",
    ("floods", "file stat"): "error: engine-refused",
    ("never ends", "file stat"): "error: engine-refused",
    ("refuses", "http"): "failed: http.refused http.reset",
    ("hangs", "http"): "failed: http.silent",
    ("hangs in the head", "http"): "failed: http.silent",
    ("hangs in the body", "http"): "failed: http.silent",
    ("closes", "http"): "failed: http.reset http.garbled",
    ("closes in the body", "http"): "failed: http.reset http.garbled",
    ("half a document", "http"): "failed: lacks-text",
    ("length too long", "http"): "failed: http.silent",
    ("length too short", "http"): "failed: lacks-text",
    ("not found", "http"): "failed: differs",
    ("conflict", "http"): "failed: differs",
    ("error page", "http"): "failed: differs",
    ("redirects", "http"): "failed: differs",
    ("not http", "http"): "failed: http.garbled http.reset",
    ("zipped", "http"): "error: cut",
    ("floods", "http"): "error: cut",
    ("never ends", "http"): "error: cut",
    ("trickles", "http"): "failed: http.silent",
    ("restarts", "http"): "failed: http.reset http.refused",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How the cells are tried: on which engine, and for how long one request may hang.

    The requests without a fault must not take that long, however slow the engine is with so many.
    """

    lab: LabEngine
    folder: Path
    plain: bool
    hanging: float


class Cell:
    """One fault at one request, tried."""

    def __init__(self, way: Way, fault: str, request: str) -> None:
        self.fault, self.request = fault, request
        lab, plain = way.lab, way.plain
        self.limit = way.hanging if "timed-out" in REASONS[fault] else USUAL
        self.check, pattern = REQUESTS[request]
        self.seconds = 0.0
        broken, whole = (pattern, "$."), ("$.", pattern)
        at_engine, at_port = whole if request == "http" else broken
        path = way.folder / f"{abs(hash((fault, request, plain)))}.sock"
        host, port = lab.http_host, lab.naming.port(8081)
        with (
            engine_proxy(path, lab.host, at_engine, fault) as engine,
            port_proxy(host, port, at_port, fault) as web,
        ):
            spec = lab.naming.spec(SPEC).replace("PORT", str(web.port))
            start = time.monotonic()
            self.found = graded(engine.host, spec, plain=plain, seconds=self.limit)
            self.seconds = time.monotonic() - start
            self.struck = engine.struck + web.struck

    def wrong(self) -> str | None:
        """What is not as promised; None where all is."""
        promised = promise(self.fault, self.request)
        if not self.struck:
            return "the fault did not strike"
        if isinstance(self.found, EngineError):
            return None if promised.outcome == "no engine" else f"no engine: {self.found}"
        if promised.outcome == "no engine":
            return "no-engine was promised"
        if self.seconds > self.most():
            return f"it took {self.seconds:.1f} s"
        return self.wrong_result(self.found, promised)

    def most(self) -> float:
        """A request that hangs may be asked once more on a new connection, never twice."""
        return self.limit * 2 + SLACK

    def wrong_result(self, result: Result, promised: Promise) -> str | None:
        by_id = {check.id: check for check in result.checks}
        suffered = by_id.pop(self.check or "")
        mild = self.fault == "restarts" and suffered.outcome == "passed"
        if not mild and suffered.outcome != promised.outcome:
            return f"{suffered.outcome}, {codes(suffered)}; promised {promised.outcome}"
        if not mild and promised.codes and not promised.codes & codes(suffered):
            return f"because of {codes(suffered)}; promised {set(promised.codes)}"
        code = {"error": 3, "failed": 1, "passed": 0}[suffered.outcome]
        if self.fault == "refuses" and self.request != "http":
            bad = [c.id for c in by_id.values() if c.outcome not in ("passed", "error")]
            code = 3
        else:
            bad = [c.id for c in by_id.values() if c.outcome != "passed"]
        if bad:
            return f"{bad} suffered too: {[codes(by_id[name]) for name in bad]}"
        return None if result.exit_code == code else f"exit code {result.exit_code}"

    def text(self) -> str:
        if isinstance(self.found, EngineError):
            return "no engine"
        check = next(c for c in self.found.checks if c.id == self.check)
        return f"{check.outcome}: {', '.join(sorted(codes(check)))}"


def codes(check: CheckResult) -> set[str]:
    said = [check.reason, *(o.message for o in check.observations if o.outcome != "passed")]
    return {m.code for m in said if m is not None}


def graded(
    host: str, spec: str, *, plain: bool, seconds: float = USUAL, at: str | None = None
) -> Result | EngineError:
    """Grade as `grader check` does, its ports found `at` a host."""
    lab = load_bytes(spec.encode(), "faults.lab.yaml")
    try:
        engine = open_engine(Endpoint(host, "test"), seconds=seconds, plain=plain, http_host=at)
    except EngineError as wrong:
        return wrong
    with closing(engine):
        asking = Asking(engine, allow_exec=True)
        return judge(lab, Observer(asking, engine.facts).observe([lab]))


@pytest.mark.parametrize("way", ["plain", pytest.param("sdk", marks=pytest.mark.soak)])
def test_every_fault_at_every_request_ends_as_promised(
    lab_engine: LabEngine, tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lab_engine.play(SETTING)
    wait_for_the_page(lab_engine)
    plain = way == "plain"
    start = time.monotonic()
    whole = graded(lab_engine.host, at_real_port(lab_engine), plain=plain, at=lab_engine.http_host)
    hanging = max(HANGING, (time.monotonic() - start) * AT_ONCE)
    assert not isinstance(whole, EngineError)
    assert {c.id: str(c.outcome) for c in whole.checks if c.outcome != "passed"} == {}

    cells = [(fault, request) for fault in FAULTS for request in REQUESTS]
    tries = Way(lab_engine, tmp_path, plain, hanging)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tried = list(pool.map(lambda cell: Cell(tries, *cell), cells))
    with capsys.disabled():
        print(f"\n\nfaults, {way}: {len(tried)} cells\n{table(tried)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if way == "sdk" else "error", ResourceWarning)
        gc.collect()
    wrong = [f"{c.fault} at {c.request}: {why}" for c in tried if (why := c.wrong())]
    assert not wrong, "\n".join(wrong)


def at_real_port(lab: LabEngine) -> str:
    url = f"http://{lab.http_host}:{lab.naming.port(8081)}/"
    return lab.naming.spec(SPEC).replace("http://127.0.0.1:PORT/", url)


def wait_for_the_page(lab: LabEngine) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if lab.http(8081)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the page does not come")


def table(cells: list[Cell]) -> str:
    """One line a fault; what befell the check that needed the request."""
    found = {(c.fault, c.request): c for c in cells}
    lines = []
    for fault in FAULTS:
        lines.append(f"{fault}:")
        by_text: dict[str, list[str]] = {}
        for request in REQUESTS:
            cell = found[fault, request]
            mark = "" if cell.wrong() is None else "  <-- NOT AS PROMISED"
            by_text.setdefault(f"{cell.text()}{mark}", []).append(request)
        lines += [f"    {text:45} {', '.join(requests)}" for text, requests in by_text.items()]
    return "\n".join(lines)
