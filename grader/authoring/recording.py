"""A spec from what runs now: what was said of each container, network and volume.

What the image or the engine would give anyway is left out, and so is what nobody said; what was
left out for another reason is named in a comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.authoring.differences import ANONYMOUS, DEFAULT_NETWORKS, Difference, differences
from grader.authoring.spec_writer import DraftCheck, DraftLab, literal, slug
from grader.authoring.spelling import spell
from grader.fields import KINDS
from grader.fields.forms.references import short_reference
from grader.fields.reading import dig, read_field
from grader.fields.types import COMPOSE, ListOf, MapOf, Present, Subject
from grader.messages import say
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


STATES = ("state", "exit_code", "health")
PASSING = (None, "none", "starting")  # no health, or none yet
NAMED_WITH = frozenset({"driver", "internal", "attachable", "labels", "options"})
PLAIN_DRIVERS = ("bridge", "local")
ENGINES_LABELS = (COMPOSE, "com.docker.network")


def record(
    lab: str,
    containers: Sequence[Subject],
    others: Sequence[Subject],
    language: str = "en",
) -> DraftLab:
    """Write down what is there: containers, then the networks and volumes that they use."""
    made = DraftLab(lab, remarks=[say(message("record.head"), language)])
    for subject in (*containers, *others):
        taken = [check.id for check in made.checks]
        of = _container if subject.kind == "container" else _other
        made.checks.append(of(subject, taken, language))
    return made


def _container(subject: Subject, taken: Sequence[str], language: str) -> DraftCheck:
    name = str(subject.document.get("Name", "")).removeprefix("/")
    service = _label(subject, "service")
    target: Any = {"service": service} if service else name
    check = DraftCheck(slug(service or name, taken), ("container", literal(target)), {})
    found = list(differences(subject))
    _image(check, subject, language)
    for field in STATES:
        _state(check, subject, field)
    secrets = [d.label for d in found if d.secret]
    for difference in found:
        _add(check.expect, difference)
    if secrets:
        said = message("record.secrets", fields=secrets)
        check.remarks.append(say(said, language))
    restarted = subject.document.get("RestartCount")
    if restarted:
        check.remarks.append(say(message("record.restarted", count=restarted), language))
    return check


def _label(subject: Subject, name: str) -> str | None:
    labels = dig(subject.document, ("Config", "Labels")) or {}
    return labels.get(f"{COMPOSE}{name}")


def _image(check: DraftCheck, subject: Subject, language: str) -> None:
    reading = read_field(KINDS["container"].fields["image"], subject)
    used = reading.value if isinstance(reading, Present) else None
    if used is not None and used.by_name:
        check.expect["image"] = literal(used.short)
    elif used is not None and used.tags:
        check.expect["image"] = literal(short_reference(used.tags[0]))
    else:
        check.remarks.append(say(message("record.no-image"), language))


def _state(check: DraftCheck, subject: Subject, name: str) -> None:
    field = KINDS["container"].fields[name]
    reading = read_field(field, subject)
    if isinstance(reading, Present) and reading.value not in PASSING:
        check.expect[name] = spell(field.form, reading.value)


def _add(expect: dict[str, Any], difference: Difference) -> None:
    """Put what was said into the expectation, with its source where that can be asked."""
    field, value = difference.field, _value(difference)
    if difference.entry is not None:
        entries = expect.setdefault(field.name, {})
        entries[str(literal(difference.entry))] = value
    else:
        expect[field.name] = value


def _value(difference: Difference) -> Any:
    form = difference.field.form
    form = form.entry if isinstance(form, MapOf) and difference.entry is not None else form
    source = {"source": "overridden"} if difference.source else {}
    if difference.value is None:
        return {"absent": True, **source}
    if difference.secret:
        return {"present": True, **source}
    value: Any = literal(spell(form, difference.value))
    if difference.field.name == "networks":
        return {name: joined or {"present": True} for name, joined in value.items()}
    if difference.field.name == "healthcheck":
        return {**value, **source}
    if isinstance(form, ListOf) and not form.ordered:
        return value
    return {"equals": value, **source} if source else value


def _other(subject: Subject, taken: Sequence[str], language: str) -> DraftCheck:
    """A network or a volume: what differs from one that was made with a name alone."""
    labels = subject.document.get("Labels") or {}
    composed = labels.get(f"{COMPOSE}{subject.kind}")
    name = str(subject.document.get("Name"))
    target: Any = {subject.kind: composed} if composed else name
    check = DraftCheck(slug(composed or name, taken), (subject.kind, literal(target)), {})
    for field in KINDS[subject.kind].fields.values():
        reading = read_field(field, subject) if field.name in NAMED_WITH else None
        value = reading.value if isinstance(reading, Present) else None
        if isinstance(value, dict):
            value = {k: v for k, v in value.items() if not k.startswith(ENGINES_LABELS)}
        if value and value not in PLAIN_DRIVERS:
            check.expect[field.name] = literal(spell(field.form, value))
    if subject.kind == "network":
        check.remarks.append(say(message("record.addresses"), language))
    check.expect = check.expect or {"present": True}
    return check


def used_by(containers: Sequence[Subject]) -> Iterator[tuple[str, str]]:
    """Name the networks and volumes that containers use, and that somebody named."""
    seen: set[tuple[str, str]] = set()
    for subject in containers:
        joined = dig(subject.document, ("NetworkSettings", "Networks")) or {}
        mounts = dig(subject.document, ("Mounts",)) or ()
        names = [("network", n) for n in joined if n not in DEFAULT_NETWORKS]
        names += [
            ("volume", m["Name"])
            for m in mounts
            if m.get("Type") == "volume" and len(str(m.get("Name"))) != ANONYMOUS
        ]
        for one in names:
            if one not in seen:
                seen.add(one)
                yield one
