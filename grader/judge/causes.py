"""Likely causes of a failure: what students do, and what it leaves behind.

Each cause is one function over a failing check; it yields what to say. They explain and decide
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.fields import KINDS
from grader.fields.forms.references import same_reference
from grader.fields.reading import dig, read_field
from grader.fields.types import Present
from grader.judge.provenance import image_default
from grader.model.message import Message, message
from grader.model.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.fields.types import Normal, Subject
    from grader.model.lab import Check
    from grader.model.result import Observation

    Cause = Callable[["Case"], Iterator[Message]]

# Options of `docker run` that students put behind the image's name, where they become the command.
OPTIONS = frozenset(
    "-e --env --env-file -p --publish -P --publish-all --name -d --detach -it -i "
    "--interactive -t --tty -v --volume --mount --network --net --restart --rm -w --workdir "
    "-u --user -m --memory --cpus -h --hostname -l --label --entrypoint --init --privileged "
    "--read-only".split()
)
# Options with their value or each other glued on: -dp, -eCOLOR=blue, -p8080:80.
GLUED = re.compile(r"-[dit]{2,3}[ep]?|-d[ep]|-e\w+=.*|-p[\d.]+(:\d+)+")
# What no program means otherwise, even as a later word of its command.
UNMISTAKABLE = frozenset("-it -ti -dit -itd --name --publish --detach --rm --network".split())
NEARLY = ("differs", "differs-inherited", "not-one-of")
# What engines say of a host port that is in use [Docker 20.10, 28.5; Podman 5.8].
PORT_TAKEN = ("port is already allocated", "address already in use")
LONGEST, SHORT = 200, 5
DIGITS = re.compile(r"\d+")
MEANINGS = {126: "not-executable", 127: "not-found", 137: "killed", 139: "crashed", 143: "stopped"}


@dataclass(frozen=True, slots=True)
class Case:
    """A failing check of a container: what it says, what was found, which observations failed."""

    check: Check
    subject: Subject
    failed: Sequence[Observation]


def causes(check: Check, subject: Subject, found: Sequence[Observation]) -> tuple[Message, ...]:
    """Collect what may explain the failing observations of a container."""
    if subject.kind != "container":
        return ()
    failed = [o for o in found if o.outcome is Outcome.FAILED]
    if not failed:
        return ()
    case = Case(check, subject, failed)
    told = [said for cause in CAUSES for said in cause(case)]
    return tuple({(m.code, str(m.params)): m for m in told}.values())


def _option_became_command(case: Case) -> Iterator[Message]:
    """Silent where the command is the image's own, or the one that the check asks for."""
    words = _value(case.subject, "command") or ()
    option = option_among(words)
    if option is None:
        return
    if "command" in case.check.expect and not any(o.field == "command" for o in case.failed):
        return
    default = image_default(KINDS["container"].fields["command"], case.subject)
    if isinstance(default, Present) and default.value == words:
        return
    yield message(
        "cause.option-became-command", option=option, command=list(words), name=_name(case)
    )


def option_among(words: Sequence[str]) -> str | None:
    """Find the option of `docker run` that a command begins with, or that is like no other's."""
    for word in words[:1]:
        if word.partition("=")[0] in OPTIONS or GLUED.fullmatch(word):
            return word
    return next((w for w in words[1:] if w.partition("=")[0] in UNMISTAKABLE), None)


def _ended(case: Case) -> Iterator[Message]:
    """Say why something that should run does not; an option taken for a command says enough."""
    if not any(o.field == "state" for o in case.failed) or list(_option_became_command(case)):
        return
    state = _value(case.subject, "state")
    code = dig(case.subject.document, ("State", "ExitCode"))
    said = dig(case.subject.document, ("State", "Error"))
    if state == "created" and said and code not in MEANINGS:
        taken = any(words in str(said) for words in PORT_TAKEN)
        yield message("cause.port-taken" if taken else "cause.not-started", name=_name(case))
    elif state == "created" and not code:
        yield message("cause.never-started", name=_name(case))
    elif state == "restarting":
        count = case.subject.document.get("RestartCount")
        yield message("cause.restarting", count=count, name=_name(case))
    elif state in ("exited", "dead", "created"):
        yield _by_exit_code(case, code)


def _by_exit_code(case: Case, code: Any) -> Message:
    if code == 0:
        command = list(_value(case.subject, "command") or ())
        return message("cause.ended", command=command, name=_name(case))
    meaning = MEANINGS.get(code) if isinstance(code, int) else None
    return message(f"cause.{meaning or 'ended-with'}", code=code, name=_name(case))


def _one_word(case: Case) -> Iterator[Message]:
    """A command in quotes is one word, and no program is called that."""
    words: Sequence[str] = _value(case.subject, "command") or ()
    wrong = any(o.field == "command" for o in case.failed)
    if wrong and len(words) == 1 and len(words[0].split()) > 1:
        yield message("cause.one-word", command=words[0])


def _name(case: Case) -> str:
    return str(case.subject.document.get("Name")).removeprefix("/")


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
    """A value that differs by a letter or two is a slip of the keyboard; so is a word of a list."""
    for seen in case.failed:
        if seen.message is None or seen.message.code not in NEARLY:
            continue
        if seen.field == "image" and any(_retagged(case)):
            continue
        params = seen.message.params
        allowed = params.get("allowed")
        choices = allowed if isinstance(allowed, list) else [params.get("expected")]
        for wanted, actual in (p for choice in choices for p in _pairs(choice, seen.actual)):
            if wanted != actual and _is_slip(wanted, actual):
                yield message("cause.nearly", field=seen.field, expected=wanted, actual=actual)


def _pairs(wanted: Any, actual: Any) -> list[tuple[str, str]]:
    """Pair a text with a text, or lists of one length word by word."""
    if isinstance(wanted, str) and isinstance(actual, str):
        return [(wanted, actual)]
    if isinstance(wanted, list) and isinstance(actual, list) and len(wanted) == len(actual):
        return [p for p in zip(wanted, actual, strict=True) if all(isinstance(w, str) for w in p)]
    return []


def _is_slip(wanted: str, actual: str) -> bool:
    """Say whether two texts differ by a letter or two; other digits are another number."""
    if not wanted or len(wanted) > LONGEST or len(actual) > LONGEST:
        return False
    if wanted.casefold() == actual.casefold():
        return True
    most = 1 if len(wanted) < SHORT else 2
    if abs(len(wanted) - len(actual)) > most or DIGITS.sub("", wanted) == DIGITS.sub("", actual):
        return False
    import difflib  # most runs need none of it

    steps = difflib.SequenceMatcher(None, wanted, actual, autojunk=False).get_opcodes()
    changed = sum(max(i2 - i1, j2 - j1) for word, i1, i2, j1, j2 in steps if word != "equal")
    return changed <= most


def _value_missing(case: Case) -> Iterator[Message]:
    """`-e KEY` takes the value of the shell; where that has none, the variable is taken out."""
    for seen in case.failed:
        kind, _, name = seen.field.partition(".")
        if kind == "environment" and seen.message and seen.message.code == "unset-removed":
            yield message("cause.value-missing", variable=name)


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
    _one_word,
    _ended,
    _ports_swapped,
    _retagged,
    _nearly,
    _value_missing,
    _command_dropped,
)
