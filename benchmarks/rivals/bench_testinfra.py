"""The same as tests of pytest-testinfra, in the way of its documentation."""

import pytest
import testinfra

HOST = testinfra.get_host("local://")
NAMES = [f"bench{n}" for n in range(1, 6)]


@pytest.mark.parametrize("name", NAMES)
def test_state(name):
    assert HOST.docker(name).is_running


@pytest.mark.parametrize("name", NAMES)
def test_image(name):
    assert HOST.docker(name).inspect()["Config"]["Image"] == "nginx"


@pytest.mark.parametrize("name", NAMES)
def test_restart(name):
    assert HOST.docker(name).inspect()["HostConfig"]["RestartPolicy"]["Name"] == "always"


@pytest.mark.parametrize("name", NAMES)
def test_label(name):
    assert HOST.docker(name).inspect()["Config"]["Labels"].get("course") == "docker101"
