"""Engines behind ssh: what is started, what is told when it fails, and that it ends.

The programs here stand in for `ssh` by doing what it does: make the socket, or give up with a
last line that says why.
"""

from __future__ import annotations

import stat
import sys
import time
from typing import TYPE_CHECKING

import pytest

from grader.engine.ssh_tunnel import Tunnel
from grader.errors import EngineError
from grader.messages import say

if TYPE_CHECKING:
    from pathlib import Path

MAKES = """#!{python}
import pathlib, socket, sys, time
pathlib.Path({log!r}).write_text("\\n".join(sys.argv[1:]))
here = sys.argv[sys.argv.index("-L") + 1].partition(":")[0]
server = socket.socket(socket.AF_UNIX)
server.bind(here)
server.listen()
time.sleep(60)
"""
FAILS = (
    "#!/bin/sh\necho 'Warning: a banner' >&2\necho 'Host key verification failed.' >&2\nexit 255\n"
)
HANGS = "#!/bin/sh\nexec sleep 60\n"


def program(folder: Path, text: str) -> str:
    path = folder / "ssh"
    path.write_text(text.format(python=sys.executable, log=str(folder / "log")))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_socket_is_brought_here_and_goes_with_the_tunnel(tmp_path: Path) -> None:
    tunnel = Tunnel("ssh://ada@lab-1:2222/run/d.sock", seconds=10, program=program(tmp_path, MAKES))
    with tunnel:
        assert tunnel.socket.is_socket()
        words = (tmp_path / "log").read_text().split("\n")
    assert words[0] == "-nNT"
    assert words[-2:] == ["--", "lab-1"]
    assert words[words.index("-p") + 1 : words.index("-p") + 4] == ["2222", "-l", "ada"]
    assert f"{tunnel.socket}:/run/d.sock" in words
    assert "BatchMode=yes" in words
    assert not tunnel.socket.parent.exists()
    assert tunnel._process.poll() is not None


def test_what_ssh_says_last_is_the_reason(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as told:
        Tunnel("ssh://lab-1", seconds=10, program=program(tmp_path, FAILS))
    assert say(told.value.message) == (
        "no engine is reachable at ssh://lab-1: ssh reported: Host key verification failed."
    )


def test_a_connection_that_does_not_come_has_a_deadline(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(EngineError, match="no-engine"):
        Tunnel("ssh://lab-1", seconds=0.5, program=program(tmp_path, HANGS))
    assert time.monotonic() - start < 5


def test_without_ssh_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as told:
        Tunnel("ssh://lab-1", seconds=1, program=str(tmp_path / "none"))
    assert say(told.value.message).endswith("/none': No such file or directory")
    assert say(told.value.message, "ko").endswith("/none' 실행 불가: 파일이나 폴더가 없습니다")


@pytest.mark.parametrize(
    "url",
    [
        "ssh://-oProxyCommand=touch%20x",
        "ssh://-oProxyCommand=x@lab-1",
        "ssh://lab-1/var/run/$(touch x).sock",
        "ssh://ada:password@lab-1",
        "ssh://lab-1:0",
        "ssh://lab-1:ssh",
        "ssh://",
        "ssh://lab 1",
    ],
)
def test_an_address_never_becomes_an_option_or_a_command(tmp_path: Path, url: str) -> None:
    with pytest.raises(EngineError, match="bad-endpoint"):
        Tunnel(url, seconds=1, program=program(tmp_path, MAKES))
    assert not (tmp_path / "log").exists()
