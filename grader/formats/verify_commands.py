"""How a student can look for oneself: where `docker inspect` shows it, and the command.

A command is given to be copied into a shell, so only for names that are plainly names, and quoted.
"""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.result import Observation, Target

# Whole match; no option can begin so, and no shell reads anything into it.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:@-]{0,254}")
STEP = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
KEY = re.compile(r"[A-Za-z0-9_./ :-]{1,120}")
INSPECT = {
    "container": "docker inspect",
    "image": "docker image inspect",
    "network": "docker network inspect",
    "volume": "docker volume inspect",
}
LIST = {
    "container": "docker ps --all",
    "image": "docker image ls",
    "network": "docker network ls",
    "volume": "docker volume ls",
}


def path_text(path: Sequence[str | int]) -> str:
    """Write a path the way the templates of docker inspect do: `.Config.Env`."""
    return "".join(
        f".{step}" if isinstance(step, str) and STEP.fullmatch(step) else f"[{json.dumps(step)}]"
        for step in path
    )


def command(target: Target, seen: Observation) -> str | None:
    """Give the command that shows what was looked at; None where there is no safe one."""
    kind = target.kind
    if kind not in INSPECT:
        return None
    if not target.exact or seen.field in ("present", "absent"):
        return LIST[kind]
    if not NAME.fullmatch(target.name):
        return None
    if seen.field == "logs":
        return f"docker logs {target.name}"
    template = _template(seen.path)
    return template and f"{INSPECT[kind]} --format {shlex.quote(template)} {target.name}"


def _template(path: Sequence[str | int]) -> str | None:
    if not path:
        return None
    plain = 0
    while plain < len(path) and STEP.fullmatch(str(path[plain])) and path[plain] != "":
        plain += 1
    if any(not isinstance(s, int) and not KEY.fullmatch(s) for s in path[plain:]):
        return None
    head = "".join(f".{step}" for step in path[:plain]) or "."
    if plain == len(path):
        return f"{{{{json {head}}}}}"
    keys = " ".join(json.dumps(step) for step in path[plain:])
    return f"{{{{json (index {head} {keys})}}}}"
