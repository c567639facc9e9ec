"""Names that are nearly the one asked for: the usual reason why something is not found."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from grader.judge.objects import names_of
from grader.message import Message, message
from grader.snapshot import Found, Question
from grader.spec.lab import Exec, Http, Named

if TYPE_CHECKING:
    from grader.snapshot import View
    from grader.spec.lab import Target

ALIKE = 0.75


def near_names(target: Target, view: View) -> tuple[Message, ...]:
    """Name what is there under a name alike."""
    if isinstance(target, (Http, Exec)) and target.container is not None:
        target = target.container
    if not isinstance(target, Named):
        return ()
    answer = view.answer(Question("list", f"{target.kind}s"))
    if not isinstance(answer, Found):
        return ()
    there = {n.casefold(): n for item in answer.document for n in names_of(target.kind, item)}
    wanted = target.name.casefold()
    near = difflib.get_close_matches(wanted, there, n=3, cutoff=ALIKE)
    near += [n for n in sorted(there) if (wanted in n or n in wanted) and n not in near and n]
    if not near:
        return ()
    return (message("note.near-names", names=[there[n] for n in near[:3]], name=target.name),)


def is_near(wanted: str, name: str) -> bool:
    """Say whether a name is so much like another that `near_names` may tell it."""
    one, other = wanted.casefold(), name.casefold()
    if not other:
        return False
    return one in other or other in one or bool(difflib.get_close_matches(one, [other], 1, ALIKE))
