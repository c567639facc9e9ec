"""What is fuzzed. A target takes bytes or a document and raises where a promise is broken.

Promised of all: nothing but a `GraderError` comes out, every format can say the result, what is
written is Unicode and valid, and no socket, process or file is opened (see `sealed`).
"""

from __future__ import annotations

import io
import json
import re
import socket
import sys
import tarfile
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from grader.diagnostics.terminal import render_problem
from grader.engine import archive
from grader.engine.connection import Engine
from grader.engine.http1 import BrokenError, Wire, read_reply
from grader.engine.logs import demultiplex
from grader.engine.transport import Reply, Request
from grader.errors import GraderError, SnapshotError, SpecError
from grader.fields import KINDS
from grader.formats import FORMATS, Style
from grader.judge import judge
from grader.judge.patience import is_final
from grader.labspec.loader import load_bytes
from grader.messages import say
from grader.model.json_reader import parse
from grader.model.result import EngineFacts
from grader.model.snapshot import ABSENT, Found, Question, Snapshot
from grader.privacy.audience import cut
from grader.storage import snapshot_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.model.lab import Lab
    from grader.model.result import Result
    from grader.model.snapshot import Answer

WHEN = datetime(2026, 1, 31, 9, tzinfo=UTC)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
STYLE = Style(facts=defaultdict(str))
OBJECTS = ("container", "image", "network", "volume")
FACTS = EngineFacts("docker", "20.10.24", "1.41", "unix:///x.sock")
FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "exec", "compile", "import", "shutil.",
             "ctypes.", "urllib.", "http.", "tempfile.", "glob.", "pty.", "signal.")  # fmt: skip
_listening = {"on": False}


class EscapeError(BaseException):
    """Something reached out of the process while it only had to read data."""


def _audit(event: str, _: tuple[Any, ...]) -> None:
    if _listening["on"] and event.startswith(FORBIDDEN):
        _listening["on"] = False
        raise EscapeError(event)


@contextmanager
def sealed() -> Iterator[None]:
    """While this lasts, opening, importing, running, compiling or connecting is an error.

    By Python's own audit events (PEP 578), which cannot be gone around in Python.
    """
    _begin()
    _listening["on"] = True
    try:
        yield
    finally:
        _listening["on"] = False


@cache
def _begin() -> None:
    """Import what is imported when it is needed, then listen."""
    for module in (
        "difflib",
        "shlex",
        "ipaddress",
        "re2",
        "encodings.idna",
        "grader.labspec.did_you_mean",
    ):
        import_module(module)
    _lab()
    with suppress(SpecError):
        load_bytes(b"version: 2\nlabb: x\nchecks: [{id: a, container: c, expect: {stat: 1}}]", "x")
    sys.addaudithook(_audit)


@cache
def _lab() -> Lab:
    """A lab that looks at every field of every object, by a name and in a set."""
    lines = ["version: 1", "lab: everything", "checks:"]
    for kind in (KINDS[name] for name in OBJECTS):
        for name, field in kind.fields.items():
            expect = f"{name}: {field.example}"
            lines += [f"  - {{id: {kind.key}-{name}, {kind.key}: thing, expect: {{{expect}}}}}"]
        each = "".join(f", {name}: {field.example}" for name, field in kind.fields.items())
        expect = f"count: {{min: 0}}, each: {{{each[2:]}}}"
        lines += [f"  - {{id: all-{kind.plural}, {kind.plural}: {{}}, expect: {{{expect}}}}}"]
    state = "expect: {state: running}"
    lines += [
        f"  - {{id: service, container: {{service: web}}, {state}}}",
        f"  - {{id: service-of, container: {{service: web, project: shop}}, {state}}}",
        "  - {id: network-of, network: {network: web}, expect: {present: true}}",
        f"  - {{id: nearly, container: thin, {state}}}",
        "  - {id: nearly-image, image: thin, expect: {present: true}}",
        f"  - {{id: soon, container: thing, within: 1s, {state}}}",
        "  - {id: web, http: {container: thing, port: 80}, expect: {status: 200}}",
        "  - {id: run, exec: {container: thing, command: [id]}, expect: {exit_code: 0}}",
        "  - {id: few, containers: {image: other, name: {matches: t}}, expect: {count: 3}}",
    ]
    return load_bytes("\n".join(lines).encode(), "everything.lab.yaml")


def spec(source: bytes) -> None:
    """A spec is a lab, or problems with places and sentences; and a lab can be judged."""
    try:
        with sealed():
            lab = load_bytes(source, "fuzz.lab.yaml", known=False)
    except SpecError as wrong:
        places = [problem.place.line for problem in wrong.problems if render_problem(problem, "en")]
        if len(places) != len(wrong.problems) or min(places) < 1:
            raise AssertionError("a problem without a sentence or a place") from None
        return
    shown(judge(lab, Snapshot({}, WHEN, engine=FACTS)))


def shown(result: Result) -> None:
    """Every format can say it, as Unicode that every file can hold."""
    for name, chosen in FORMATS.items():
        try:
            text = chosen.render(cut(result, "student", "published"), STYLE)
        except GraderError as wrong:  # a format may have no way to say that a score is open
            say(wrong.message)
            continue
        text.encode()
        if name == "json":
            json.loads(text, parse_constant=_refuse)
        if name == "text":
            assert not CONTROLS.search(text)


def _refuse(text: str) -> None:
    raise AssertionError(f"{text} is no JSON")


def inspected(document: Any) -> None:
    """Whatever an engine says of an object is judged, hidden where it is secret, and shown."""
    try:
        source = json.dumps(document).encode()
        document = parse(source)
    except ValueError:
        return
    snapshot, result = judged(document)
    shown(result)
    written = json.dumps(snapshot_file.document(snapshot)).encode()
    assert judge(_lab(), snapshot_file.load(parse(written))).outcome == result.outcome


def judged(document: Any) -> tuple[Snapshot, Result]:
    """Judge a lab on an engine that says this of whatever it is asked."""
    lab = _lab()
    answers: dict[Question, Answer] = {
        Question(check.target.kind, check.target.name): Found(document)
        for check in lab.checks
        if check.target.kind in OBJECTS and check.id not in ("nearly", "nearly-image")
    }
    if isinstance(document, dict):
        for name in OBJECTS:
            answers[Question("list", f"{name}s")] = Found([document])
            answers[Question(name, str(document.get("Id")))] = Found(document)
            answers[Question(name, str(document.get("Name")))] = Found(document)
        answers[Question("image", str(document.get("Image") or ""))] = Found(document)
    else:
        answers = dict.fromkeys(answers, ABSENT)
    answers |= {Question("container", "thin"): ABSENT, Question("image", "thin"): ABSENT}
    snapshot = Snapshot(answers, WHEN, engine=FACTS)
    with sealed():
        final = [is_final(check, snapshot) for check in lab.checks]
        assert len(final) == len(lab.checks)
        return snapshot, judge(lab, snapshot)


def snapshot(source: bytes) -> None:
    """A file is a snapshot, or a sentence of what is wrong with it."""
    try:
        found = snapshot_file.opened(snapshot_file.Source("fuzz.json", source, [parse(source)]))
    except ValueError:
        return
    except SnapshotError as wrong:
        say(wrong.message)
        return
    shown(judge(_lab(), found))


def http(source: bytes) -> None:
    """Bytes on a socket are an answer of bounded size or a reason."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(source[:100_000])
        theirs.shutdown(socket.SHUT_WR)
        wire = Wire(ours)
        wire.until = time.monotonic() + 5
        try:
            reply, _ = read_reply(wire, "GET", 1000)
        except (BrokenError, OSError):
            return
        assert len(reply.body) <= 1000


class _Sends:
    """A transport that sends one archive."""

    endpoint, parallel = "fuzz", 1

    def __init__(self, tar: bytes) -> None:
        self.tar = tar

    def send(self, request: Request) -> Reply:
        if request.method == "HEAD":
            stat = "eyJtb2RlIjogNDIwLCAic2l6ZSI6IDN9"  # {"mode": 420, "size": 3}
            return Reply(200, b"", {archive.STAT_HEADER: stat})
        return Reply(200, self.tar[: archive.CONTENT_LIMIT], {})

    def stream(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError

    def close(self) -> None: ...


def tar(source: bytes) -> None:
    """An archive is text of bounded size or a reason; nothing of it is written anywhere."""
    engine = Engine(_Sends(source), FACTS, None, local=True, seconds=1)
    question = Question.of("file", container="c", path="/f", content=True, follow=True)
    with tarfile.open(fileobj=io.BytesIO(), mode="w|"):  # what tarfile imports, it has now
        pass
    with sealed():
        found = archive.ask(engine, question)
    if isinstance(found, Found):
        assert len(found.document["text"]) <= archive.CONTENT_LIMIT


def frames(source: bytes) -> None:
    assert len(demultiplex(source)[0]) <= len(source)


BYTES: dict[str, Callable[[bytes], None]] = {
    "spec": spec,
    "snapshot": snapshot,
    "http": http,
    "tar": tar,
    "frames": frames,
}
