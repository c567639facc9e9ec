"""Normal forms back into an engine's document: the inverse of reading, for snapshots to change.

`raw` writes a value of a form; `write` puts a field's value where the field is read. A field that
is read from more than one place has a line in `FIELDS`.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grader.fields.types import ListOf, MapOf, PathsOf

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from grader.fields.types import Field, Form, Normal, Path

    Document = dict[str, Any]

MANIFEST = "example.invalid/image"  # the repository before a digest; its name is not read


def raw(form: Form, value: Normal) -> Any:
    """Write a normal form as an engine would."""
    if value is None:
        return None
    if isinstance(form, MapOf):
        value = {name: entry for name, entry in value.items() if entry is not None}
    if not isinstance(form, PathsOf) and form.write is not None:
        return form.write(value)
    if isinstance(form, ListOf):
        return [raw(form.element, element) for element in value]
    if isinstance(form, MapOf):
        return {name: raw(form.entry, entry) for name, entry in value.items()}
    return value


def write(field: Field, document: Document, value: Normal, moment: datetime) -> None:
    """Put a value where a field is read; `moment` is that of the observation."""
    own = FIELDS.get((field.name, field.path))
    if own is not None:
        own(document, value)
    elif field.name == "created":
        made = moment - timedelta(microseconds=(value or 0) // 1000)
        document["Created"] = made.isoformat() if value is not None else ""
    else:
        put(document, field.path, raw(field.form, value))


def put(document: Any, path: Path, value: Any) -> None:
    """Set what stands at a path; what is missing on the way is made."""
    for step, following in pairwise(path):
        if isinstance(document, list):
            document = document[int(step)]
        else:
            if document.get(step) is None:
                document[step] = [] if isinstance(following, int) else {}
            document = document[step]
    if isinstance(document, list):
        if isinstance(path[-1], int) and path[-1] < len(document):
            document[path[-1]] = value
        else:
            document.append(value)
    else:
        document[path[-1]] = value


def _write_ports(document: Document, value: Normal) -> None:
    """Both what is in force and what was asked for: which one counts depends on the state."""
    bound: Document = {}
    for port in value or ():
        one = {"HostIp": port.get("host_ip") or "", "HostPort": _port(port.get("published"))}
        bound.setdefault(f"{_port(port['target'])}/{port.get('protocol') or 'tcp'}", []).append(one)
    put(document, ("NetworkSettings", "Ports"), bound)
    put(document, ("HostConfig", "PortBindings"), bound)


def _port(value: Normal) -> str:
    return str(value[0] if isinstance(value, tuple) else value or "")


def _write_tmpfs(document: Document, value: Normal) -> None:
    options = {
        of["target"]: ",".join(
            f"{key}={text}"
            for key, text in (("size", of.get("size")), ("mode", of.get("mode")))
            if text
        )
        for of in value or ()
    }
    put(document, ("HostConfig", "Tmpfs"), options)
    mounts = document["HostConfig"].get("Mounts") or []
    put(document, ("HostConfig", "Mounts"), [m for m in mounts if m.get("Type") != "tmpfs"])


def _write_cpus(document: Document, value: Normal) -> None:
    put(document, ("HostConfig", "NanoCpus"), value or 0)
    put(document, ("HostConfig", "CpuQuota"), 0)


def _write_state(document: Document, value: Normal) -> None:
    put(document, ("State", "Status"), value)
    put(document, ("State", "Running"), value in ("running", "paused"))


def _write_exit_code(document: Document, value: Normal) -> None:
    put(document, ("State", "ExitCode"), value or 0)
    if document["State"].get("Status") not in ("exited", "dead"):
        put(document, ("State", "Status"), "exited")


def _write_health(document: Document, value: Normal) -> None:
    put(document, ("State", "Health"), None if value in (None, "none") else {"Status": value})
    if document["State"].get("Status") not in ("running", "paused"):
        put(document, ("State", "Status"), "running")


def _write_image(document: Document, value: Normal) -> None:
    put(document, ("Config", "Image"), getattr(value, "typed", value))


def _write_digest(document: Document, value: Normal) -> None:
    put(document, ("RepoDigests",), [f"{MANIFEST}@{digest}" for digest in value or ()])


def _write_layers(document: Document, value: Normal) -> None:
    put(document, ("RootFS", "Layers"), [f"sha256:{n:064x}" for n in range(max(value or 0, 0))])


def _write_joined(document: Document, value: Normal) -> None:
    put(document, ("Containers",), {f"{n:064x}": {"Name": name} for n, name in enumerate(value)})


FIELDS: dict[tuple[str, Path], Callable[[Document, Normal], None]] = {
    ("ports", ("NetworkSettings", "Ports")): _write_ports,
    ("tmpfs", ("HostConfig", "Tmpfs")): _write_tmpfs,
    ("cpus", ("HostConfig", "NanoCpus")): _write_cpus,
    ("state", ("State", "Status")): _write_state,
    ("exit_code", ("State", "ExitCode")): _write_exit_code,
    ("health", ("State", "Health", "Status")): _write_health,
    ("image", ("Config", "Image")): _write_image,
    ("digest", ("RepoDigests",)): _write_digest,
    ("layers", ("RootFS", "Layers")): _write_layers,
    ("containers", ("Containers",)): lambda document, value: _write_joined(document, value or ()),
}
