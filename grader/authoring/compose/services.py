"""One service of a Compose file: what is expected of its container."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.authoring.compose.reading import by_name
from grader.fields import KINDS
from grader.fields.types import COMPOSE
from grader.model.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.authoring.compose.reading import ComposeFile

    Service = dict[str, Any]

FIELDS = {name for name, of in KINDS["container"].fields.items() if not of.ours or name == "image"}
LIMITS = {"memory": "mem_limit", "cpus": "cpus", "pids": "pids_limit"}
PORT_KEYS = ("target", "published", "protocol", "host_ip")
MOUNT_KEYS = ("type", "source", "target", "read_only")
NETWORK_KEYS = ("aliases", "ipv4_address", "ipv6_address", "mac_address")
SEEN = frozenset({"container_name", "deploy", "scale", "profiles", "build"})


@dataclass(slots=True)
class Found:
    """What a service comes to; `unseen` are its keys that leave no trace."""

    name: str
    target: tuple[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)
    count: int = 0
    unseen: list[str] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)


def of_service(file: ComposeFile, name: str, waited: str | None = None) -> Found:
    """Read a service; `waited` is how another one waits for it, where one does."""
    service = file.service(name)
    found = Found(name, ("container", {"service": name}), profiles=service.get("profiles") or [])
    found.expect |= _state(waited)
    for key, value in service.items():
        if key in FIELDS and value not in (None, [], {}, ""):
            _put(found, file, key, value)
        elif key not in SEEN and not key.startswith("x-") and value is not None:
            found.unseen.append(key)
    if "networks" not in found.expect and "network_mode" not in found.expect:
        found.expect["networks"] = ["default"]
    if file.odd.get(name):
        found.remarks.append(message("import.odd", keys=file.odd[name]))
    if "build" in service and "image" not in service:
        found.remarks.append(message("import.built"))
    if service.get("container_name"):
        path = ["Name"]
        found.expect["inspect"] = [{"path": path, "equals": f"/{service['container_name']}"}]
    _deploy(found, service)
    return found


def _put(found: Found, file: ComposeFile, key: str, value: Any) -> None:
    convert = CONVERT.get(key)
    made = convert(found, file, value) if convert else value
    if made not in (None, [], {}):
        before = found.expect.get(key)
        found.expect[key] = [*before, *made] if isinstance(before, list) else made


def _state(waited: str | None) -> Service:
    if waited == "service_completed_successfully":
        return {"state": "exited", "exit_code": 0}
    healthy = {"health": "healthy"} if waited == "service_healthy" else {}
    return {"state": "running", **healthy}


def waited_for(file: ComposeFile) -> dict[str, str]:
    """Collect how services wait for each other: that tells what must become of them."""
    found: dict[str, str] = {}
    for name in file.services:
        needed = file.service(name).get("depends_on")
        for other, of in (needed if isinstance(needed, dict) else {}).items():
            if isinstance(of, dict) and of.get("condition") != "service_started":
                found[other] = str(of.get("condition"))
    return found


def used(file: ComposeFile, kind: str) -> set[str]:
    """Name the networks or volumes that services use."""
    names: set[str] = set()
    for name in file.services:
        service = file.service(name)
        if service.get("profiles"):
            continue
        if kind == "networks":
            joined = service.get("networks") or ["default"]
            names |= set(joined)
        else:
            names |= {_source(v) for v in service.get("volumes") or ()}
    return names


def _source(volume: Any) -> str:
    if isinstance(volume, dict):
        return str(volume.get("source") or "")
    return str(volume).partition(":")[0]


def _environment(found: Found, file: ComposeFile, value: Any) -> Service:  # noqa: ARG001
    """A name without a value is taken from the shell of whoever starts it: any value will do."""
    return {k: {"present": True} if v is None else v for k, v in by_name(value).items()}


def _labels(found: Found, file: ComposeFile, value: Any) -> Service:  # noqa: ARG001
    return {k: "" if v is None else v for k, v in by_name(value).items()}


def _ports(found: Found, file: ComposeFile, value: Any) -> list[Any]:  # noqa: ARG001
    return [_known(found, "ports", p, PORT_KEYS) if isinstance(p, dict) else p for p in value]


def _volumes(found: Found, file: ComposeFile, value: Any) -> list[Any]:
    """Mounts by the names that the engine has; folders in memory stand under `tmpfs`."""
    made: list[Any] = []
    for item in value:
        if isinstance(item, dict) and item.get("type") == "tmpfs":
            size = (item.get("tmpfs") or {}).get("size")
            memory = f"{item.get('target')}:size={size}" if size else str(item.get("target"))
            found.expect["tmpfs"] = [*found.expect.get("tmpfs", []), memory]
        elif isinstance(item, dict):
            mount = _known(found, "volumes", item, MOUNT_KEYS)
            made.append({**mount, "source": _named(file, "volumes", str(mount["source"]))}
                        if "source" in mount else mount)  # fmt: skip
        else:
            source, colon, rest = str(item).partition(":")
            made.append(f"{_named(file, 'volumes', source)}{colon}{rest}")
    return made


def _networks(found: Found, file: ComposeFile, value: Any) -> Any:
    if isinstance(value, list):
        return [_named(file, "networks", str(name)) for name in value]
    made = {}
    for name, of in value.items():
        joined = _known(found, "networks", of or {}, NETWORK_KEYS)
        made[_named(file, "networks", name)] = joined or {"present": True}
    return made


def _named(file: ComposeFile, kind: str, name: str) -> str:
    """A network or volume with a name of its own bears that one, without the project's."""
    return str(file.objects(kind).get(name, {}).get("name") or name)


def _health(found: Found, file: ComposeFile, value: Any) -> Any:  # noqa: ARG001
    if value.get("disable") is True or value.get("test") in (["NONE"], "NONE"):
        return {"absent": True}
    return _known(found, "healthcheck", value, KINDS["container"].fields["healthcheck"].form.keys)  # type: ignore[union-attr]


def _tmpfs(found: Found, file: ComposeFile, value: Any) -> list[Any]:  # noqa: ARG001
    return [str(v) for v in (value if isinstance(value, list) else [value])]


def _known(found: Found, key: str, of: Mapping[str, Any], keys: Any) -> Service:
    """Take the parts that leave a trace, and name the others."""
    found.unseen += [f"{key}.{part}" for part in of if part not in keys and part[:2] != "x-"]
    return {part: value for part, value in of.items() if part in keys and value is not None}


CONVERT: Mapping[str, Callable[[Found, Any, Any], Any]] = {
    "environment": _environment,
    "labels": _labels,
    "ports": _ports,
    "volumes": _volumes,
    "networks": _networks,
    "healthcheck": _health,
    "tmpfs": _tmpfs,
}


def _deploy(found: Found, service: Service) -> None:
    """Read limits and copies; several containers of one service are a set."""
    deploy = service.get("deploy") if isinstance(service.get("deploy"), dict) else {}
    resources = (deploy or {}).get("resources") or {}
    for key, name in LIMITS.items():
        limit = (resources.get("limits") or {}).get(key)
        if limit is not None:
            found.expect.setdefault(name, limit)
    reserved = (resources.get("reservations") or {}).get("memory")
    if reserved is not None:
        found.expect.setdefault("mem_reservation", reserved)
    known = ("resources", "replicas")
    found.unseen += [f"deploy.{key}" for key in deploy or () if key not in known]
    copies = service.get("scale", (deploy or {}).get("replicas", 1))
    if isinstance(copies, int) and copies > 1:
        found.count = copies
        found.target = ("containers", {"labels": {f"{COMPOSE}service": found.name}})
        for key in ("networks", "volumes"):
            if found.expect.pop(key, None) and key in service:
                found.remarks.append(message("import.prefixed", key=key))
