"""What `grader doctor` finds, and what to do about it.

A command stands after ": " at the end of a remedy, to be copied.
"""

from __future__ import annotations

TEXTS = {
    "doctor.pointer": "to find the cause, run: grader doctor",
    "doctor.engine": "{kind} {version} answers at {endpoint} (API {api}, chosen by {origin})",
    "doctor.none": "no engine is available",
    "doctor.fine": "no problems found: you can grade labs here",
    "doctor.works": "you can grade labs here; see the notes above",
    # the choice
    "doctor.contexts-are": "available contexts: {names:list}",
    "doctor.use-default": "use the default engine: docker context use default",
    "doctor.unset": "remove {name} from this shell (and from your shell profile): unset {name}",
    "doctor.unset-windows": "remove {name} from this PowerShell session: Remove-Item Env:{name}",
    "doctor.without-host": (
        "give the address as unix:///path, tcp://host:port or ssh://user@host, or omit --host"
    ),
    "doctor.tls": "{endpoint} is a TLS port, and TLS is off",
    "doctor.set-tls": (
        "set DOCKER_CERT_PATH to the folder with ca.pem, cert.pem and key.pem, then: export "
        "DOCKER_TLS_VERIFY=1"
    ),
    "doctor.dead-address": (
        "{origin} is set to {endpoint}, where no engine is reachable: {reason:m}"
    ),
    "doctor.dead-context": (
        "the Docker context {name:q} uses {endpoint}, where no engine is reachable: {reason:m}"
    ),
    "doctor.start-context": "start the engine of context {name:q}, then try again",
    "doctor.start-colima": "start Colima: colima start",
    "doctor.start-desktop": "open {name} and wait until it reports that it is running",
    "doctor.host-over-context": (
        "DOCKER_HOST is set to {host}, so the selected context {name:q} is ignored"
    ),
    "doctor.other-engine": "another engine is running: {label} ({kind} {version}) at {endpoint}",
    "doctor.choose-other": "to use it: export DOCKER_HOST={endpoint}",
    "doctor.done-there": (
        "if you did the lab on it, add this to the grader command: --host {endpoint}"
    ),
    # permission
    "doctor.closed-folder": "you do not have permission to enter the folder of the socket {path}",
    "doctor.group-not-active": (
        "{user} is in the group {group}, but this session started before that"
    ),
    "doctor.log-in-again": "log out and log in again; for this shell only: newgrp {group}",
    "doctor.not-in-group": (
        "the socket {path} is restricted to root and the group {group}, and {user} is not in "
        "that group"
    ),
    "doctor.join-group": (
        "join the group (its members have full control of this machine): sudo usermod -aG "
        "{group} {user}"
    ),
    "doctor.closed-socket": "the socket {path} is restricted to {owner} (mode {mode})",
    "doctor.own-engine": (
        "or run your own engine without root: dockerd-rootless-setuptool.sh install"
    ),
    # presence
    "doctor.not-installed": "Docker is not installed on this machine",
    "doctor.install": (
        "install Docker Engine or Docker Desktop: https://docs.docker.com/get-docker/"
    ),
    "doctor.desktop-not-running": "Docker Desktop is not running",
    "doctor.not-running": "Docker is installed but not running: the socket {path} does not exist",
    "doctor.nobody-listens": (
        "the socket {path} was left behind by an engine that is no longer running"
    ),
    "doctor.start-systemd": "start it: sudo systemctl start docker",
    "doctor.start-service": "start it: sudo service docker start",
    "doctor.wsl": "this is WSL ({name}), and Docker Desktop is not enabled for it",
    "doctor.wsl-integration": (
        "start Docker Desktop on Windows, and enable {name} in Settings, Resources, WSL integration"
    ),
    "doctor.wsl-own": "or start an engine inside this distribution: sudo service docker start",
    "doctor.wsl-1": "{name} is a WSL 1 distribution, which cannot run Docker or connect to it",
    "doctor.wsl-convert": "convert it in PowerShell: wsl --set-version {name} 2",
    # the engine itself
    "doctor.upgrade": "install Docker 20.10 or newer: https://docs.docker.com/engine/install/",
    "doctor.windows-containers": "the engine runs Windows containers; labs use Linux containers",
    "doctor.switch-to-linux": ("choose 'Switch to Linux containers' in the menu of Docker Desktop"),
    "doctor.disk-full": "the disk with the engine's data, {path}, has {free} MiB left",
    "doctor.see-disk": "see what uses the space: docker system df",
    "doctor.free-disk": (
        "free some space, but keep stopped containers, because a lab may check them: docker "
        "builder prune && docker image prune"
    ),
    "doctor.podman": "Podman {version} answers in place of Docker at {endpoint}",
    "doctor.same-engine": (
        "that works; do the lab with the same engine: 'docker version' shows Podman too"
    ),
}
