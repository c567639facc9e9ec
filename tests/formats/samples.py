"""A lab with every outcome, judged by the real judge on documents as an engine writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader.judge import judge
from grader.message import message
from grader.result import EngineFacts
from grader.snapshot import ABSENT, Found, Question, Snapshot, Unanswered
from grader.spec.loader import load_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.result import Result
    from grader.snapshot import Answer

SPEC = """
version: 1
lab: image-metadata
title: { en: Override image metadata, ko: 이미지 메타데이터 덮어쓰기 }
description:
  en: A container takes command and environment from its image, unless you say otherwise.
  ko: 컨테이너는 이미지의 Cmd와 Env를 물려받고, 실행할 때 덮어쓸 수 있습니다.
checks:
  - id: default-cmd
    title: { en: nginx with the command of its image, ko: 이미지의 Cmd 그대로 실행 }
    section: { en: Command, ko: 명령 }
    points: 20
    container: defaultCmd
    expect:
      image: nginx
      state: running
      command: { source: inherited }

  - id: custom-cmd
    title: { en: nginx shows its page and ends, ko: 페이지를 출력하고 끝나는 컨테이너 }
    section: { en: Command, ko: 명령 }
    points: 30
    container: customCmd
    expect:
      command: { equals: [cat, usr/share/nginx/html/index.html], source: overridden }
      state: exited
    hint:
      - { en: The command stands last., ko: 명령은 맨 뒤에 씁니다. }
      - en: "docker run --name customCmd nginx cat usr/share/nginx/html/index.html"
        ko: "docker run --name customCmd nginx cat usr/share/nginx/html/index.html 을 입력하세요"

  - id: blue-color
    title: { en: The blue page, ko: 파란 페이지 }
    section: { en: Environment, ko: 환경 변수 }
    points: 40
    partial: true
    container: blueColorApp
    expect:
      image: devwikirepo/envnodecolorapp
      state: running
      environment:
        COLOR: { equals: blue, source: overridden }
        DEBUG: { absent: true }
      ports: ["8081:3000"]

  - id: blue-page
    title: { en: The page answers, ko: 페이지 응답 }
    section: { en: Environment, ko: 환경 변수 }
    requires: [blue-color]
    points: 0
    http: { container: blueColorApp, port: 3000 }
    expect: { status: 200 }

  - id: red-color
    title: { en: The red page, ko: 빨간 페이지 }
    section: { en: Environment, ko: 환경 변수 }
    points: 10
    container: defaultColorApp
    expect:
      environment: { COLOR: { equals: red, source: inherited } }
"""

ENGINE = EngineFacts("docker", "20.10.24", "1.41", "unix:///var/run/docker.sock", name="lab-pc-07")
WHEN = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
NGINX = ["/docker-entrypoint.sh"], ["nginx", "-g", "daemon off;"]
PAGE = "usr/share/nginx/html/index.html"


def image(number: int, name: str, **config: Any) -> dict[str, Any]:
    """Write an image's document."""
    return {
        "Id": f"sha256:{number:064x}",
        "RepoTags": [name],
        "RepoDigests": [],
        "Config": {"Env": [], "Cmd": None, "Entrypoint": None, "Labels": None} | config,
    }


def container(
    name: str, of: Mapping[str, Any], reference: str, state: str = "running", **more: Any
) -> dict[str, Any]:
    """Write a container's document: the image's configuration with what overrides it."""
    code = more.pop("exit_code", 0)
    ports = more.pop("ports", {})
    return {
        "Id": f"{abs(hash(name)) % 16**12:064x}",
        "Name": f"/{name}",
        "Image": of["Id"],
        "RestartCount": 0,
        "State": {"Status": state, "Running": state == "running", "ExitCode": code},
        "Config": dict(of["Config"]) | {"Image": reference} | more,
        "HostConfig": {"NetworkMode": "default", "PortBindings": {}},
        "NetworkSettings": {"Ports": ports, "Networks": {}},
        "Mounts": [],
    }


NGINX_IMAGE = image(
    1,
    "nginx:latest",
    Env=["PATH=/usr/local/sbin:/usr/local/bin", "NGINX_VERSION=1.25.3"],
    Entrypoint=NGINX[0],
    Cmd=NGINX[1],
)
COLOR_IMAGE = image(
    2,
    "devwikirepo/envnodecolorapp:latest",
    Env=["PATH=/usr/local/bin", "COLOR=red"],
    Cmd=["node", "server.js"],
)


def answers() -> dict[Question, Answer]:
    """Answer for a student who got one check right, two wrong, and whose image was deleted."""
    blue = container(
        "blueColorApp",
        COLOR_IMAGE,
        "devwikirepo/envnodecolorapp",
        Env=["PATH=/usr/local/bin", "COLOR=bluee"],
        ports={"3000/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8081"}]},
    )
    custom = container(
        "customCmd", NGINX_IMAGE, "nginx", "exited", exit_code=1, Cmd=["cat", f"/{PAGE}.html"]
    )
    return {
        Question("container", "defaultCmd"): Found(container("defaultCmd", NGINX_IMAGE, "nginx")),
        Question("container", "customCmd"): Found(custom),
        Question("container", "blueColorApp"): Found(blue),
        Question("container", "defaultColorApp"): Unanswered(message("timed-out", seconds=10)),
        Question("image", NGINX_IMAGE["Id"]): Found(NGINX_IMAGE),
        Question("image", "nginx"): Found(NGINX_IMAGE),
        Question("image", COLOR_IMAGE["Id"]): Found(COLOR_IMAGE),
        Question("image", "devwikirepo/envnodecolorapp"): Found(COLOR_IMAGE),
        Question("list", "containers"): Found([]),
    }


def snapshot(found: Mapping[Question, Answer] | None = None) -> Snapshot:
    return Snapshot(answers() if found is None else found, WHEN, 0.08, ENGINE)


def judged(spec: str = SPEC, found: Mapping[Question, Answer] | None = None) -> Result:
    """Judge a spec on a snapshot, the way a run does."""
    return judge(load_bytes(spec.encode(), "sample.lab.yaml"), snapshot(found))


def passing() -> Result:
    """Judge a lab in which all is well."""
    start, end = SPEC.index("  - id: custom-cmd"), SPEC.index("  - id: red-color")
    return judged(SPEC[:start] + SPEC[end:].replace("red-color", "red-page"), right_answers())


def right_answers() -> dict[Question, Answer]:
    red = container("defaultColorApp", COLOR_IMAGE, "devwikirepo/envnodecolorapp")
    return answers() | {Question("container", "defaultColorApp"): Found(red)}


def nothing() -> Result:
    """Judge the lab where nothing of it is there."""
    absent = {Question(q.kind, q.key): ABSENT for q in answers() if q.kind == "container"}
    return judged(SPEC, answers() | absent)


def student(result: Result) -> Result:
    return replace(result, student="s2026-017")
