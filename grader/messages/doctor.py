"""What `grader doctor` finds, and what to do about it.

A command stands after ": " at the end of a remedy, to be copied.
"""

from __future__ import annotations

TEXTS = {
    "doctor.pointer": "to find out why: grader doctor",
    "doctor.engine": "{kind} {version} answers at {endpoint} (API {api}, chosen by {origin})",
    "doctor.none": "no engine can be asked",
    "doctor.fine": "nothing is wrong: labs can be graded here",
    "doctor.works": "labs can be graded here; see the notes above",
    # the choice
    "doctor.contexts-are": "contexts that exist: {names:list}",
    "doctor.use-default": "use the default engine: docker context use default",
    "doctor.unset": "take {name} out of this shell (and of your profile): unset {name}",
    "doctor.unset-windows": "take {name} out of this PowerShell: Remove-Item Env:{name}",
    "doctor.without-host": (
        "name an engine as unix:///path, tcp://host:port or ssh://user@host, or leave --host out"
    ),
    "doctor.tls": "{endpoint} is an engine's port for TLS, and TLS is off",
    "doctor.set-tls": (
        "set DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem, then: "
        "export DOCKER_TLS_VERIFY=1"
    ),
    "doctor.dead-address": "{origin} names {endpoint}, and no engine answers there: {reason:m}",
    "doctor.dead-context": (
        "the Docker context {name:q} leads to {endpoint}, and no engine answers there: {reason:m}"
    ),
    "doctor.start-context": "start the engine behind the context {name:q}, then try again",
    "doctor.start-colima": "start Colima: colima start",
    "doctor.start-desktop": "open the application {name} and wait until it says that it runs",
    "doctor.host-over-context": (
        "DOCKER_HOST is set to {host}, so the context {name:q} that you chose is not used"
    ),
    "doctor.other-engine": "another engine answers: {label} ({kind} {version}) at {endpoint}",
    "doctor.choose-other": "to use that one: export DOCKER_HOST={endpoint}",
    "doctor.done-there": (
        "if you did the lab there, grade it there: add to the grader command: --host {endpoint}"
    ),
    # permission
    "doctor.closed-folder": "the folder of the socket {path} may not be entered by you",
    "doctor.group-not-active": (
        "{user} is in the group {group}, but this session began before that"
    ),
    "doctor.log-in-again": "log out and in again; for this shell alone: newgrp {group}",
    "doctor.not-in-group": (
        "the socket {path} is for root and the group {group}, and {user} is not in that group"
    ),
    "doctor.join-group": (
        "join the group (its members can do everything on this machine): "
        "sudo usermod -aG {group} {user}"
    ),
    "doctor.closed-socket": "the socket {path} is for {owner} alone (mode {mode})",
    "doctor.own-engine": (
        "or have an engine of your own, without root: dockerd-rootless-setuptool.sh install"
    ),
    # presence
    "doctor.not-installed": "no Docker is installed on this machine",
    "doctor.install": (
        "install Docker Engine or Docker Desktop, as https://docs.docker.com/get-docker/ says"
    ),
    "doctor.desktop-not-running": "Docker Desktop is not running",
    "doctor.not-running": "Docker is installed, but not running: there is no socket {path}",
    "doctor.nobody-listens": (
        "the socket {path} is left over from an engine that ended: nobody listens"
    ),
    "doctor.start-systemd": "start it: sudo systemctl start docker",
    "doctor.start-service": "start it: sudo service docker start",
    "doctor.wsl": "this is WSL ({name}), and Docker Desktop does not serve it",
    "doctor.wsl-integration": (
        "start Docker Desktop on Windows, and switch {name} on in its Settings, "
        "Resources, WSL integration"
    ),
    "doctor.wsl-own": "or run an engine of this distribution's own: sudo service docker start",
    "doctor.wsl-1": "{name} is a WSL 1 distribution, which cannot run or reach Docker",
    "doctor.wsl-convert": "convert it, in PowerShell: wsl --set-version {name} 2",
    # the engine itself
    "doctor.upgrade": (
        "install Docker 20.10 or newer, as https://docs.docker.com/engine/install/ says"
    ),
    "doctor.windows-containers": "the engine runs Windows containers; labs are of Linux ones",
    "doctor.switch-to-linux": ("choose 'Switch to Linux containers' in the menu of Docker Desktop"),
    "doctor.disk-full": "the disk of {path}, where the engine keeps its data, has {free} MiB left",
    "doctor.see-disk": "see what takes the space: docker system df",
    "doctor.free-disk": (
        "free some, but keep stopped containers, for a lab may ask for them: "
        "docker builder prune && docker image prune"
    ),
    "doctor.podman": "Podman {version} answers in Docker's place at {endpoint}",
    "doctor.same-engine": (
        "that works; do the lab with the same engine: the command docker version names Podman too"
    ),
}
