"""Names that are nearly the one asked for: the usual reason why something is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.judge.objects import names_of, short_name
from grader.model.lab import Exec, Http, Named
from grader.model.message import Message, message
from grader.model.snapshot import Found, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model.lab import Target
    from grader.model.snapshot import View

ALIKE = 0.75
MOST = 9  # names; those that the lab itself looks for are taken out of them later


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
    wanted = (short_name(target.name) if target.kind == "image" else target.name).casefold()
    near = _alike(wanted, there, MOST)
    near += [n for n in sorted(there) if n not in near and _begins_alike(wanted, n)]
    if not near:
        return ()
    return (message("note.near-names", names=[there[n] for n in near[:MOST]], name=target.name),)


def _alike(wanted: str, names: Iterable[str], most: int) -> list[str]:
    import difflib  # only where something is missing

    return difflib.get_close_matches(wanted, list(names), n=most, cutoff=ALIKE)


def _begins_alike(wanted: str, name: str) -> bool:
    """Say whether one name begins with the other, or holds all of it (`shop-web-1` for `web`)."""
    return bool(name) and (wanted in name or wanted.startswith(name))


def is_near(wanted: str, name: str) -> bool:
    """Say whether a name is so much like another that `near_names` may tell it."""
    one, other = wanted.casefold(), name.casefold()
    if not other:
        return False
    return _begins_alike(one, other) or bool(_alike(one, [other], 1))
