"""Engines come up from nothing, are used again, and leave nothing when they go."""

import os
import shutil
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.engines import api, bringup, packages, state
from tests.engines.engine import EngineUnderTest
from tests.engines.errors import EngineError
from tests.engines.recipes import RECIPES, SID, Recipe, dockerd
from tests.engines.standins import build_standins
from tests.engines.state import Process, Users


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    monkeypatch.setenv("GRADER_ENGINES", str(tmp_path))
    return tmp_path


@pytest.mark.engine
def test_engine_answers_with_the_version_it_is_named_after(engine: EngineUnderTest) -> None:
    assert api.answers(engine.host)
    if engine.ours:
        assert engine.version.startswith(RECIPES[engine.name].version)
        assert engine.kind == RECIPES[engine.name].kind


@pytest.mark.engine
def test_bringing_up_again_uses_the_engine_that_runs(engine: EngineUnderTest) -> None:
    if not engine.ours:
        pytest.skip("only for an engine of ours")
    recipe = RECIPES[engine.name]
    before = bringup.process(recipe).pid()
    bringup.up(recipe)
    assert bringup.process(recipe).pid() == before is not None


@pytest.mark.engine
def test_the_client_speaks_to_this_engine_whatever_the_person_has_set(
    engine: EngineUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")
    monkeypatch.setenv("DOCKER_CONTEXT", "nowhere")
    assert engine.docker("version", "--format", "{{.Server.Version}}").stdout.strip()


def traces(recipe: Recipe) -> dict[str, Any]:
    """What an engine has outside of its folder: processes, mounts, interfaces, control groups."""
    needle = str(recipe.folder)
    commands = Path("/proc").glob("[0-9]*/cmdline")
    links = subprocess.run(["ip", "-o", "link"], capture_output=True, text=True, check=True)
    return {
        "processes": [path for path in commands if needle in read(path)],
        "mounts": needle in Path("/proc/mounts").read_text(encoding="utf-8"),
        "interfaces": f" {recipe.interface}" in links.stdout,
        "cgroups": list(Path("/sys/fs/cgroup").glob(f"**/{recipe.cgroup}")),
        "socket": recipe.socket.exists(),
    }


def read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""


@pytest.mark.engine
def test_down_leaves_no_process_mount_interface_or_control_group(
    engine: EngineUnderTest, own_folder: Path
) -> None:
    """On a second engine, in a folder of its own, beside the one that the session uses."""
    if not engine.ours:
        pytest.skip("only where engines are brought up")
    for folder in own_trees(engine):
        (own_folder / folder.name).symlink_to(folder)
    recipe = RECIPES[engine.name]
    before = traces(recipe)
    bringup.up(recipe)
    second = EngineUnderTest("second", recipe.host, recipe.http_host, True, recipe.kind, "")
    build_standins(second, ["busybox"])
    second.docker("network", "create", "leftover")
    second.docker(
        "run", "-d", "--network", "leftover", "-v", "data:/data", "busybox", "sleep", "60"
    )
    assert traces(recipe)["interfaces"]
    assert traces(recipe)["processes"]
    assert bringup.down(recipe)
    after = traces(recipe)
    # Podman's control group has the same name for all of them.
    assert set(after.pop("cgroups")) <= set(before.pop("cgroups"))
    assert after == before
    assert not bringup.down(recipe)
    assert api.answers(engine.host)


def own_trees(engine: EngineUnderTest) -> list[Path]:
    """The Debian trees that the session's engine lives in, to be used again."""
    name = f"sid-{zlib.crc32(' '.join(SID).encode()):08x}"
    return list(Path(engine.host.removeprefix("unix://")).parents[1].glob(name))


@pytest.mark.engine
def test_an_engine_that_does_not_come_up_shows_its_log(
    engine: EngineUnderTest, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.name != "docker-20.10":
        pytest.skip("one engine of this machine is enough")

    def wrong(recipe: Recipe) -> list[str]:
        return [*dockerd(recipe), "--no-such-option"]

    recipe = Recipe("broken", "docker", "20.10.", wrong, 3)
    with pytest.raises(EngineError, match="unknown flag: --no-such-option"):
        bringup.up(recipe)
    assert not any(traces(recipe).values())


def test_without_root_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "os_release", lambda: {"ID": "debian"})
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(EngineError, match=r"needs root(.|\n)*GRADER_TEST_ENGINE=none"):
        packages.require_debian_root(None)


def test_on_another_system_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "os_release", lambda: {"ID": "x", "PRETTY_NAME": "Other 1"})
    with pytest.raises(EngineError, match=r"Other 1, not Debian(.|\n)*as root on Debian 12"):
        packages.require_debian_root("bookworm")


def test_missing_package_lists_are_fetched_once(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def run(*command: str, timeout: float) -> str:
        ran.append(command[4])
        if ran == ["install"]:
            raise EngineError("Unable to locate package")
        return ""

    monkeypatch.setattr(packages, "run", run)
    packages.install({"no-such-program": "no-such-package", "sh": "dash"})
    assert ran == ["install", "update", "install"]


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "run", lambda *_, **__: pytest.fail("installs"))
    packages.install({"sh": "dash"})


def test_a_reused_process_id_is_not_ours(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    Process(file).write(1)
    assert Process(file).pid() == 1
    file.write_text("1 12345678901234567890\n", encoding="utf-8")
    assert Process(file).pid() is None


def test_the_last_session_stops_the_engine(tmp_path: Path) -> None:
    users = Users(tmp_path)
    with subprocess.Popen(["sleep", "60"]) as other:
        users.enter(1)
        users.enter(other.pid)
        assert not users.leave(1)
        assert users.leave(other.pid)
        assert not users.leave(other.pid)
        other.kill()


def test_a_session_that_died_is_no_user(tmp_path: Path) -> None:
    users = Users(tmp_path)
    with subprocess.Popen(["sleep", "60"]) as other:
        users.enter(other.pid)
        other.kill()
    assert users.alive() == []


def test_a_folder_too_long_for_a_socket_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_ENGINES", "/tmp/" + "x" * 100)
    with pytest.raises(EngineError, match="GRADER_ENGINES to a shorter one"):
        state.state_folder()
