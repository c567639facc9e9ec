"""From a Compose file to a spec: a check a service, network and volume.

Compose's words for what leaves a trace are the spec's own, so most values go over as they are;
each is checked by the loader, and what that rejects is named in a comment. Whatever cannot be
observed is listed in one too: nothing is dropped in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.authoring.compose import services
from grader.authoring.spec_writer import DraftCheck, DraftLab, slug
from grader.errors import SpecError, UsageError
from grader.labspec.context import VARIABLE
from grader.labspec.loader import load_bytes
from grader.messages import say
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.authoring.compose.reading import ComposeFile

OBJECT_KEYS = {
    "networks": ("driver", "internal", "attachable", "labels"),
    "volumes": ("driver", "labels"),
}
PATIENCE = "60s"  # until a health check has said something
UNSEEN_AT_TOP = ("configs", "secrets", "include", "models")


def import_compose(file: ComposeFile, lab: str, language: str = "en") -> DraftLab:
    """Write the spec of a Compose file's project."""
    made = DraftLab(lab, remarks=[say(message("import.head", file=file.path.name), language)])
    unseen = [key for key in UNSEEN_AT_TOP if file.data.get(key)]
    if unseen:
        made.remarks.append(say(message("import.unseen", keys=unseen), language))
    waited = services.waited_for(file)
    for name in file.services:
        found = services.of_service(file, name, waited.get(name))
        if found.profiles:
            said = message("import.profiles", name=name, profiles=found.profiles)
            made.remarks.append(say(said, language))
            continue
        made.checks.append(_check(found, [c.id for c in made.checks], language))
    if not made.checks:
        raise UsageError("import.nothing", path=str(file.path))
    for kind in ("networks", "volumes"):
        made.checks += _objects(file, kind, [c.id for c in made.checks], language)
    if file.missing:
        missing = list(dict.fromkeys(file.missing))
        made.remarks.append(say(message("import.missing", files=missing), language))
    made.variables = _used(made, file.variables.open)
    if made.variables:
        said = message("import.variables", names=list(made.variables))
        made.remarks.append(say(said, language))
    return made


def _check(found: services.Found, taken: Sequence[str], language: str) -> DraftCheck:
    check = DraftCheck(slug(found.name, taken), found.target, {})
    each = _admitted("container", found.expect, check, language)
    _say_unseen(found.unseen, check, language)
    check.remarks += [say(said, language) for said in found.remarks]
    check.expect = {"count": found.count, "each": each} if found.count else each
    check.within = PATIENCE if "health" in each else None
    return check


def _admitted(
    kind: str, expect: Mapping[str, Any], check: DraftCheck, language: str
) -> dict[str, Any]:
    """Keep what the loader admits; of the rest a remark says why not."""
    admitted: dict[str, Any] = {}
    for field, value in expect.items():
        refused = refusal(kind, field, value)
        if refused is None:
            admitted[field] = value
        else:
            said = message("import.unfit", key=field, text=refused)
            check.remarks.append(say(said, language))
    return admitted


def _say_unseen(keys: Sequence[str], check: DraftCheck, language: str) -> None:
    if keys:
        check.remarks.append(say(message("import.unseen", keys=list(keys)), language))


def refusal(kind: str, field: str, value: Any) -> str | None:
    """Ask the loader whether a value may be expected of a field; its words where it may not."""
    lab = DraftLab("one", [DraftCheck("one", (kind, "one"), {field: value})])
    names = dict.fromkeys(_names(value))
    lab.variables = dict(names)
    try:
        load_bytes(lab.text().encode(), "compose.yaml", known=False)
    except SpecError as wrong:
        problem = wrong.problems[0]
        return say(problem.message, where="")
    return None


def _names(value: Any) -> Iterator[str]:
    """Find the variables in a value, as the spec has them."""
    if isinstance(value, str):
        yield from (found[1] for found in VARIABLE.finditer(value) if found[1])
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (*_names(key), *_names(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def _used(lab: DraftLab, names: Mapping[str, None]) -> dict[str, str | None]:
    """Declare the variables that are left in what was written; the others were dropped with it."""
    left = {name for check in lab.checks for name in _names([check.expect, list(check.target)])}
    return {name: None for name in names if name in left}


def _objects(file: ComposeFile, kind: str, taken: list[str], language: str) -> Iterator[DraftCheck]:
    """Networks and volumes that some service uses; Compose makes no others."""
    used = services.used(file, kind)
    for name, of in file.objects(kind).items():
        if name not in used:
            continue
        own = of.get("name")
        single = kind.removesuffix("s")
        external = bool(of.get("external"))
        target: Any = own or name if own or external else {single: name}
        check = DraftCheck(slug(name, taken), (single, target), {})
        taken.append(check.id)
        expect = {key: of[key] for key in OBJECT_KEYS[kind] if of.get(key) not in (None, {}, [])}
        expect |= _options(of)
        unseen = [key for key in of if key not in SEEN and not key.startswith("x-")]
        check.expect = _admitted(single, expect, check, language) or {"present": True}
        _say_unseen(unseen, check, language)
        yield check


SEEN = frozenset("driver internal attachable labels driver_opts ipam name external".split())


def _options(of: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if of.get("driver_opts"):
        found["options"] = of["driver_opts"]
    ranges = (of.get("ipam") or {}).get("config")
    if ranges:
        known = {k: v for k, v in ranges[0].items() if k in ("subnet", "gateway")}
        if known:
            found["ipam"] = known
    return found
