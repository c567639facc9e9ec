"""What somebody said when a container was made: all that is neither the image's nor the engine's.

The plain container of `grader.labspec.plain_container` has the engine's defaults; what engines and
their versions do differently has a line in `USUAL`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.reading import dig, read_field, undecided
from grader.fields.types import COMPOSE, MapOf, Present, Subject
from grader.judge.provenance import OVERRIDDEN, Origin, image_default, origin
from grader.labspec.plain_container import PLAIN_CONTAINER, PLAIN_MOMENT
from grader.model.snapshot import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.fields.types import Field, Normal

# What a container is doing, what is inside it, and what it is called by the engine itself.
NOT_SAID = frozenset(
    "image state exit_code health restart_count oom_killed logs files inspect".split()
)
DEFAULT_NETWORKS = frozenset({"bridge", "podman", "host", "none"})
# Variables that engines set themselves: Podman, and Docker with a terminal.
ENGINES_OWN = frozenset({"TERM", "HOSTNAME", "HOME", "container"})
RUNTIMES = frozenset({"runc", "crun", "io.containerd.runc.v2", "oci"})
LOG_DRIVERS = frozenset({"json-file", "journald", "k8s-file", "local"})
PODMANS_OWN = "container=podman"
TERM = 15  # the signal that stops a container which names none
ANONYMOUS = 64  # hexadecimal digits in the name of a volume that nobody named


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was said: a field, or one entry of a map; `value` None where it was unset.

    `source` says whether the image has a default of its own, so that the word can be asked.
    """

    field: Field
    value: Normal
    entry: str | None = None
    source: bool = False

    @property
    def label(self) -> str:
        return self.field.name if self.entry is None else f"{self.field.name}.{self.entry}"

    @property
    def secret(self) -> bool:
        """Whether the value was hidden."""
        return undecided(self.value) is not None


def differences(subject: Subject) -> Iterator[Difference]:
    """Find what was said of a container, in the order of the field table."""
    for field in KINDS["container"].fields.values():
        if field.name in NOT_SAID:
            continue
        reading = read_field(field, subject)
        if not isinstance(reading, Present):
            continue
        if field.name == "expose":
            yield from _exposed(field, subject, reading.value)
        elif field.inherits:
            yield from _overridden(field, subject, reading.value)
        else:
            value = USUAL.get(field.name, _as_it_is)(subject, reading.value)
            if value is not None and value != _default(field):
                yield Difference(field, value)


def _as_it_is(subject: Subject, value: Normal) -> Normal:  # noqa: ARG001
    return value


def _default(field: Field) -> Normal:
    plain = Subject("container", PLAIN_CONTAINER, Recorder({}, PLAIN_MOMENT))
    reading = read_field(field, plain)
    return reading.value if isinstance(reading, Present) else None


def _overridden(field: Field, subject: Subject, value: Normal) -> Iterator[Difference]:
    if not isinstance(field.form, MapOf):
        found = origin(field, subject, value, None)
        if isinstance(found, Origin) and found.source == OVERRIDDEN:
            named = field.name != "stop_signal" or value != TERM or found.inherited is not None
            if named:
                yield Difference(field, value, source=True)
        return
    default = image_default(field, subject)
    inherited = (default.value if isinstance(default, Present) else None) or {}
    own = value or {}
    for name in dict.fromkeys((*own, *inherited)):
        unsaid = name in ENGINES_OWN if field.name == "environment" else name.startswith(COMPOSE)
        if own.get(name) != inherited.get(name) and not unsaid:
            yield Difference(field, own.get(name), name, source=True)


def _exposed(field: Field, subject: Subject, value: Normal) -> Iterator[Difference]:
    """Ports that are neither the image's nor exposed because they are published."""
    default = image_default(field, subject)
    if not isinstance(default, Present):
        return
    bound = dig(subject.document, ("HostConfig", "PortBindings")) or {}
    said = [p for p in value or () if p not in (default.value or ()) and p not in bound]
    if said:
        yield Difference(field, tuple(said), source=True)


def _hostname(subject: Subject, value: Normal) -> Normal:
    return None if str(subject.document.get("Id", "")).startswith(str(value)) else value


def _networks(subject: Subject, value: Normal) -> Normal:
    """Networks that were named; addresses only where they were asked for."""
    name = str(subject.document.get("Name", "")).removeprefix("/")
    mine = {name, str(subject.document.get("Id"))[:12], str(subject.document.get("Id"))}
    labels = dig(subject.document, ("Config", "Labels")) or {}
    mine.add(str(labels.get(f"{COMPOSE}service")))
    said: dict[str, Normal] = {}
    for network, joined in (value or {}).items():
        if network not in DEFAULT_NETWORKS:
            aliases = tuple(a for a in joined.get("aliases") or () if a not in mine)
            said[network] = {**joined, "aliases": aliases or None, "mac_address": None}
    return said or None


def _network_mode(subject: Subject, value: Normal) -> Normal:
    """A mode that is the name of a network says nothing that the networks do not say."""
    joined = dig(subject.document, ("NetworkSettings", "Networks")) or {}
    prefix = f"{subject.project}_" if subject.project else ""
    names = {str(name).removeprefix(prefix) for name in joined}
    own = {"host", "none"}
    return None if value in (names | DEFAULT_NETWORKS) - own else value


def _memory_and_swap(subject: Subject, value: Normal) -> Normal:
    memory = dig(subject.document, ("HostConfig", "Memory")) or 0
    return None if value == 2 * memory else value


def _volumes(subject: Subject, value: Normal) -> Normal:
    """Mounts that were asked for; those of the image's VOLUME come of themselves."""
    answer = image_default(VOLUMES, subject)
    declared = set((answer.value if isinstance(answer, Present) else None) or ())
    said = tuple(m for m in value or () if not (is_anonymous(m) and m.get("target") in declared))
    return tuple(m for m in said if m.get("type") != "tmpfs") or None


def is_anonymous(mount: Mapping[str, Any]) -> bool:
    source = str(mount.get("source") or "")
    return mount.get("type") == "volume" and len(source) == ANONYMOUS and source.isalnum()


def _unless(usual: frozenset[Any]) -> Callable[[Subject, Normal], Normal]:
    def said(subject: Subject, value: Normal) -> Normal:  # noqa: ARG001
        return None if value in usual else value

    return said


def _logging(subject: Subject, value: Normal) -> Normal:  # noqa: ARG001
    plain = value and value.get("driver") in LOG_DRIVERS and not value.get("options")
    return None if plain else value


VOLUMES = KINDS["image"].fields["volumes"]


def _ulimits(subject: Subject, value: Normal) -> Normal:
    """Podman writes its own limits into every container: what it gives soft and hard alike."""
    environment = dig(subject.document, ("Config", "Env")) or ()
    if PODMANS_OWN not in environment:
        return value
    said = {name: of for name, of in (value or {}).items() if of["soft"] != of["hard"]}
    return said or None


USUAL: Mapping[str, Callable[[Subject, Normal], Normal]] = {
    "hostname": _hostname,
    "networks": _networks,
    "network_mode": _network_mode,
    "memswap_limit": _memory_and_swap,
    "volumes": _volumes,
    "runtime": _unless(RUNTIMES),
    "stop_grace_period": _unless(frozenset({10})),
    "shm_size": _unless(frozenset({65_536_000})),
    "ulimits": _ulimits,
    "ipc": _unless(frozenset({"private", "shareable"})),
    "logging": _logging,
}
