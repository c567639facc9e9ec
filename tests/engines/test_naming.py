"""Names of one's own, in commands and in specs."""

import shlex

import pytest

from tests.engines.naming import Naming, OwnNames


@pytest.fixture
def own() -> OwnNames:
    names = OwnNames("ab12")
    names.ports |= {8080: 40080, 8081: 40081}
    return names


MARK = "--label org.grader.test=ab12"
P = "grader-test-ab12"


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        ("run -d --name defaultCmd nginx", f"run {MARK} -d --name {P}-defaultCmd {P}/nginx"),
        (
            "run --name customCmd nginx cat usr/share/nginx/html/index.html",
            f"run {MARK} --name {P}-customCmd {P}/nginx cat usr/share/nginx/html/index.html",
        ),
        (
            "container run -dit -p 8081:3000 -e A=b devwikirepo/app --env X=nginx",
            f"container run {MARK} -dit -p 40081:3000 -e A=b {P}/devwikirepo/app --env X=nginx",
        ),
        (
            "run --network=lab -v data:/data -v /tmp/x:/x -v ./y:/y redis:7",
            f"run {MARK} --network={P}-lab -v {P}-data:/data -v /tmp/x:/x -v ./y:/y {P}/redis:7",
        ),
        (
            "run --mount source=data,target=/d --net container:web redis",
            f"run {MARK} --mount source={P}-data,target=/d --net container:{P}-web {P}/redis",
        ),
        ("run -dp 8080:80 nginx", f"run {MARK} -dp 40080:80 {P}/nginx"),
        ("run -p 127.0.0.1:8080:80 nginx", f"run {MARK} -p 127.0.0.1:40080:80 {P}/nginx"),
        ("rm -fv web1 web2", f"rm -fv {P}-web1 {P}-web2"),
        ("stop -t 3 web", f"stop -t 3 {P}-web"),
        ("exec -it web cat nginx", f"exec -it {P}-web cat nginx"),
        ("cp a.txt web:/a.txt", f"cp a.txt {P}-web:/a.txt"),
        ("tag nginx registry:5000/team/web:1", f"tag {P}/nginx registry:5000/{P}/team/web:1"),
        (
            "image rm docker.io/library/nginx:latest",
            f"rmi {P}/nginx:latest".replace("rmi", "image rm"),
        ),
        ("image ls nginx", f"image ls {P}/nginx"),
        ("network create --driver bridge lab", f"network create {MARK} --driver bridge {P}-lab"),
        ("network connect --alias db lab web", f"network connect --alias db {P}-lab {P}-web"),
        ("network connect bridge web", f"network connect bridge {P}-web"),
        ("build -t team/app:1 -f D .", f"build {MARK} -t {P}/team/app:1 -f D ."),
        ("ps -a", "ps -a"),
    ],
)
def test_commands(own: OwnNames, typed: str, run: str) -> None:
    assert own.command(shlex.split(typed)) == shlex.split(run)
    assert Naming().command(shlex.split(typed)) == shlex.split(typed)


SPEC = """\
version: 1
lab: web
checks:
  - id: web
    title: The container web
    container: web
    expect:
      image: nginx
      command: [nginx, -g, "daemon off;"]
      ports: ["8080:80"]
      networks: { lab: { aliases: [www] } }
      logs: { contains: Welcome to nginx! }
  - id: net
    network: lab
    expect: { containers: [web] }
  - id: image
    image: docker.io/library/nginx:latest
    expect: { tags: [nginx:latest] }
  - id: tags
    images: { tags: { matches: "^nginx:" } }
    expect: { count: 1 }
  - id: page
    http: { url: "http://localhost:8081/web" }
"""


def test_specs(own: OwnNames) -> None:
    assert Naming().spec(SPEC) == SPEC
    assert own.spec(SPEC) == (
        SPEC.replace("    container: web", f"    container: {P}-web")
        .replace("[web]", f"[{P}-web]")
        .replace("image: nginx", f"image: {P}/nginx")
        .replace("image: docker.io/library/nginx:", f"image: {P}/nginx:")
        .replace("tags: [nginx:", f"tags: [{P}/nginx:")
        .replace("^nginx:", f"^{P}/nginx:")
        .replace("{ lab:", f"{{ {P}-lab:")
        .replace("network: lab", f"network: {P}-lab")
        .replace("8080:80", "40080:80")
        .replace(":8081", ":40081")
    )


def test_a_free_port_is_kept() -> None:
    names = OwnNames("x")
    assert names.port(8080) == names.port(8080) != 8080
