"""Hostile input, a little of it at every run of the tests; `make soak` gives hours of it.

The same examples every time: what a long run finds is kept in `corpus/` and tried here for ever.
"""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.formats.samples import NGINX_IMAGE, container
from tests.fuzz import targets

CORPUS = Path(__file__).with_name("corpus")
EXAMPLES = os.environ.get("GRADER_FUZZ_EXAMPLES")  # set by `python -m tests.fuzz`: others each time
SHORT = settings(
    max_examples=int(EXAMPLES or 30), derandomize=not EXAMPLES, deadline=None, database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
KEPT = sorted(p for p in CORPUS.rglob("*") if p.is_file())

NASTY = st.sampled_from([
    "", "\x00", "\x1b[2J\x1b]0;x\x07", "\u202egnp.exe", "\ud800", "a\ud83d", "\ufffe", "😀" * 50,
    "-1", "1e999", "9" * 400, "0x10", "true", "null", "~", "<script>alert(1)</script>", "'\"><&",
    "{{7*7}}", "{0.__class__}", "%n%s", "${x}", "../../../etc/passwd", "=1+1", "\r\n", "\u2028",
    "sha256:" + "0" * 64, "sha256:", "nginx", "nginx@sha256:", ":", "/", "1.2.3.4:80", "80/tcp",
    "2026-01-31T09:00:00Z", "0001-01-01T00:00:00Z", "9999-99-99T99:99:99Z", "running", "host",
    "container:x", "A=B", "=", "A", "PASSWORD=hunter22", "http://u:p4ss@h/", "x" * 70_000,
])  # fmt: skip
VALUES = (
    st.none() | st.booleans() | st.integers() | st.integers(-(10**30), 10**30) | NASTY
    | st.floats(allow_nan=False) | st.text(max_size=20)
)  # fmt: skip
DOCUMENTS = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NASTY, inner, max_size=4),
    max_leaves=12,
)


def real() -> dict[str, Any]:
    """A document as an engine writes it, with every part that a field looks at."""
    service = {"com.docker.compose.service": "web", "com.docker.compose.project": "shop",
               "com.docker.compose.network": "web"}  # fmt: skip
    made = container("thing", NGINX_IMAGE, "nginx", Env=["A=B"], Labels={"a": "b"})
    document: dict[str, Any] = copy.deepcopy(made)  # it shares parts with the image's
    document["State"] |= {"StartedAt": "2026-01-31T09:00:00Z", "Health": {"Status": "healthy"},
                          "Error": ""}  # fmt: skip
    document["HostConfig"] |= {
        "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}, "Memory": 1, "NanoCpus": 5,
        "CpuQuota": 1, "CpuPeriod": 1, "Tmpfs": {"/t": "size=1m"}, "Ulimits": [{"Name": "nofile"}],
        "Mounts": [{"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"Mode": 511}}],
        "LogConfig": {"Type": "json-file", "Config": {}}, "Devices": [{"PathOnHost": "/dev/x"}],
        "CapAdd": ["CAP_SYS_ADMIN"], "SecurityOpt": ["no-new-privileges"], "Sysctls": {"a": "b"},
    }  # fmt: skip
    document["Config"] |= {"Healthcheck": {"Test": ["CMD", "x"], "Interval": 1}, "User": "0:0",
                           "ExposedPorts": {"80/tcp": {}}, "StopSignal": "SIGTERM"}  # fmt: skip
    document["NetworkSettings"]["Networks"] = {"n": {"Aliases": ["a"], "IPAddress": "1.2.3.4"}}
    document["Mounts"] = [{"Type": "volume", "Name": "v", "Destination": "/d", "RW": True}]
    document["Config"]["Labels"] = service
    document["NetworkSettings"]["Ports"] = {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "81"}]}
    return document | {
        "RepoTags": ["thing:latest"], "RepoDigests": [], "Size": 1,
        "Created": "2026-01-31T09:00:00Z", "RootFS": {"Layers": ["sha256:x"]}, "Driver": "bridge",
        "Options": {}, "Labels": service,
        "IPAM": {"Config": [{"Subnet": "10.0.0.0/24", "Gateway": "10.0.0.1"}]}, "Os": "linux",
        "Containers": {"x": {"Name": "y"}}, "Architecture": "amd64", "Names": ["/thing"],
    }  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            found += places(inner, (*path, key))
    return found


PLACES = places(real())


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A real document of which some places hold something else, or nothing."""
    document = real()
    for path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4)):
        holder: Any = document
        try:
            for step in path[:-1]:
                holder = holder[step]
            if draw(st.booleans()):
                holder[path[-1]] = draw(DOCUMENTS)
            else:
                del holder[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
    return document


KEYS = st.sampled_from(
    "version lab title vars defaults checks id points partial requires within hint container image "
    "containers http exec expect state command environment ports volumes networks healthcheck "
    "files inspect json each count equals not one_of contains matches min max present absent "
    "source path x-y $schema <<".split()
)
STRUCTURES = st.recursive(
    VALUES | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=15,
)


@pytest.mark.parametrize("file", KEPT, ids=[str(p.relative_to(CORPUS)) for p in KEPT])
def test_what_was_found_once_is_never_found_again(file: Path) -> None:
    target = file.parent.name
    if target == "inspected":
        targets.inspected(json.loads(file.read_text()))
    else:
        targets.BYTES[target](file.read_bytes())


@pytest.mark.parametrize("name", targets.BYTES)
def test_any_bytes_are_read_or_refused(name: str) -> None:
    @SHORT
    @given(st.binary(max_size=400))
    def tried(source: bytes) -> None:
        targets.BYTES[name](source)

    tried()


@SHORT
@given(spoiled())
def test_a_spoiled_document_is_judged_and_shown(document: Any) -> None:
    targets.inspected(document)


@SHORT
@given(DOCUMENTS)
def test_any_document_is_judged_and_shown(document: Any) -> None:
    targets.inspected(document)


@SHORT
@given(STRUCTURES)
def test_a_spec_of_any_shape_is_read_or_refused(document: Any) -> None:
    targets.spec(json.dumps(document).encode())


@SHORT
@given(st.dictionaries(KEYS, STRUCTURES, max_size=4))
def test_a_check_of_any_shape_is_read_or_refused(check: Any) -> None:
    lab = {"version": 1, "lab": "x", "checks": [{"id": "a", "container": "c"} | check]}
    targets.spec(json.dumps(lab).encode())


def sealed_snapshot(answers: Any) -> bytes:
    return json.dumps({
        "format": "grader.snapshot/1", "tool": {}, "labs": {}, "student": None, "engine": None,
        "observed_at": "2026-01-31T09:00:00Z", "seconds": 0, "waited": {}, "answers": answers,
    }).encode()  # fmt: skip


@SHORT
@given(st.dictionaries(st.sampled_from(["container", "list", "image", "logs", "x"]), DOCUMENTS))
def test_answers_of_any_shape_are_a_snapshot_or_a_sentence(answers: Any) -> None:
    targets.snapshot(sealed_snapshot(answers))


UNKNOWNS = st.fixed_dictionaries({"unknown": st.fixed_dictionaries(
    {"code": NASTY | st.sampled_from(["timed-out", "differs", "engine-refused"]),
     "params": st.dictionaries(NASTY | st.sampled_from(["seconds", "text", "status"]), DOCUMENTS)}
)})  # fmt: skip
FOUNDS = st.fixed_dictionaries({"found": DOCUMENTS | spoiled()})


@SHORT
@given(st.dictionaries(st.sampled_from(["containers", "images", "networks"]), FOUNDS, min_size=1))
def test_lists_of_any_shape_are_a_snapshot_or_a_sentence(lists: Any) -> None:
    targets.snapshot(sealed_snapshot({"list": lists, "image": {"thin": {"absent": True}}}))


@SHORT
@given(st.dictionaries(st.just("thing"), UNKNOWNS | FOUNDS, min_size=1))
def test_a_snapshot_that_a_student_wrote_says_no_code_of_theirs(answers: Any) -> None:
    targets.snapshot(sealed_snapshot({"container": answers, "image": answers}))


WRONG: list[Any] = [
    "",
    "x",
    None,
    0,
    -5,
    True,
    1.5,
    [],
    [1],
    [None],
    [[]],
    [{}],
    {},
    {"a": 1},
    {"": ""},
]
GONE = object()


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.soak), 10])
def test_one_wrong_value_anywhere_in_a_document_is_an_outcome(every: int) -> None:
    """Each place of a document in turn is gone, or of another type: some of it at every run."""
    cases = [(path, value) for path in PLACES for value in (GONE, *WRONG)]
    for path, value in cases[::every]:
        document = real()
        holder: Any = document
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
        if value is GONE:
            del holder[path[-1]]
        targets.judged(document)
