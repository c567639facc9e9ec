"""What SECURITY.md promises of a hostile spec and a hostile network, each by a test.

Python's audit events (PEP 578) tell of every file that is opened, every program that is started
and every address that is connected to.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.engine.connection import connect
from grader.engine.endpoint import Endpoint
from grader.engine.session import Asking
from grader.engine.unix_socket import UnixTransport
from grader.errors import SpecError
from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.observation.observer import Observer
from tests.faults.server import Request, Server, answer
from tests.formats.samples import NGINX_IMAGE, container
from tests.fuzz.targets import EscapeError, sealed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model.lab import Lab
    from grader.model.result import Result

HEAD = "version: 1\nlab: x\nchecks:\n  - id: a\n    points: 1\n"
NOTED: list[tuple[str, Any]] = []
_noting = {"on": False}


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _noting["on"] and event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        NOTED.append((event, arguments[1] if event == "socket.connect" else arguments[0]))


sys.addaudithook(_note)


@contextmanager
def noted() -> Iterator[list[tuple[str, Any]]]:
    """Collect the addresses that are connected to or looked up, and the programs started."""
    NOTED.clear()
    _noting["on"] = True
    try:
        yield NOTED
    finally:
        _noting["on"] = False


CODE = [
    "!!python/object/apply:os.system ['touch /tmp/owned']",
    "!!python/object/new:subprocess.Popen [['touch', '/tmp/owned']]",
    "!!python/name:os.system",
    "!!python/module:os",
    "!<tag:yaml.org,2002:python/object/apply:os.system> ['id']",
    "${os.system('id')}",
    "{0.__class__.__mro__}",
    "{{ ''.__class__.__mro__ }}",
    "$(touch /tmp/owned)",
    "`touch /tmp/owned`",
    "!include /etc/passwd",
    "${file:/etc/passwd}",
    "${HOME}",
    "file:///etc/passwd",
    "{ $ref: 'file:///etc/passwd' }",
    "*passwd",
]


@pytest.mark.parametrize("text", CODE)
@pytest.mark.parametrize(
    "place", ["lab: {}", "title: {}", "vars: {{ a: {} }}", "checks: {}", "x-note: {}", "{}",
              "checks: [{{ id: a, container: {}, expect: {{ user: {} }} }}]",
              "checks: [{{ id: a, container: c, expect: {{ logs: {{ matches: {} }} }} }}]"],
)  # fmt: skip
def test_a_spec_runs_nothing_and_reads_nothing(text: str, place: str) -> None:
    """No file, program, import or socket while it is read; what it says stays text."""
    source = f"version: 1\n{place.format(text, text)}\n".encode()
    with sealed(), suppress(SpecError):
        load_bytes(source, "hostile.lab.yaml")
    assert not Path("/tmp/owned").exists()


def test_the_seal_would_tell() -> None:
    """The other tests can fail: opening a file or a socket does break the seal."""
    with pytest.raises(EscapeError), sealed():
        Path("/etc/passwd").read_text()
    with pytest.raises(EscapeError), sealed():
        __import__("socket").socket().connect(("127.0.0.1", 1))


def test_the_environment_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOR", "from-the-environment")
    with pytest.raises(SpecError):
        load_bytes(f"{HEAD}    container: c\n    expect: {{user: '${{COLOR}}'}}".encode(), "x")


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(.*)*x", r"(\w+\s?)*!x"])
def test_a_pattern_takes_time_that_grows_with_the_text_alone(pattern: str) -> None:
    """RE2 does not go back: 20,000 characters are done before a backtracking engine begins."""
    spec = f"{HEAD}    container: c\n    expect: {{user: {{matches: {json.dumps(pattern)}}}}}"
    lab = load_bytes(spec.encode(), "x.lab.yaml")
    assert not lab.checks[0].expect["user"].words["matches"].search("a" * 20_000 + "!")


VERSION = json.dumps({"ApiVersion": "1.41", "Version": "x"})


def graded(lab: Lab, document: dict[str, Any], folder: Path) -> tuple[Result, list[str]]:
    """Grade on an engine that says this of every container; return what it was asked too."""

    def serve(request: Request, connection: Any) -> bool:
        whole = VERSION if request.path == "/version" else json.dumps(document)
        connection.sendall(answer(whole))
        return True

    with Server(folder / "e.sock", serve) as server:
        endpoint = Endpoint(server.host, "test")
        with closing(connect(endpoint, UnixTransport(endpoint), seconds=5)) as engine:
            snapshot = Observer(Asking(engine), engine.facts).observe([lab])
        return judge(lab, snapshot), [f"{r.method} {r.path}" for r in server.requests]


URLS = [
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://[::ffff:169.254.169.254]/",
    "http://2852039166/",
    "http://0x7f.1/",
    "http://127.0.0.1.evil.example/",
    "http://localhost.evil.example/",
    "http://evil.example#@127.0.0.1/",
    "http://evil.example\\@127.0.0.1/",
    "http://127.0.0.1\\@evil.example/",
    "http://127.0.0.1@evil.example/",
    "http://user:pass@127.0.0.1/",
    "http://127.0.0.1:1@evil.example/",
    "http://127.0.0.1%00.evil.example/",
    "http://127.0.0.1%2eevil.example/",
    "http://ⓛocalhost.evil.example/",
    "http://127。0。0。1.evil.example/",
    "https://evil.example/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "unix:///var/run/docker.sock",
    "http:///127.0.0.1",
    "//127.0.0.1/",
    "http://127.0.0.1:99999/",
]
THERE = {"127.0.0.1", "::1", "localhost"}


@pytest.mark.parametrize("url", URLS)
def test_a_spec_reaches_no_address_but_the_engine_s_own_host(url: str, tmp_path: Path) -> None:
    target = json.dumps(url, ensure_ascii=False)
    spec = f"{HEAD}    http: {{url: {target}, timeout: 1s}}\n    expect: {{status: 200}}"
    with noted() as reached:
        try:
            lab = load_bytes(spec.encode(), "x.lab.yaml")
        except SpecError:
            assert reached == []
            return
        graded(lab, {}, tmp_path)
    assert outside(reached) == []


def outside(reached: list[tuple[str, Any]]) -> list[Any]:
    """What was reached besides this machine and the socket of the engine."""
    hosts = [where[0] if isinstance(where, tuple) else where for _, where in reached]
    return [host for host in hosts if host not in THERE and not str(host).endswith("e.sock")]


@pytest.mark.parametrize(
    "path", ["@evil.example/", ":80@evil.example/", ".evil.example/", "//evil.example/", "\\evil"]
)
def test_a_path_leads_nowhere_else(path: str, tmp_path: Path) -> None:
    web = container("web", NGINX_IMAGE, "nginx",
                    ports={"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "1"}]})  # fmt: skip
    target = f"{{container: web, port: 80, path: {json.dumps(path)}, timeout: 1s}}"
    spec = f"{HEAD}    http: {target}\n    expect: {{status: 200}}"
    with noted() as reached:
        try:
            graded(load_bytes(spec.encode(), "x.lab.yaml"), web, tmp_path)
        except SpecError:
            return
    assert outside(reached) == []


@pytest.mark.parametrize(
    "binding",
    [
        {"HostIp": "169.254.169.254", "HostPort": "80"},
        {"HostIp": "evil.example", "HostPort": "80"},
        {"HostIp": "8.8.8.8", "HostPort": "53"},
        {"HostIp": "127.0.0.1@evil.example", "HostPort": "80"},
        {"HostIp": "", "HostPort": "80@evil.example"},
        {"HostIp": "::ffff:169.254.169.254", "HostPort": "80"},
        {"HostIp": "evil.example/", "HostPort": "80"},
        {"HostIp": ["evil.example"], "HostPort": {"a": 1}},
    ],
)
def test_an_engine_that_lies_of_its_ports_sends_us_nowhere(
    binding: dict[str, Any], tmp_path: Path
) -> None:
    web = container("web", NGINX_IMAGE, "nginx", ports={"80/tcp": [binding]})
    spec = f"{HEAD}    http: {{container: web, port: 80, timeout: 1s}}\n    expect: {{status: 200}}"
    lab = load_bytes(spec.encode(), "x.lab.yaml")
    with noted() as reached:
        result, _ = graded(lab, web, tmp_path)
    assert outside(reached) == []
    assert result.outcome != "passed"


def test_a_redirect_leads_nowhere(tmp_path: Path) -> None:
    def serve(_: Request, connection: Any) -> bool:
        location = "Location: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(f"HTTP/1.1 302 Found\r\n{location}".encode())
        return False

    with Server(None, serve) as port, noted() as reached:
        url = f"http://127.0.0.1:{port.port}/"
        spec = f"{HEAD}    http: {{url: '{url}'}}\n    expect: {{status: 302}}"
        result, _ = graded(load_bytes(spec.encode(), "x.lab.yaml"), {}, tmp_path)
    assert result.outcome == "passed"
    assert outside(reached) == []
    assert len(port.requests) == 1


NAMES = [
    "../../version",
    "x/../../info",
    "..",
    "%2e%2e/info",
    "x?all=1",
    "x#y",
    "x y",
    "x\r\nHost: y",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["container", "image", "network", "volume"])
def test_a_name_asks_for_an_object_of_its_kind_and_changes_nothing(
    name: str, kind: str, tmp_path: Path
) -> None:
    spec = f"{HEAD}    {kind}: {json.dumps(name)}\n    expect: {{present: true}}"
    try:
        lab = load_bytes(spec.encode(), "x.lab.yaml")
    except SpecError:
        return
    result, asked = graded(lab, {"Name": "other", "Id": "x"}, tmp_path)
    assert result.outcome != "passed"
    for line in asked[1:]:
        method, _, path = line.partition(" ")
        assert method == "GET"
        assert path.startswith(f"/v1.41/{kind}s")
        assert ".." not in path.split("/")


def test_without_leave_nothing_is_run(tmp_path: Path) -> None:
    spec = f"{HEAD}    exec: {{container: web, command: [id]}}\n    expect: {{exit_code: 0}}"
    web = container("web", NGINX_IMAGE, "nginx")
    result, asked = graded(load_bytes(spec.encode(), "x.lab.yaml"), web, tmp_path)
    assert result.outcome == "error"
    assert all(line.startswith("GET ") for line in asked)
