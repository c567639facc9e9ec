"""Commands to copy: right for any shell, and none where a name could do harm."""

from __future__ import annotations

import shlex

import pytest

from grader.formats.verify_commands import command, path_text
from grader.model.result import Observation, Outcome, Target


def seen(*path: str | int, field: str = "x") -> Observation:
    return Observation(field, Outcome.FAILED, None, None, path)


@pytest.mark.parametrize(
    ("target", "observation", "expected"),
    [
        (
            Target("container", "web", exact=True),
            seen("Config", "Env"),
            ["docker", "inspect", "--format", "{{json .Config.Env}}", "web"],
        ),
        (
            Target("image", "ghcr.io/a/b:1.2@sha256:ab", exact=True),
            seen("Config", "Cmd"),
            [
                *("docker", "image", "inspect", "--format", "{{json .Config.Cmd}}"),
                "ghcr.io/a/b:1.2@sha256:ab",
            ],
        ),
        (
            Target("container", "web", exact=True),
            seen("Config", "Labels", "com.example.it's", 0),
            None,
        ),
        (
            Target("container", "web", exact=True),
            seen("Config", "Labels", "com.example", 0),
            [
                *("docker", "inspect", "--format"),
                '{{json (index .Config.Labels "com.example" 0)}}',
                "web",
            ],
        ),
        (
            Target("container", "web", exact=True),
            seen(field="logs"),
            ["docker", "logs", "web"],
        ),
        (Target("container", "shop/web"), seen("Config"), ["docker", "ps", "--all"]),
        (Target("container", ""), seen("Config"), ["docker", "ps", "--all"]),
        (
            Target("container", "web", exact=True),
            seen(field="present"),
            ["docker", "ps", "--all"],
        ),
        (Target("http", "GET web:80/"), seen("status"), None),
    ],
)
def test_a_command_is_what_the_shell_should_run(
    target: Target, observation: Observation, expected: list[str] | None
) -> None:
    given = command(target, observation)

    assert (given and shlex.split(given)) == expected


@pytest.mark.parametrize(
    "name", ["-v", "--help", "a b", "a;rm", "$(id)", "`id`", "a\nb", "web'", "", "a" * 300, "é"]
)
def test_no_command_for_a_name_that_is_none(name: str) -> None:
    assert command(Target("container", name, exact=True), seen("Config")) is None


def test_a_path_reads_as_in_a_template() -> None:
    assert path_text(("Config", "Labels", "a.b", 0)) == '.Config.Labels["a.b"][0]'
