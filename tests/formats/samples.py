"""A lab with every outcome, judged by the real judge on documents as an engine writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader.judge import judge
from grader.labspec.loader import load_bytes
from grader.model.message import message
from grader.model.result import EngineFacts
from grader.model.snapshot import ABSENT, Found, Question, Snapshot, Unanswered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.result import Result
    from grader.model.snapshot import Answer

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
        "Id": name.encode().hex().zfill(64)[:64],
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


def failing() -> Result:
    """Judge the lab where every object could be observed."""
    return judged(SPEC, right_answers())


def nothing() -> Result:
    """Judge the lab where nothing of it is there."""
    absent = {Question(q.kind, q.key): ABSENT for q in answers() if q.kind == "container"}
    return judged(SPEC, answers() | absent)


def student(result: Result) -> Result:
    return replace(result, student="s2026-017")


# What must never reach a reader who may not see it; each stands in one place of the spec or of
# the student's environment.
SECRETS = {
    "expected": "expected-secret-1",
    "actual": "actual-secret-2",
    "pattern": "pattern-secret-3",
    "inherited": "inherited-secret-4",
    "id": "hidden-check-5",
    "title": "hidden-title-6",
    "near": "expected-secret-7",
    "slip": "expected-sekret-7",
}
HIDDEN = f"""
version: 1
lab: hidden
checks:
  - id: told
    reveal: REVEAL
    points: 4
    partial: true
    container: app
    expect:
      environment:
        KEY: {SECRETS["expected"]}
        OTHER: {{ matches: "^{SECRETS["pattern"]}$" }}
        SLIP: {SECRETS["near"]}
        GIVEN: {{ equals: {SECRETS["expected"]}, source: overridden }}
      state: running
    hint: look again
  - id: {SECRETS["id"]}
    title: {SECRETS["title"]}
    visibility: after_due
    points: 5
    container: app
    expect: {{ environment: {{ KEY: {SECRETS["expected"]} }} }}
  - id: after
    requires: [{SECRETS["id"]}]
    container: app
    expect: {{ state: running }}
  - id: after-both
    requires: [{SECRETS["id"]}, told]
    container: app
    expect: {{ state: running }}
  - id: unseen
    reveal: REVEAL
    container: gone
    expect: {{ state: running }}
"""


def hidden(reveal: str = "message") -> Result:
    """Judge a lab of which a student may not see everything."""
    base = image(3, "app:latest", Env=[f"GIVEN={SECRETS['inherited']}"])
    env = [
        f"KEY={SECRETS['actual']}",
        f"OTHER={SECRETS['actual']}",
        f"SLIP={SECRETS['slip']}",
        f"GIVEN={SECRETS['inherited']}",
    ]
    found: dict[Question, Answer] = {
        Question("container", "app"): Found(container("app", base, "app", Env=env)),
        Question("image", base["Id"]): Found(base),
        Question("container", "gone"): Unanswered(message("timed-out", seconds=10)),
    }
    return judged(HIDDEN.replace("REVEAL", reveal), found)


SCRIPT = "<script>alert(1)</script>"
IMAGE_TAG = '"><img src=x onerror=alert(2)>'
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x1b[31m"
BIDI = "\u202egnp.exe\u2066"
MARKUP = "[/red] [bold] {{ 7*7 }} {% raw %} %s"
INVISIBLE = "ad\u200bmin\u3164\ud800\x9b31m"
HOSTILE = (SCRIPT, IMAGE_TAG, ESCAPES, BIDI, MARKUP, INVISIBLE)
HOSTILE_SPEC = """
version: 1
lab: hostile
title: "Hostile </title><script>alert(3)</script>"
checks:
  - id: env
    title: "</summary><script>alert(4)</script>"
    container: victim
    expect:
      environment: { A: x, B: x, C: x, D: x, E: x, F: x }
      labels: { a: "<script>alert(5)</script>" }
      command: [x]
    hint: "'); alert(6); //"
  - id: name
    container: "web"
    expect: { state: running }
  - id: said
    container: broken
    expect: { state: running }
"""


def hostile() -> Result:
    """Judge a student who tries to break the report."""
    base = image(4, "app:latest", Env=[f"A={IMAGE_TAG}"], Cmd=[SCRIPT])
    victim = container(
        "victim",
        base,
        "app",
        Env=[f"{name}={text}" for name, text in zip("ABCDEF", HOSTILE, strict=True)],
        Labels={"a": IMAGE_TAG, SCRIPT: SCRIPT},
        Cmd=[*HOSTILE, "javascript:alert(7)"],
    )
    named = [{"Id": "1", "Names": [f"/web{text}"]} for text in (SCRIPT, ESCAPES)]
    said = Unanswered(message("engine-refused", status=500, text="".join(HOSTILE)))
    found: dict[Question, Answer] = {
        Question("container", "victim"): Found(victim),
        Question("image", base["Id"]): Found(base),
        Question("container", "web"): ABSENT,
        Question("list", "containers"): Found(named),
        Question("container", "broken"): said,
    }
    result = judged(HOSTILE_SPEC, found)
    engine = replace(ENGINE, version=SCRIPT, name=ESCAPES, endpoint=f"tcp://{IMAGE_TAG}")
    return replace(result, engine=engine, student=f"{BIDI}{IMAGE_TAG}{ESCAPES}")


RESULTS = {made.__name__: made for made in (judged, passing, nothing, hidden, hostile)}
