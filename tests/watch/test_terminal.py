"""The watch in a real terminal: the lab override-env done wrong first, then right."""

import re
import shlex
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.lab import LabEngine
from tests.programs import need
from tests.watch.tmux import Terminal, terminal

pytestmark = pytest.mark.engine
SPECS = Path(__file__).parents[2] / "specs"
ROOT = Path(__file__).parents[2]
IMAGE = "devwikirepo/envnodecolorapp"


@pytest.fixture
def shell(lab_engine: LabEngine) -> Iterator[Terminal]:
    need("tmux")
    with terminal(PYTHONPATH=str(ROOT), DOCKER_HOST=lab_engine.host, TERM="tmux") as shell:
        yield shell


@pytest.fixture
def spec(lab_engine: LabEngine, tmp_path: Path) -> Path:
    text = (SPECS / "override-env.lab.yaml").read_text(encoding="utf-8")
    path = tmp_path / "override-env.lab.yaml"
    path.write_text(lab_engine.naming.spec(text), encoding="utf-8")
    return path


def watch(spec: Path, lab_engine: LabEngine, *options: str) -> str:
    words = [sys.executable, "-m", "grader", "watch", str(spec), *options]
    return shlex.join([*words, "--http-host", lab_engine.http_host])


def line(screen: str, title: str) -> str:
    return next((one for one in screen.splitlines() if title in one), "")


def is_marked(screen: str, sign: str, title: str) -> bool:
    return re.search(rf"▸ {sign} {re.escape(title)}", screen) is not None


def test_the_lab_wrong_first_then_right(lab_engine: LabEngine, shell: Terminal, spec: Path) -> None:
    shell.type(f"{watch(spec, lab_engine)}; echo ended $?")
    shell.until("no container named")
    shell.until("→ next: defaultColorApp starts the app")
    lab_engine.play(f"docker run -d -p 8080:3000 --name defaultColorApp {IMAGE}")
    screen = shell.until(lambda screen: "✓ The page of defaultColorApp answers" in screen)
    assert "✓ Port 8080 leads to defaultColorApp" in screen

    # --env after the image name becomes the command
    lab_engine.play(
        f"docker run -d -p 8081:3000 --name blueColorApp {IMAGE} --env COLOR=blue", check=False
    )
    screen = shell.until("--env comes after the image name")
    assert is_marked(screen, "✗", "blueColorApp starts the app")
    assert "hint 1" not in screen
    shell.press("h")
    screen = shell.until("hint 1: docker ps -a shows")
    shell.press("h")
    screen = shell.until("hint 2: All options stand before the image name")
    assert "hint 3" not in screen
    lab_engine.play("docker rm -f blueColorApp")

    # a slip of the keyboard, and the ports the wrong way round
    lab_engine.play(f"docker run -d -p 3000:8081 --name blueColorApp -e COLOR=bluee {IMAGE}")
    screen = shell.until("found 'bluee'")
    assert "hint 2" not in screen, "what passes folds its hints"
    assert "✗ Port 8081 leads to blueColorApp" in screen
    assert "docker inspect --format" in screen
    lab_engine.play("docker rm -f blueColorApp")
    shell.until("no container named")

    lab_engine.play(f"docker run -d -p 8081:3000 --name blueColorApp --env COLOR=blue {IMAGE}")
    screen = shell.until("all done, well done!")
    assert is_marked(screen, "✓", "The page of blueColorApp shows the new colour")
    assert f"grader snapshot {spec} -o override-env.snapshot.json" in screen.replace("\n  ", " ")
    assert "100 of 100 points" in screen
    shell.press("q")
    shell.until("ended 0")


def test_the_terminal_is_left_as_it_was(lab_engine: LabEngine, shell: Terminal, spec: Path) -> None:
    """After q, Ctrl-C, SIGTERM, SIGHUP's kin and Ctrl-Z: the screen, the cursor, echo and lines."""
    shell.type("stty -a >/tmp/before.$$; echo was here")
    shell.until("was here")
    for way, code in (("q", 1), ("C-c", 130), ("TERM", 128 + signal.SIGTERM)):
        shell.type(f"{watch(spec, lab_engine)}; echo ended $?; echo $$")
        inside = shell.until("→ next:")
        assert "was here" not in inside
        if way == "TERM":
            pid = shell.tmux("display-message", "-p", "-t", "0", "#{pane_pid}").strip()
            shell.tmux("run-shell", f"pkill -TERM -P {pid}")
        else:
            shell.press(way)
        screen = shell.until(f"ended {code}")
        assert "was here" in screen
        assert "→ next:" not in screen
        shell.type("stty -a >/tmp/after.$$; cmp /tmp/before.$$ /tmp/after.$$ && echo the same")
        shell.until(lambda screen: "\nthe same" in screen)
        assert shell.tmux("display-message", "-p", "-t", "0", "#{cursor_flag}").strip() == "1"
        shell.type("clear; echo was here")
        shell.until(lambda screen: screen.startswith("was here"))
    shell.type("rm /tmp/before.$$ /tmp/after.$$")


def test_it_can_be_stopped_and_taken_up_again(
    lab_engine: LabEngine, shell: Terminal, spec: Path
) -> None:
    shell.type("set -m")
    shell.type(watch(spec, lab_engine))
    shell.until("→ next:")
    shell.press("C-z")
    shell.until(lambda screen: "shell>" in screen and "→ next:" not in screen)
    shell.type("fg")
    shell.until("→ next:")
    shell.press("q")
    shell.until(lambda screen: "→ next:" not in screen)


def test_it_fits_a_terminal_that_is_resized(
    lab_engine: LabEngine, shell: Terminal, spec: Path
) -> None:
    shell.type(watch(spec, lab_engine))
    shell.until("→ next:")
    for width, height in ((60, 20), (40, 10), (160, 60), (80, 8)):
        shell.resize(width, height)
        shell.until("q quit")
        screen = shell.until("→ next:")
        assert max(map(len, screen.splitlines())) <= width
    shell.resize(100, 45)
    shell.until("The page of blueColorApp shows the new colour")
    assert "more lines" not in shell.screen()
    shell.press("q")


def test_without_a_terminal_a_line_for_each_change(
    lab_engine: LabEngine, spec: Path, tmp_path: Path
) -> None:
    import subprocess

    log = tmp_path / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            shlex.split(watch(spec, lab_engine, "--hint-after", "1", "--host", lab_engine.host)),
            stdout=out,
            cwd=ROOT,
        )
    try:
        wait(log, "= not passing yet · 5 of 100 points")
        wait(log, "? defaultColorApp starts the app: docker ps -a shows")
        before = len(log.read_text().splitlines())
        lab_engine.play(f"docker run -d -p 8080:3000 --name defaultColorApp {IMAGE}")
        wait(log, "✓ The page of defaultColorApp answers")
        new = log.read_text().splitlines()[before:]
        assert any(line.startswith("✓ defaultColorApp runs") for line in new)
        assert not any("image is here" in line for line in new), "only what changed"
        assert "\x1b" not in log.read_text()
    finally:
        process.terminate()
        process.wait(10)


def wait(log: Path, wanted: str) -> None:
    deadline = time.monotonic() + 30
    while wanted not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
