"""What an author may have meant: near words, and words from neighbouring languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR = 0.6

# Words of `docker inspect`, of the command line and of common speech, and the word meant here.
FOREIGN = {
    "env": "environment",
    "envs": "environment",
    "--env": "environment",
    "-e": "environment",
    "cmd": "command",
    "args": "command",
    "status": "state",
    "running": "state",
    "exitcode": "exit_code",
    "workdir": "working_dir",
    "workingdir": "working_dir",
    "--workdir": "working_dir",
    "-w": "working_dir",
    "--user": "user",
    "-u": "user",
    "--publish": "ports",
    "-p": "ports",
    "publish": "ports",
    "portbindings": "ports",
    "published": "ports",
    "exposedports": "expose",
    "--expose": "expose",
    "mounts": "volumes",
    "mount": "volumes",
    "binds": "volumes",
    "--volume": "volumes",
    "--mount": "volumes",
    "-v": "volumes",
    "--network": "networks",
    "--net": "networks",
    "network": "networks",
    "networkmode": "network_mode",
    "--restart": "restart",
    "restartpolicy": "restart",
    "restart_policy": "restart",
    "restartcount": "restart_count",
    "oomkilled": "oom_killed",
    "memory": "mem_limit",
    "--memory": "mem_limit",
    "-m": "mem_limit",
    "memoryreservation": "mem_reservation",
    "memoryswap": "memswap_limit",
    "shmsize": "shm_size",
    "nanocpus": "cpus",
    "--cpus": "cpus",
    "cpushares": "cpu_shares",
    "cpusetcpus": "cpuset",
    "pidslimit": "pids_limit",
    "readonlyrootfs": "read_only",
    "--read-only": "read_only",
    "readonly": "read_only",
    "capadd": "cap_add",
    "--cap-add": "cap_add",
    "capdrop": "cap_drop",
    "--cap-drop": "cap_drop",
    "securityopt": "security_opt",
    "extrahosts": "extra_hosts",
    "--add-host": "extra_hosts",
    "add_host": "extra_hosts",
    "dnssearch": "dns_search",
    "groupadd": "group_add",
    "pidmode": "pid",
    "ipcmode": "ipc",
    "utsmode": "uts",
    "usernsmode": "userns_mode",
    "logconfig": "logging",
    "--log-driver": "logging",
    "log": "logs",
    "file": "files",
    "label": "labels",
    "--label": "labels",
    "-l": "labels",
    "openstdin": "stdin_open",
    "--interactive": "stdin_open",
    "-i": "stdin_open",
    "--tty": "tty",
    "-t": "tty",
    "stopsignal": "stop_signal",
    "stoptimeout": "stop_grace_period",
    "--hostname": "hostname",
    "-h": "hostname",
    "health_status": "health",
    "repotags": "tags",
    "repodigests": "digest",
    "rootfs": "layers",
    "--name": "container",
    "container_name": "container",
    "name": "container",
    "equal": "equals",
    "is": "equals",
    "eq": "equals",
    "value": "equals",
    "contain": "contains",
    "includes": "contains",
    "regex": "matches",
    "regexp": "matches",
    "pattern": "matches",
    "match": "matches",
    "exists": "present",
    "missing": "absent",
    "in": "one_of",
    "any_of": "one_of",
    "oneof": "one_of",
    "minimum": "min",
    "maximum": "max",
    "from": "source",
    "origin": "source",
    "timeout": "within",
    "wait": "within",
    "needs": "requires",
    "depends": "requires",
    "score": "points",
    "weight": "points",
    "hints": "hint",
    "tests": "checks",
    "tasks": "checks",
    "variables": "vars",
    "expected": "expect",
    "expects": "expect",
    "should": "expect",
    "text": "body",
    "code": "status",
}

# Compose's words that leave nothing in the engine that could be looked at.
NO_TRACE = frozenset(
    "annotations attach build configs credential_spec depends_on deploy develop env_file extends "
    "external_links gpus label_file links models platform post_start pre_stop profiles provider "
    "pull_policy scale secrets storage_opt use_api_socket volumes_from".split()
)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant, or None."""
    known = list(known)
    folded = {name.casefold(): name for name in known}
    meant = FOREIGN.get(word.casefold())
    if word.casefold() in folded:
        return folded[word.casefold()]
    if meant in known:
        return meant
    import difflib

    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=NEAR)
    return folded[close[0]] if close else None


def suggestion(word: str, known: Iterable[str]) -> Message | None:
    """Return the text that offers a near word, or lists the known ones where they are few."""
    known = list(known)
    near = nearest(word, known)
    if near is not None:
        return message("did-you-mean", word=near)
    if 0 < len(known) <= 12:
        return message("one-of-these", words=sorted(known))
    return None
