"""Stand-ins carry the real images' metadata, and behave as students meet them."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engines import api
from tests.engines.lab import LabEngine
from tests.engines.naming import OwnNames
from tests.engines.standins import MARK, standins

pytestmark = pytest.mark.engine

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
COLOR_LAB = """
docker pull devwikirepo/envnodecolorapp
docker run -d -p 8080:3000 --name defaultColorApp devwikirepo/envnodecolorapp
docker run -d -p 8081:3000 --name blueColorApp --env COLOR=blue devwikirepo/envnodecolorapp
"""


def soon(look: Callable[[], Any], seconds: float = 10) -> Any:
    """What `look` gives as soon as it is true; tried again while the connection is refused."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            seen = look()
        except OSError:
            seen = None
        if seen or time.monotonic() > deadline:
            return seen
        time.sleep(0.05)


def state(lab: LabEngine, name: str) -> Any:
    return lab.inspect("containers", name)["State"]


def ended(lab: LabEngine, name: str) -> Any:
    """The state of a container once it has exited."""
    soon(lambda: state(lab, name)["Status"] == "exited")
    assert state(lab, name)["Status"] == "exited"
    return state(lab, name)


def test_every_stand_in_is_there_and_says_that_it_is_one(lab_engine: LabEngine) -> None:
    for standin in standins().values():
        for tag in standin.tags:
            config = lab_engine.inspect("images", tag)["Config"]
            assert config["Labels"][MARK] == "true"


def test_nginx_metadata(lab_engine: LabEngine) -> None:
    config = lab_engine.inspect("images", "nginx")["Config"]
    assert config["Env"][0] == PATH
    assert "NGINX_VERSION=1.27.3" in config["Env"]
    assert config["Cmd"] == ["nginx", "-g", "daemon off;"]
    assert config["Entrypoint"] == ["/docker-entrypoint.sh"]
    assert config["ExposedPorts"] == {"80/tcp": {}}
    assert config["StopSignal"] == "SIGQUIT"
    assert config.get("WorkingDir", "") in {"", "/"}  # Podman and 28.5 say "/"
    other = lab_engine.inspect("images", "nginx:1.25-alpine")
    assert other["Id"] != lab_engine.inspect("images", "nginx")["Id"]


def test_color_app_metadata(lab_engine: LabEngine) -> None:
    config = lab_engine.inspect("images", "devwikirepo/envnodecolorapp")["Config"]
    node = ["NODE_VERSION=14.21.3", "YARN_VERSION=1.22.19", "COLOR=red"]
    assert config["Env"] == [PATH, *node]
    assert (config["User"], config["WorkingDir"]) == ("node", "/app")
    assert (config["Entrypoint"], config["Cmd"]) == (["docker-entrypoint.sh"], ["npm", "start"])


def test_short_and_full_references_are_one_image(lab_engine: LabEngine) -> None:
    names = ["nginx", "nginx:latest", "library/nginx", "docker.io/library/nginx:latest"]
    documents = [lab_engine.inspect("images", name) for name in names]
    assert len({document["Id"] for document in documents}) == 1


def test_nginx_serves_its_page_and_stops_with_0(lab_engine: LabEngine) -> None:
    lab_engine.docker("run", "-d", "--name", "web", "-p", "8080:80", "nginx")
    status, body = soon(lambda: lab_engine.http(8080))
    assert (status, "Welcome to nginx!" in body) == (200, True)
    lab_engine.docker("stop", "web")
    assert ended(lab_engine, "web")["ExitCode"] == 0


def test_override_command(lab_engine: LabEngine) -> None:
    done = lab_engine.play(
        "$ docker run --name customCmd nginx cat usr/share/nginx/html/index.html"
    )[0]
    assert "<h1>Welcome to nginx!</h1>" in done.stdout
    assert ended(lab_engine, "customCmd")["ExitCode"] == 0
    assert lab_engine.docker("logs", "customCmd").stdout == done.stdout


def test_color_app_answers_in_its_colour_at_published_ports(lab_engine: LabEngine) -> None:
    lab_engine.play(COLOR_LAB)
    assert "background-color: red" in soon(lambda: lab_engine.http(8080))[1]
    assert "background-color: blue" in soon(lambda: lab_engine.http(8081))[1]


def test_env_after_the_image_name_becomes_the_command(lab_engine: LabEngine) -> None:
    lab_engine.play("docker run -d --name wrong devwikirepo/envnodecolorapp --env COLOR=blue")
    assert ended(lab_engine, "wrong")["ExitCode"] == 9
    assert lab_engine.inspect("containers", "wrong")["Config"]["Cmd"] == ["--env", "COLOR=blue"]
    assert "node: bad option: --env" in lab_engine.docker("logs", "wrong").stderr


def test_jdk_exits_at_once_without_a_command_and_stays_with_one(lab_engine: LabEngine) -> None:
    lab_engine.play(
        """
        docker run -d --name gone openjdk:11-jre-slim
        docker run -d --name stays openjdk:11-jre-slim sleep infinity
        """
    )
    assert ended(lab_engine, "gone")["ExitCode"] == 0
    assert state(lab_engine, "stays")["Status"] == "running"
    folders = lab_engine.docker("exec", "stays", "ls", "/").stdout.split()
    assert {"bin", "etc", "usr", "tmp"} <= set(folders)


def test_jdk_at_a_terminal_keeps_running(lab_engine: LabEngine) -> None:
    arguments = lab_engine.naming.command(
        ["run", "-it", "--name", "jdk-container", "openjdk:11-jre-slim", "bash"]
    )
    with lab_engine.engine.in_terminal(*arguments):
        soon(lambda: lab_engine.inspect("containers", "jdk-container"))
        assert soon(lambda: state(lab_engine, "jdk-container")["Status"] == "running")
    assert lab_engine.inspect("containers", "jdk-container")["Config"]["Tty"] is True


def test_health_checks(lab_engine: LabEngine) -> None:
    lab_engine.play(
        """
        docker run -d --name well grader/healthcheck
        docker run -d --name sick -e SICK=yes grader/healthcheck
        """
    )
    if lab_engine.engine.kind == "podman":  # its timers need systemd
        assert state(lab_engine, "well")["Health"]["Status"] == "starting"
        return
    assert soon(lambda: state(lab_engine, "well")["Health"]["Status"] == "healthy")
    assert soon(lambda: state(lab_engine, "sick")["Health"]["Status"] == "unhealthy")


def test_services_meet_on_a_network_of_their_own(lab_engine: LabEngine) -> None:
    lab_engine.play(
        """
        docker network create lab
        docker run -d --name cache --network lab --network-alias cache redis:7
        docker run -d --name db -e POSTGRES_PASSWORD=secret --network lab postgres:16
        docker run -d --name forgot postgres:16
        """
    )
    ping = ["run", "--rm", "--network", "lab", "redis:7", "redis-cli", "-h", "cache", "ping"]
    assert soon(lambda: lab_engine.docker(*ping, check=False).stdout) == "PONG\n"
    assert soon(lambda: lab_engine.docker("exec", "db", "pg_isready", check=False).stdout)
    assert ended(lab_engine, "forgot")["ExitCode"] == 1


def test_memory_limit_is_kept(lab_engine: LabEngine) -> None:
    lab_engine.docker("run", "-d", "--name", "small", "-m", "64m", "busybox", "sleep", "60")
    assert lab_engine.inspect("containers", "small")["HostConfig"]["Memory"] == 64 * 1024**2


def test_a_folder_of_this_machine_can_be_mounted(lab_engine: LabEngine, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("from outside", encoding="utf-8")
    mount = f"{tmp_path}:/usr/share/nginx/html:ro"
    lab_engine.docker("run", "-d", "--name", "web", "-p", "8080:80", "-v", mount, "nginx")
    assert soon(lambda: lab_engine.http(8080)) == (200, "from outside")


def test_cleanup_removes_all_but_the_stand_ins_and_mends_them(lab_engine: LabEngine) -> None:
    before = dict(lab_engine.standins)
    lab_engine.play(
        """
        docker run -d --name web -v data:/data nginx
        docker network create lab
        docker volume create other
        docker tag nginx mine:1
        docker tag redis:7 nginx
        """
    )
    lab_engine.cleanup()
    assert lab_engine.inspect("containers", "web") is None
    assert lab_engine.inspect("networks", "lab") is None
    assert lab_engine.inspect("volumes", "data") is None
    assert lab_engine.inspect("volumes", "other") is None
    assert lab_engine.inspect("images", "mine:1") is None
    assert set(lab_engine.standins) == set(before)
    assert "NGINX_VERSION=1.27.3" in lab_engine.inspect("images", "nginx")["Config"]["Env"]


def everything_on(host: str) -> list[Any]:
    return [
        sorted(found["Id"] for found in api.get(host, "/containers/json?all=1")),
        sorted(found["Name"] for found in api.get(host, "/networks")),
        sorted(found["Name"] for found in api.get(host, "/volumes")["Volumes"] or []),
        sorted((found["Id"], found["RepoTags"]) for found in api.get(host, "/images/json")),
    ]


def test_on_a_persons_engine_nothing_of_theirs_is_met(lab_engine: LabEngine) -> None:
    """The engine plays a person's: it has a container that is named like the lab's."""
    lab_engine.play("docker run -d --name web -p 8080:80 nginx\ndocker network create lab")
    before = everything_on(lab_engine.host)
    theirs = lab_engine.engine
    guest = LabEngine(
        type(theirs)("theirs", theirs.host, theirs.http_host, False, theirs.kind, theirs.version),
        OwnNames(secrets.token_hex(2)),
        {},
    )
    guest.standins.update(guest.build())
    guest.play(
        """
        docker network create lab
        docker run -d --name web --network lab -v data:/data -p 8080:80 nginx
        docker run nginx cat usr/share/nginx/html/index.html
        docker tag nginx mine:1
        """
    )
    assert soon(lambda: guest.http(8080))[0] == 200
    guest.leave_nothing()
    assert everything_on(lab_engine.host) == before
