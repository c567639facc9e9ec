"""Fields of a container that more than one place in its document decides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from grader.fields.forms.ages import moment
from grader.fields.forms.networks import NAMESPACE, NETWORKS
from grader.fields.forms.numbers import CPUS, whole
from grader.fields.forms.policy import ALL, CAPABILITIES
from grader.fields.forms.ports import bindings
from grader.fields.forms.process import read_health as healthcheck_form
from grader.fields.forms.storage import MOUNTS
from grader.fields.forms.storage import read_tmpfs as tmpfs_form
from grader.fields.forms.text import engine_text, stream
from grader.fields.forms.used_image import UsedImage
from grader.fields.reading import dig, normal_form
from grader.fields.types import COMPOSE, NotThere, Present, Unknown
from grader.model.message import message
from grader.model.snapshot import Absent, Found, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.fields.types import Reading, Subject

ENDED = frozenset({"exited", "dead", "restarting", "removing"})
ALIVE = frozenset({"running", "paused"})
NEVER = "0001-01-01T00:00:00Z"
SETTLE = 2.0  # seconds that a start has to last under `within`
BRIDGE, PODMAN_DEFAULT = "bridge", "podman"  # what the default network is called
WITHOUT_DNS = frozenset({BRIDGE, "host", "none"})  # networks without a name server
CPU_PERIOD = 100_000  # microseconds; the kernel's default, where a quota is given alone


def status(document: Mapping[str, Any]) -> str | None:
    """Return what `State.Status` says, "stopped" of older Podman read as Docker's "exited"."""
    text = engine_text(dig(document, ("State", "Status")))
    return "exited" if text == "stopped" else text


def restarts(document: Mapping[str, Any]) -> int:
    count = document.get("RestartCount")
    return count if isinstance(count, int) else 0


def read_state(subject: Subject) -> Reading:
    """Read the state, with notes on restarts and on the engine's own error.

    A crash loop is running about half of the time. Where a state has to last, a container that
    was restarted is running only after `SETTLE` seconds without another restart.
    """
    notes = []
    state, count = status(subject.document), restarts(subject.document)
    if subject.lasting and state == "running" and count and is_fresh(subject):
        state = "restarting"
    if count:
        notes.append(message("note.restarted", state=state, count=count))
    error = engine_text(dig(subject.document, ("State", "Error")))
    if error:
        notes.append(message("note.engine-said", text=error[:500]))
    return Present(state, tuple(notes))


def is_fresh(subject: Subject) -> bool:
    """Say whether a container was started less than `SETTLE` seconds before the observation."""
    started = engine_text(dig(subject.document, ("State", "StartedAt")))
    if not started or started == NEVER:
        return False
    age = subject.view.observed_at - moment(started)
    return timedelta(0) <= age < timedelta(seconds=SETTLE)


def read_exit_code(subject: Subject) -> Reading:
    """Read the exit code: it is 0 in the document before a container ever ended [20.10]."""
    state = status(subject.document)
    code = whole(dig(subject.document, ("State", "ExitCode")) or 0)
    failed_to_start = state == "created" and code != 0
    if state in ENDED or failed_to_start:
        return Present(code)
    return NotThere(message("not-there.exit-code", state=state))


def read_health(subject: Subject) -> Reading:
    """Read the health; a stopped container keeps its last one, which says nothing now."""
    found = engine_text(dig(subject.document, ("State", "Health", "Status")))
    checked = healthcheck_form(dig(subject.document, ("Config", "Healthcheck")))
    if checked is None and found in (None, "none"):
        return Present("none")
    state = status(subject.document)
    if state not in ALIVE:
        return NotThere(message("not-there.health", state=state))
    return Present(found or "none")


def read_image(subject: Subject) -> Reading:
    """Read which image was used: by the reference typed, and by what its image is called now."""
    name = engine_text(dig(subject.document, ("Config", "Image")))
    image_id = engine_text(subject.document.get("Image"))
    answer = subject.view.answer(Question("image", image_id or ""))
    document = answer.document if isinstance(answer, Found) else None
    used = UsedImage(
        typed=name or image_id or "",
        tags=_texts(document, "RepoTags"),
        digests=_texts(document, "RepoDigests"),
        image_id=image_id or "",
    )
    notes = (message("note.image-moved", image=used.short),) if used.moved else ()
    return Present(used, notes)


def _texts(document: Mapping[str, Any] | None, key: str) -> tuple[str, ...] | None:
    if document is None:
        return None
    return tuple(filter(None, map(engine_text, document.get(key) or ())))


def read_ports(subject: Subject) -> Reading:
    """Read published ports.

    Bindings stay in the document of a container under network host, and of one whose start
    failed, although no port is open [20.10]; a stopped one has only what was asked for.
    """
    if dig(subject.document, ("HostConfig", "NetworkMode")) in ("host", "none"):
        return Present(None)
    alive = status(subject.document) in ALIVE
    path = ("NetworkSettings", "Ports") if alive else ("HostConfig", "PortBindings")
    return Present(tuple(bindings(dig(subject.document, path) or {})) or None)


def read_volumes(subject: Subject) -> Reading:
    mounts = normal_form(MOUNTS, dig(subject.document, ("Mounts",)) or [])
    for mount in mounts or ():
        if mount["type"] == "volume" and mount["source"]:
            mount["source"] = _without_project(subject, mount["source"])
    return Present(mounts)


def read_tmpfs(subject: Subject) -> Reading:
    given = dig(subject.document, ("HostConfig", "Tmpfs")) or {}
    found = [tmpfs_form(item) for item in sorted(given.items())]
    for mount in dig(subject.document, ("HostConfig", "Mounts")) or ():
        if mount.get("Type") == "tmpfs":
            options = mount.get("TmpfsOptions") or {}
            mode = options.get("Mode")
            found.append(
                {
                    "target": engine_text(mount.get("Target")),
                    "size": options.get("SizeBytes") or None,
                    "mode": f"{whole(mode):o}" if mode else None,
                }
            )
    return Present(tuple(found) or None)


def read_networks(subject: Subject) -> Reading:
    """Read the networks joined, without the project's prefix where the target is Compose's.

    On a network with a name server the container's own name resolves too; only some engines list
    it (`DNSNames`, from API 1.44).
    """
    joined = dig(subject.document, ("NetworkSettings", "Networks")) or {}
    named = {_without_project(subject, name): of for name, of in joined.items()}
    if PODMAN_DEFAULT in named and BRIDGE not in named:
        named[BRIDGE] = named.pop(PODMAN_DEFAULT)
    found = normal_form(NETWORKS, named)
    own = (engine_text(subject.document.get("Name")) or "").removeprefix("/")
    for name, joined in (found or {}).items():
        if own and name not in WITHOUT_DNS and own not in (joined["aliases"] or ()):
            joined["aliases"] = (*(joined["aliases"] or ()), own)
    return Present(found)


def read_network_mode(subject: Subject) -> Reading:
    """Read the network mode; the engine's own default is the bridge."""
    mode = engine_text(dig(subject.document, ("HostConfig", "NetworkMode")))
    if mode in (None, "default"):
        return Present(BRIDGE)
    return _named_container(subject, _without_project(subject, mode))


def read_pid(subject: Subject) -> Reading:
    return _namespace(subject, "PidMode")


def read_ipc(subject: Subject) -> Reading:
    return _namespace(subject, "IpcMode")


def _namespace(subject: Subject, key: str) -> Reading:
    """Read a namespace's mode; one of its own is written "" or `private` where it is usual."""
    mode = NAMESPACE.normal(dig(subject.document, ("HostConfig", key)))
    return Present(None) if mode is None else _named_container(subject, mode)


def _without_project(subject: Subject, name: str) -> str:
    return name.removeprefix(f"{subject.project}_") if subject.project else name


def _named_container(subject: Subject, mode: str) -> Reading:
    """Show `container:ID` by the other container's name, or as Compose's `service:NAME`."""
    kind, found, other = mode.partition(":")
    if kind != "container" or not found:
        return Present(mode)
    answer = subject.view.answer(Question("container", other))
    if isinstance(answer, Found):
        labels = dig(answer.document, ("Config", "Labels")) or {}
        service = labels.get(f"{COMPOSE}service") if subject.project else None
        name = engine_text(answer.document.get("Name")) or other
        return Present(f"service:{service}" if service else f"container:{name.lstrip('/')}")
    return Present(mode) if isinstance(answer, Absent) else Unknown(answer.reason)


def read_cap_add(subject: Subject) -> Reading:
    """Read added capabilities; what must not be there is there in a privileged container too."""
    host = subject.document.get("HostConfig") or {}
    added = normal_form(CAPABILITIES, host.get("CapAdd")) or ()
    forbidding = subject.wanted is not None and "not" in subject.wanted.words
    if forbidding and host.get("Privileged"):
        added = (*added, ALL)
    return Present(added or None)


def read_cpus(subject: Subject) -> Reading:
    host = subject.document.get("HostConfig") or {}
    nano = CPUS.normal(host.get("NanoCpus"))
    quota = whole(host.get("CpuQuota") or 0)
    if nano is None and quota > 0:
        nano = quota * 10**9 // (whole(host.get("CpuPeriod") or 0) or CPU_PERIOD)
    return Present(nano)


def read_logs(subject: Subject) -> Reading:
    """Read the log; there is none before the first start."""
    if dig(subject.document, ("State", "StartedAt")) in (None, "", NEVER):
        return NotThere(message("not-there.logs"))
    tty = bool(dig(subject.document, ("Config", "Tty")))
    question = Question.of("logs", container=subject.document["Id"], tty=tty)
    answer = subject.view.answer(question)
    if isinstance(answer, Found):
        return Present(stream(answer.document["text"], cut=answer.document["cut"]))
    gone = message("vanished", what="container")
    return Unknown(gone if isinstance(answer, Absent) else answer.reason)
