"""A result as its readers meet it: in words, in their language, laid out but not yet drawn.

The terminal and the page draw the same views, so they say the same. Nothing here is escaped yet;
each of the two makes every text harmless where it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from grader.fields import KINDS
from grader.formats.labels import labels
from grader.formats.values import Part, part_of, sides, source_asked
from grader.formats.verify_commands import command, path_text
from grader.locale import pick
from grader.model import points as points_of
from grader.model.message import Message
from grader.model.result import Outcome
from grader.storage.result_document import said_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from grader.model.result import CheckResult, Observation, Result, Target

PRESENCE = ("present", "absent", "each")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a value came from: the image's, what was laid over it, what the container has."""

    image: Part
    override: Part | None
    container: Part
    flag: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation: `text` says what is wrong, or why it could not be seen.

    `short` says so without the values, for where these stand below and would be read twice.
    """

    field: str
    outcome: Outcome
    text: str
    short: str
    expected: tuple[Part, ...]
    actual: Part | None
    asked: str | None
    source: str | None
    way: Way | None
    path: str
    command: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something said besides: a likely `cause`, or a `note`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckView:
    id: str
    title: str
    target: str
    name: str
    outcome: Outcome
    points: str
    counts: bool
    seen: tuple[Seen, ...]
    notes: tuple[Note, ...]
    hints: tuple[str, ...]
    reason: str
    waited: str
    closed: bool

    @property
    def next_step(self) -> str:
        """The one sentence that helps most: a likely cause, else what is wrong."""
        causes = [n.text for n in self.notes if n.kind == "cause"]
        wrong = [s.text for s in self.seen if s.outcome is self.outcome and s.text]
        return next(iter([*causes, *wrong, self.reason]), "")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    checks: tuple[CheckView, ...]


def sections(result: Result, language: str) -> tuple[Section, ...]:
    """Group the checks by section, in the order of the spec."""
    whole = [(pick(check.section, language), check) for check in result.checks]
    return tuple(
        Section(title, tuple(check_view(check, language) for _, check in members))
        for title, members in groupby(whole, key=lambda pair: pair[0])
    )


def check_view(check: CheckResult, language: str) -> CheckView:
    label = labels(language)
    failing = check.outcome is not Outcome.PASSED
    return CheckView(
        id=check.id,
        title=pick(check.title, language) or check.id,
        target=target_text(check.target, label),
        name=check.target.name,
        outcome=check.outcome,
        points=points_text(check, label),
        counts=check.points > 0,
        seen=tuple(_seen(check, seen, language) for seen in check.observations),
        notes=tuple(_note(note.code, said_text(note, language)) for note in check.notes),
        hints=tuple(pick(hint, language) for hint in check.hint) if failing else (),
        reason="" if check.reason is None else said_text(check.reason, language),
        waited=label("waited", n=f"{check.seconds:.1f}") if check.seconds else "",
        closed=check.shown == "none",
    )


def target_text(target: Target, label: Callable[..., str]) -> str:
    """Name the kind of a target; a set has no name of its own."""
    whole_set = not target.name and target.kind in ("container", "image", "network", "volume")
    return label(f"{'set' if whole_set else 'target'}.{target.kind}")


def points_text(check: CheckResult, label: Callable[..., str]) -> str:
    if not check.points:
        return label("no-points")
    return label("check-points", score=plain(check.score), max=plain(check.points))


def plain(points: Decimal | None) -> str:
    """Write points; a question mark where they are not known."""
    return "?" if points is None else points_of.plain(points)


def _note(code: str, text: str) -> Note:
    return Note("cause" if code.startswith("cause.") else "note", text)


def _seen(check: CheckResult, seen: Observation, language: str) -> Seen:
    expected, actual = sides(seen)
    # What was cut out, or never was a value, has no row of its own.
    if seen.field in PRESENCE or check.shown in ("message", "none"):
        expected, shown = (), None
    else:
        shown = None if seen.outcome is Outcome.ERROR else actual
    said = seen.message
    bare = said and Message(said.code, bare=True)
    return Seen(
        field=seen.field,
        outcome=seen.outcome,
        text="" if said is None else said_text(said, language, seen.field),
        short="" if bare is None else said_text(bare, language, seen.field),
        expected=expected,
        actual=shown,
        asked=source_asked(seen.expected),
        source=seen.source,
        way=_way(check, seen),
        path=path_text(seen.path),
        command=command(check.target, seen),
    )


def _way(check: CheckResult, seen: Observation) -> Way | None:
    """Draw the way of a value only where all of it may be told."""
    if seen.source is None or check.shown != "full":
        return None
    overridden = seen.source == "overridden"
    return Way(
        image=part_of(seen.inherited),
        override=part_of(seen.actual) if overridden else None,
        container=part_of(seen.actual),
        flag=_flag(check.target.kind, seen.field),
    )


def _flag(kind: str, name: str) -> str:
    fields = KINDS[kind].fields if kind in KINDS else {}
    found = fields.get(name.removeprefix("each.").partition(".")[0])
    return found.flag.partition(",")[0] if found and found.flag.startswith("--") else ""
