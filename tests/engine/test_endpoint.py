"""Which engine is asked: the order of sources, contexts, TLS files, and what is refused."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.engine.endpoint import DEFAULT_PIPE, DEFAULT_SOCKET, Endpoint, resolve
from grader.errors import EngineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Config:
    """A folder as `DOCKER_CONFIG` names one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = {"DOCKER_CONFIG": str(folder)}

    def current(self, name: str) -> None:
        (self.folder / "config.json").write_text(json.dumps({"currentContext": name}))

    def context(self, name: str, docker: Mapping[str, Any] | None, *pem: str) -> Path:
        key = hashlib.sha256(name.encode()).hexdigest()
        meta = self.folder / "contexts" / "meta" / key
        meta.mkdir(parents=True)
        endpoints = {} if docker is None else {"docker": docker}
        (meta / "meta.json").write_text(json.dumps({"Name": name, "Endpoints": endpoints}))
        tls = self.folder / "contexts" / "tls" / key / "docker"
        tls.mkdir(parents=True)
        for file in pem:
            (tls / f"{file}.pem").write_text("")
        return tls


@pytest.fixture
def config(tmp_path: Path) -> Config:
    config = Config(tmp_path)
    config.context("one", {"Host": "unix:///one.sock"})
    config.context("two", {"Host": "unix:///two.sock"})
    config.context("three", {"Host": "unix:///three.sock"})
    return config


# Each source, from the strongest to the weakest, and what it leads to.
SOURCES = [
    ("--host", "unix:///host.sock"),
    ("--context", "unix:///one.sock"),
    ("DOCKER_HOST", "unix:///environment.sock"),
    ("DOCKER_CONTEXT", "unix:///two.sock"),
    ("current", "unix:///three.sock"),
    ("default", DEFAULT_SOCKET),
]


@pytest.mark.parametrize("strongest", range(len(SOURCES)), ids=[name for name, _ in SOURCES])
def test_the_strongest_source_that_is_given_wins(config: Config, strongest: int) -> None:
    given = {name for name, _ in SOURCES[strongest:]}
    environ = dict(config.environ)
    if "DOCKER_HOST" in given:
        environ["DOCKER_HOST"] = "unix:///environment.sock"
    if "DOCKER_CONTEXT" in given:
        environ["DOCKER_CONTEXT"] = "two"
    if "current" in given:
        config.current("three")
    host = "unix:///host.sock" if "--host" in given else None
    context = "one" if "--context" in given and "--host" not in given else None
    assert resolve(host, context, environ, platform="linux").url == SOURCES[strongest][1]


def test_host_and_context_exclude_each_other(config: Config) -> None:
    with pytest.raises(UsageError):
        resolve("unix:///a", "one", config.environ)


@pytest.mark.parametrize("source", ["--context", "DOCKER_CONTEXT", "current"])
def test_a_context_that_does_not_exist_is_never_the_default(config: Config, source: str) -> None:
    environ = config.environ | ({"DOCKER_CONTEXT": "gone"} if source == "DOCKER_CONTEXT" else {})
    if source == "current":
        config.current("gone")
    with pytest.raises(EngineError) as wrong:
        resolve(None, "gone" if source == "--context" else None, environ)
    assert wrong.value.message.code == "no-context"
    assert wrong.value.message.params["name"] == "gone"


def test_the_context_default_is_the_platform_s_own(config: Config) -> None:
    assert resolve(None, "default", config.environ, platform="linux").url == DEFAULT_SOCKET
    assert resolve(None, "default", config.environ, platform="darwin").url == DEFAULT_SOCKET
    assert resolve(None, "default", config.environ, platform="win32").url == DEFAULT_PIPE


def test_windows_speaks_to_its_pipe_which_is_on_this_machine(config: Config) -> None:
    endpoint = resolve(None, None, config.environ, platform="win32")
    assert endpoint == Endpoint(DEFAULT_PIPE, "default")
    assert endpoint.host == "127.0.0.1"
    assert endpoint.local


@pytest.mark.parametrize(
    ("url", "host", "local"),
    [
        ("unix:///a.sock", "127.0.0.1", True),
        ("tcp://127.0.0.1:2375", "127.0.0.1", True),
        ("tcp://[::1]:2375", "::1", True),
        ("tcp://lab-7.example:2376", "lab-7.example", False),
        ("ssh://me@lab-7.example", "lab-7.example", False),
    ],
)
def test_published_ports_are_on_the_engine_s_host(url: str, host: str, local: bool) -> None:
    endpoint = resolve(url, None, {})
    assert (endpoint.host, endpoint.local) == (host, local)


@pytest.mark.parametrize("url", ["lab-7", "/var/run/docker.sock", "ftp://x", "://x", "fd://"])
def test_an_address_of_no_known_kind_is_refused(url: str) -> None:
    with pytest.raises(EngineError, match="bad-endpoint"):
        resolve(url, None, {})


def test_tls_by_the_environment_takes_three_files(tmp_path: Path) -> None:
    environ = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(tmp_path)}
    with pytest.raises(EngineError) as wrong:
        resolve("tcp://h:2376", None, environ)
    assert "ca.pem" in str(wrong.value.message.params["file"])
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / name).write_text("")
    tls = resolve("tcp://h:2376", None, environ).tls
    assert tls is not None
    assert (tls.ca, tls.verify) == (tmp_path / "ca.pem", True)
    unverified = resolve("tcp://h:2376", None, {"DOCKER_CERT_PATH": str(tmp_path)}).tls
    assert unverified is not None
    assert not unverified.verify


def test_tls_is_not_for_a_local_socket(tmp_path: Path) -> None:
    environ = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(tmp_path)}
    assert resolve("unix:///a.sock", None, environ).tls is None


def test_a_context_brings_its_tls_files(config: Config) -> None:
    folder = config.context(
        "tls", {"Host": "tcp://h:2376", "SkipTLSVerify": True}, "ca", "cert", "key"
    )
    endpoint = resolve(None, "tls", config.environ)
    assert endpoint.tls is not None
    assert endpoint.tls.cert == folder / "cert.pem"
    assert not endpoint.tls.verify


@pytest.mark.parametrize(
    "docker", [None, {}, {"Host": 5}, {"Host": "nonsense"}, {"Host": None}, [], "x"]
)
def test_a_context_that_names_no_engine_is_refused(config: Config, docker: Any) -> None:
    config.context("bad", docker)
    with pytest.raises(EngineError, match="bad-context"):
        resolve(None, "bad", config.environ)


@pytest.mark.parametrize("text", ["{", "\xff", "[" * 100_000, '{"Endpoints": 5}', "[]"])
def test_files_of_docker_that_are_broken_are_a_reason(config: Config, text: str) -> None:
    key = hashlib.sha256(b"one").hexdigest()
    meta = config.folder / "contexts" / "meta" / key / "meta.json"
    meta.write_bytes(text.encode("latin-1"))
    with pytest.raises(EngineError, match="bad-context"):
        resolve(None, "one", config.environ)


@pytest.mark.parametrize("url", ["tcp://[::1", "tcp://host:port", "tcp://127.0.0.1:99999"])
def test_an_address_that_cannot_be_taken_apart_is_refused(config: Config, url: str) -> None:
    config.context("bad", {"Host": url})
    for host, context in ((url, None), (None, "bad")):
        with pytest.raises(EngineError, match="bad-endpoint"):
            resolve(host, context, config.environ)


def test_an_empty_option_is_a_mistake_and_not_the_default(config: Config) -> None:
    """`--context "$UNSET"` must not grade another engine than was meant."""
    with pytest.raises(EngineError, match="no-context"):
        resolve(None, "", config.environ)
    with pytest.raises(EngineError, match="bad-endpoint"):
        resolve("", None, config.environ)


@pytest.mark.parametrize("text", ["{", "", "no json", None])
def test_a_configuration_that_cannot_be_read_is_not_taken_for_none(
    config: Config, text: str | None
) -> None:
    """It may name another engine than the default."""
    file = config.folder / "config.json"
    file.unlink(missing_ok=True)
    if text is None:
        file.mkdir()
    else:
        file.write_text(text)
    with pytest.raises(EngineError, match="bad-config"):
        resolve(None, None, config.environ)
