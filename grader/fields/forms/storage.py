"""Mounts, tmpfs, devices: what a container sees of disks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.fields.forms.numbers import BYTES, SWITCH, engine_switch, parse_size
from grader.fields.forms.text import PATH, TEXT, choice, engine_text, path, write_keys
from grader.fields.types import BadFormError, ListOf, Normal, Record, Scalar, UndecidedError
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Mapping

DRIVE = re.compile(r"[A-Za-z]:[\\/]")
RELATIVE = re.compile(r"(?:\.{1,2}|~)(?:/|$)")
ACCESS = frozenset({"ro", "rw"})
OTHER_MODES = frozenset(
    "z Z cached delegated consistent nocopy copy private rprivate shared rshared slave rslave "
    "U O idmap noexec exec nodev dev nosuid suid".split()
)


def is_host_path(source: str) -> bool:
    return source.startswith("/") or bool(RELATIVE.match(source) or DRIVE.match(source))


def short_mount(text: str) -> Mapping[str, str]:
    """Read Compose's `[source:]target[:mode]`; a drive letter is part of its path."""
    drive = text[:2] if DRIVE.match(text) else ""
    parts = text[len(drive) :].split(":")
    parts[0] = drive + parts[0]
    if len(parts) > 3 or not all(parts):
        raise BadFormError("not-a-mount", found=text)
    if len(parts) == 1:
        return {"target": parts[0]}
    if len(parts) == 2 and _modes(parts[1]) is not None:
        return {"target": parts[0], **(_modes(parts[1]) or {})}
    modes = _modes(parts[2]) if len(parts) > 2 else {}
    if modes is None or not parts[1].startswith("/"):
        raise BadFormError("not-a-mount", found=text)
    kind = "bind" if is_host_path(parts[0]) else "volume"
    return {"type": kind, "source": parts[0], "target": parts[1], **modes}


def _modes(text: str) -> dict[str, str] | None:
    """Read the modes of a short mount; None when it is none but a path."""
    modes = text.split(",")
    if not all(mode in ACCESS | OTHER_MODES for mode in modes):
        return None
    if "ro" in modes:
        return {"read_only": "true"}
    return {"read_only": "false"} if "rw" in modes else {}


def meets_source(expected: Normal, actual: Normal) -> bool:
    """A relative source asks for a host path that ends so: `./html` is any `…/html`."""
    if not RELATIVE.match(expected):
        return bool(expected == actual)
    tail = re.sub(r"^(?:(?:\.{1,2}|~)(?:/|$))+", "", expected)
    return not tail or f"/{actual}".replace("\\", "/").endswith(f"/{tail}")


def read_mount(value: Any) -> Normal:
    """Read one of `Mounts`: a volume's source is its name, a bind's the path on the host."""
    kind = engine_text(value.get("Type"))
    named = kind in ("volume", "cluster") and value.get("Name")
    return {
        "type": kind,
        "source": path(engine_text(value.get("Name" if named else "Source")) or ""),
        "target": path(engine_text(value.get("Destination")) or ""),
        "read_only": engine_switch(not value.get("RW", True)),
    }


def write_mount(value: Normal) -> dict[str, Any]:
    named = value.get("type") == "volume"
    return {
        "Type": value.get("type") or "volume",
        "Name" if named else "Source": value.get("source") or "",
        "Destination": value.get("target"),
        "RW": not value.get("read_only"),
    }


def write_device(value: Normal) -> dict[str, Any]:
    keys = {
        "PathOnHost": "source",
        "PathInContainer": "target",
        "CgroupPermissions": "permissions",
    }
    return {theirs: value.get(ours) or "" for theirs, ours in keys.items()}


def show_mount(value: Normal) -> str:
    source = f"{value['source']}:" if value.get("source") else ""
    return f"{source}{value.get('target')}{':ro' if value.get('read_only') else ''}"


def short_tmpfs(text: str) -> Mapping[str, str]:
    """Read `path[:size=64m,mode=1777]`."""
    target, _, options = text.partition(":")
    keys = dict(o.partition("=")[::2] for o in options.split(",") if o)
    known = {key: value for key, value in keys.items() if key in ("size", "mode")}
    return {"target": target, **known}


def _size(text: str) -> Normal:
    """Read a size; one that is relative to the memory (`10%`) leaves the rest readable."""
    try:
        return parse_size(text)
    except BadFormError:
        return UndecidedError(message("unreadable", field="size"))


def read_tmpfs(value: Any) -> Normal:
    """Read (path, options) as `HostConfig.Tmpfs` has them."""
    given = short_tmpfs(f"{value[0]}:{value[1]}")
    size, mode = given.get("size"), given.get("mode")
    return {
        "target": path(given["target"]),
        "size": _size(size) if size else None,
        "mode": mode.lstrip("0") or "0" if mode else None,
    }


def show_tmpfs(value: Normal) -> str:
    options = [f"{key}={value[key]}" for key in ("size", "mode") if value.get(key) is not None]
    return f"{value['target']}{':' if options else ''}{','.join(options)}"


def short_device(text: str) -> Mapping[str, str]:
    """Read `source[:target[:permissions]]`."""
    parts = text.split(":")
    if len(parts) > 3 or not all(parts):
        raise BadFormError(found=text)
    target = parts[1] if len(parts) > 1 else parts[0]
    permissions = {"permissions": parts[2]} if len(parts) > 2 else {}
    return {"source": parts[0], "target": target, **permissions}


def read_device(value: Any) -> Normal:
    return {
        "source": engine_text(value.get("PathOnHost")),
        "target": engine_text(value.get("PathInContainer")),
        "permissions": engine_text(value.get("CgroupPermissions")),
    }


def show_device(value: Normal) -> str:
    return ":".join(str(value[k]) for k in ("source", "target", "permissions") if value.get(k))


MOUNT_SOURCE = Scalar("source", path, lambda v: v, meets=meets_source)
MODE = Scalar("octal mode", lambda t: t.lstrip("0") or "0", lambda v: v)
MOUNT = Record(
    {
        "type": choice("mount type", "bind", "volume", "tmpfs", "npipe", "cluster", "image"),
        "source": MOUNT_SOURCE,
        "target": PATH,
        "read_only": SWITCH,
    },
    normal=read_mount,
    short=short_mount,
    show=show_mount,
    write=write_mount,
)
MOUNTS = ListOf(MOUNT)
TMPFS = ListOf(
    Record(
        {"target": PATH, "size": BYTES, "mode": MODE},
        normal=read_tmpfs,
        short=short_tmpfs,
        show=show_tmpfs,
    ),
    single=True,
)
DEVICES = ListOf(
    Record(
        {"source": TEXT, "target": TEXT, "permissions": TEXT},
        normal=read_device,
        short=short_device,
        show=show_device,
        write=write_device,
    )
)
PATHS = ListOf(PATH, read=sorted, write=write_keys)
