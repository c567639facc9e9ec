"""The programs that tests run: one list, with the Debian package of each and the reason.

Whatever is missing is installed where that is possible (root on Debian). Otherwise it is a failure
in CI and a skip on a person's machine. `test_programs.py` fails for a program that is not listed.
"""

import os
import shutil
from typing import NamedTuple

import pytest

from tests.engines.errors import EngineError
from tests.engines.packages import install, require_debian_root


class Program(NamedTuple):
    """Where a program comes from; the package is empty for what every Debian has."""

    package: str
    reason: str


PROGRAMS = {
    "apt-config": Program("", "reads the proxy that apt uses, for debootstrap"),
    "apt-get": Program("", "installs the other packages"),
    "bash": Program("", "runs the scripts under ci/ as a CI service does"),
    "busybox": Program("busybox-static", "the root file system of the stand-in images"),
    "chromedriver": Program("chromium-driver", "drives Chromium for the live page"),
    "chromium": Program("chromium", "renders the pages"),
    "debootstrap": Program("debootstrap", "makes the Debian tree of the newer engines"),
    "docker": Program("docker.io", "does labs as students do them"),
    "dockerd": Program("docker.io", "the engine of Debian 12"),
    "ip": Program("iproute2", "gives each engine a network of its own"),
    "iptables": Program("iptables", "name resolution in user-defined networks needs it"),
    "mount": Program("", "makes a small file system that can be full"),
    "node": Program("nodejs", "runs the YAML language server that editors use"),
    "npm": Program("npm", "installs the YAML language server"),
    "openssl": Program("openssl", "issues certificates for engines behind TLS"),
    "prlimit": Program("", "limits the memory of a run"),
    "setpriv": Program("", "runs a command without root's privileges"),
    "setsid": Program("", "starts an engine that outlives the process that started it"),
    "sh": Program("", "runs scripts"),
    "sleep": Program("", "a process to be left alone"),
    "tini": Program("tini", "the first process of an engine's namespace"),
    "tmux": Program("tmux", "a terminal to type into and to read from"),
    "umount": Program("", "removes the small file system again"),
    "unshare": Program("", "gives each engine namespaces of its own"),
}


def need(*programs: str) -> None:
    """Install the programs that are missing; fail in CI, else skip, where that is not possible."""
    if all(map(shutil.which, programs)):
        return
    try:
        require_debian_root(None)
        install({program: PROGRAMS[program].package for program in programs})
    except EngineError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"not installed: {', '.join(programs)}")
