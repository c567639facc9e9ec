"""What a container is and does now."""

from __future__ import annotations

from grader.fields.forms import numbers, text
from grader.fields.forms.files import FILES
from grader.fields.forms.probes import PROBES, read_inspect
from grader.fields.forms.used_image import USED_IMAGE
from grader.fields.readers import container as read
from grader.fields.readers.files import read_files
from grader.fields.types import Field, table

STATES = ("running", "exited", "paused", "restarting", "created", "dead", "removing")
FIELDS = table(
    Field(
        "image",
        USED_IMAGE,
        ("Config", "Image"),
        "The image that the container was created from, by what its reference means.",
        "nginx:1.25",
        "docker run IMAGE",
        read=read.read_image,
        also=(("Image",),),
    ),
    Field(
        "state",
        text.choice("state", *STATES),
        ("State", "Status"),
        "What the container is doing now.",
        "running",
        read=read.read_state,
        ours=True,
        also=(("RestartCount",), ("State", "Error"), ("State", "StartedAt")),
    ),
    Field(
        "exit_code",
        numbers.COUNT,
        ("State", "ExitCode"),
        "How the container's process ended; there is none before it ended or failed to start.",
        "0",
        read=read.read_exit_code,
        ours=True,
        also=(("State", "Status"),),
    ),
    Field(
        "health",
        text.choice("health", "healthy", "unhealthy", "starting", "none"),
        ("State", "Health", "Status"),
        "What the health check says; `none` where there is no health check.",
        "healthy",
        read=read.read_health,
        ours=True,
        also=(("Config", "Healthcheck"), ("State", "Status")),
    ),
    Field(
        "restart_count",
        numbers.COUNT,
        ("RestartCount",),
        "How often the engine restarted it; 0 is the strict form of running.",
        "0",
        ours=True,
    ),
    Field(
        "oom_killed",
        numbers.SWITCH,
        ("State", "OOMKilled"),
        "Whether the kernel killed it because memory ran out.",
        "true",
        ours=True,
    ),
    Field(
        "logs",
        text.STREAM,
        (),
        "What it has written since it was created, both streams.",
        "{contains: Welcome}",
        "docker logs",
        read=read.read_logs,
        ours=True,
        also=(("State", "StartedAt"), ("Config", "Tty"), ("Id",)),
        secret=True,
    ),
    Field(
        "files",
        FILES,
        (),
        "Files inside it, by path, also when it is stopped.",
        "{/etc/nginx/nginx.conf: {contains: worker_processes}}",
        "docker cp",
        read=read_files,
        ours=True,
        also=(("HostConfig", "Tmpfs"), ("Mounts",), ("Id",)),
        secret=True,
    ),
    Field(
        "inspect",
        PROBES,
        (),
        "Anything else in `docker inspect`, by a path that is a list.",
        "[{path: [Config, Labels, com.example.role], equals: web}]",
        read=read_inspect,
        ours=True,
        secret=True,
    ),
)
