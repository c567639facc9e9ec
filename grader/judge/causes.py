"""Likely causes of a failure: what students do, and what it leaves behind.

Each cause is one function over a failing check; it yields what to say. They explain and decide
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.contract import Present
from grader.fields.forms.references import same_reference
from grader.fields.readers.container import status
from grader.fields.reading import dig, read_field
from grader.message import Message, message
from grader.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.fields.contract import Normal, Subject
    from grader.result import Observation
    from grader.spec.lab import Check

    Cause = Callable[["Case"], Iterator[Message]]

# Options of `docker run` that students put behind the image's name, where they become the command.
OPTIONS = frozenset(
    "-e --env --env-file -p --publish -P --publish-all --name -d --detach -it -i "
    "--interactive -t --tty -v --volume --mount --network --net --restart --rm -w --workdir "
    "-u --user -m --memory --cpus -h --hostname -l --label --entrypoint --init --privileged "
    "--read-only".split()
)
MEANINGS = {126: "not-executable", 127: "not-found", 137: "killed", 139: "crashed", 143: "stopped"}


@dataclass(frozen=True, slots=True)
class Case:
    """A failing check of a container: what it says, what was found, which observations failed."""

    check: Check
    subject: Subject
    failed: Sequence[Observation]


def causes(check: Check, subject: Subject, found: Sequence[Observation]) -> tuple[Message, ...]:
    """Collect what may explain the failing observations of a container."""
    failed = [o for o in found if o.outcome is Outcome.FAILED]
    if subject.kind != "container" or not failed:
        return ()
    case = Case(check, subject, failed)
    told = [said for cause in CAUSES for said in cause(case)]
    return tuple({(m.code, str(m.params)): m for m in told}.values())


def _option_became_command(case: Case) -> Iterator[Message]:
    words = _value(case.subject, "command") or ()
    if words and words[0].partition("=")[0] in OPTIONS:
        yield message("cause.option-became-command", option=words[0], command=list(words))


def _ended(case: Case) -> Iterator[Message]:
    """Say why something that should run does not."""
    if not any(o.field == "state" for o in case.failed):
        return
    state = status(case.subject.document)
    code = dig(case.subject.document, ("State", "ExitCode"))
    if state == "created" and not code:
        yield message("cause.never-started")
    elif state in ("exited", "dead", "created", "restarting"):
        meaning = MEANINGS.get(code) if isinstance(code, int) else None
        if code == 0:
            yield message(
                "cause.ended-by-itself", command=list(_value(case.subject, "command") or ())
            )
        elif meaning:
            yield message(f"cause.{meaning}", code=code)
        else:
            yield message("cause.ended-with", code=code)


def _ports_swapped(case: Case) -> Iterator[Message]:
    expected = case.check.expect.get("ports")
    if expected is None or not any(o.field == "ports" for o in case.failed):
        return
    actual = _value(case.subject, "ports") or ()
    there = {(port["published"], port["target"]) for port in actual}
    elements = expected.words.get("contains") or expected.words.get("equals") or ()
    for element in elements:
        published, target = (_plain(element, key) for key in ("published", "target"))
        if published and published != target and (target, published) in there:
            yield message(
                "cause.ports-swapped",
                given=f"{target}:{published}",
                wanted=f"{published}:{target}",
            )


def _plain(element: Any, key: str) -> Normal:
    part = element.parts.get(key)
    return part.words.get("equals") if part else None


def _retagged(case: Case) -> Iterator[Message]:
    """The image is the right one, under another name."""
    expected = case.check.expect.get("image")
    if expected is None or not any(o.field == "image" for o in case.failed):
        return
    wanted, used = expected.words.get("equals"), _value(case.subject, "image")
    if wanted and used and any(same_reference(wanted, tag) for tag in used.tags or ()):
        yield message("cause.retagged", used=used.short, wanted=wanted)


def _nearly(case: Case) -> Iterator[Message]:
    """A value that differs by a letter or two is a slip of the keyboard."""
    for seen in case.failed:
        if seen.message is None or not seen.message.code.startswith("differs"):
            continue
        wanted = seen.message.params.get("expected")
        if (
            isinstance(wanted, str)
            and isinstance(seen.actual, str)
            and _is_slip(wanted, seen.actual)
        ):
            yield message("cause.nearly", field=seen.field, expected=wanted, actual=seen.actual)


def _is_slip(wanted: str, actual: str) -> bool:
    import difflib

    if not wanted or len(wanted) > 200 or len(actual) > 200:
        return False
    if wanted.casefold() == actual.casefold():
        return True
    near = 0.8
    return difflib.SequenceMatcher(None, wanted, actual).ratio() >= near and not wanted.isdecimal()


def _command_dropped(case: Case) -> Iterator[Message]:
    """`--entrypoint` makes the engine drop the image's command [20.10]."""
    if any(o.field == "command" for o in case.failed) and _value(case.subject, "command") is None:
        seen = next(o for o in case.failed if o.field == "command")
        if seen.inherited is not None:
            yield message("cause.command-dropped", inherited=seen.inherited)


def _value(subject: Subject, name: str) -> Normal:
    reading = read_field(KINDS["container"].fields[name], subject)
    return reading.value if isinstance(reading, Present) else None


CAUSES: tuple[Cause, ...] = (
    _option_became_command,
    _ended,
    _ports_swapped,
    _retagged,
    _nearly,
    _command_dropped,
)
