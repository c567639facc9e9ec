"""What a check looks at: the one key that names its target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.fields import KINDS, SETS
from grader.fields.forms.numbers import parse_duration
from grader.fields.forms.process import COMMAND
from grader.fields.forms.references import ID, parse_reference
from grader.fields.forms.text import TEXT
from grader.fields.http import HEADERS
from grader.fields.types import Field
from grader.labspec import expectations
from grader.labspec.keys import read_choice
from grader.labspec.maps import entries
from grader.labspec.yaml_nodes import MapNode, Node, ScalarNode
from grader.model.lab import Composed, Exec, Http, Named, Selected

if TYPE_CHECKING:
    from grader.labspec.context import Draft
    from grader.model.expectation import Expectation
    from grader.model.lab import Target

TARGETS = (*KINDS, *SETS)
OBJECT_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
# RFC 9110, sections 5.1 and 5.5; what is not ASCII would be sent otherwise by each program.
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NAME = Field("name", TEXT, ("Name",), "The object's name.", "web1", ours=True)


def read_target(draft: Draft, key: str, node: Node) -> Target | None:
    """Read the target of a kind; None, and a report, where it cannot be read."""
    if key in SETS:
        return _selected(draft, key, node)
    if key == "http":
        return _http(draft, node)
    if key == "exec":
        return _exec(draft, node)
    return _object(draft, key, node)


def _object(draft: Draft, kind: str, node: Node) -> Named | Composed | None:
    if isinstance(node, MapNode) and kind != "image":
        return _composed(draft, kind, node)
    value = draft.scalar(node)
    if value is None:
        return None
    if kind == "image":
        if parse_reference(value.text) is None and not ID.fullmatch(value.text):
            draft.wrong_form(value, "not-a-reference", "image reference", {})
            return None
    elif not OBJECT_NAME.fullmatch(value.text):
        draft.report("not-a-name", node.place, found=value.text)
        return None
    return Named(kind, value.text)


def _composed(draft: Draft, kind: str, node: MapNode) -> Composed | None:
    key = "service" if kind == "container" else kind
    found = draft.entries(node, [key, "project"])
    if key not in found:
        draft.missing(node, key)
        return None
    name = draft.text(found[key])
    project = draft.text(found["project"]) if "project" in found else None
    return None if name is None else Composed(kind, name, project)


def _selected(draft: Draft, plural: str, node: Node) -> Selected | None:
    kind = SETS[plural]
    if not isinstance(node, MapNode):
        draft.wrong_shape(node, "mapping")
        return None
    fields = {"name": NAME, **kind.fields}
    selector: dict[str, Expectation] = {}
    for name, value in draft.entries(node, fields).items():
        field = fields[name]
        draft.example = field.example
        built = expectations.build(draft, field.form, value, source=field.inherits)
        if built is not None:
            selector[name] = built
    draft.example = ""
    return Selected(kind.key, selector, draft.written(node))


def _http(draft: Draft, node: Node) -> Http | None:
    keys = ("container", "url", "port", "protocol", "path", "method", "headers", "timeout")
    found = draft.entries(node, keys)
    if not found:
        if isinstance(node, MapNode) and not node.pairs:
            draft.report("key-missing", node.place, key="container")
        return None
    if ("container" in found) == ("url" in found):
        draft.report("container-or-url", node.place)
        return None
    container = _object(draft, "container", found["container"]) if "container" in found else None
    url = _url(draft, found["url"]) if "url" in found else None
    if container is None and url is None:
        return None
    return Http(
        container=container,
        url=url,
        port=_port(draft, found.get("port"), node, needed=container is not None),
        protocol=read_choice(draft, found, "protocol", ("http", "https")),
        path=_path(draft, found.get("path")),
        method=read_choice(draft, found, "method", METHODS),
        headers=_headers(draft, found.get("headers")),
        timeout=seconds(draft, found.get("timeout"), 3.0),
    )


def _url(draft: Draft, node: Node) -> str | None:
    text = draft.text(node)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        draft.report("not-a-url", node.place, found=text)
        return None
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{path}{query}"


def _port(draft: Draft, node: Node | None, target: Node, *, needed: bool) -> int:
    if node is None:
        if needed:
            draft.missing(target, "port")
        return 80
    text = draft.text(node)
    if text is None:
        return 80
    if not (text.isascii() and text.isdecimal() and len(text) <= 5) or not 1 <= int(text) <= 65535:
        draft.report("port-out-of-range", node.place, found=text)
        return 80
    return int(text)


def _path(draft: Draft, node: Node | None) -> str:
    text = None if node is None else draft.text(node)
    if node is None or text is None:
        return "/"
    if not text.startswith("/") or any(c.isspace() for c in text):
        draft.report("not-a-url-path", node.place, found=text)
    return text


def _headers(draft: Draft, node: Node | None) -> dict[str, str]:
    if node is None:
        return {}
    if isinstance(node, ScalarNode):
        draft.wrong_shape(node, "mapping")
        return {}
    found: dict[str, str] = {}
    for key, value in entries(draft, HEADERS, node):
        name, text = draft.text(key), draft.text(value)
        if name is None or text is None:
            continue
        if not HEADER_NAME.fullmatch(name) or not HEADER_VALUE.fullmatch(text):
            draft.report("not-a-header", value.place, found=name)
        found[name] = text
    return found


def _exec(draft: Draft, node: Node) -> Exec | None:
    found = draft.entries(node, ("container", "command", "user"))
    for key in ("container", "command"):
        if key not in found and isinstance(node, MapNode):
            draft.missing(node, key)
            return None
    if not found:
        return None
    container = _object(draft, "container", found["container"])
    words = expectations.words_of_command(draft, COMMAND, found["command"])
    user = draft.text(found["user"]) if "user" in found else None
    if container is None or not words:
        return None
    return Exec(container, words, user)


def seconds(draft: Draft, node: Node | None, default: float) -> float:
    """Read a duration in seconds."""
    value = None if node is None else draft.scalar(node)
    if value is None:
        return default
    try:
        return parse_duration(value.text) / 10**9
    except ValueError:
        draft.example = "10s"
        draft.wrong_form(value, "wrong-type", "duration", {})
        draft.example = ""
        return default
