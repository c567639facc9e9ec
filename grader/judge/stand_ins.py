"""Stand-ins: images built with the names and metadata of real ones, for engines without a registry.

They bear a label, and so does what is made from them. A grade that rests on them says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.fields.reading import dig
from grader.model.message import message
from grader.model.snapshot import Found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model.message import Message
    from grader.model.snapshot import Question, View

STAND_IN = "org.grader.stand-in"
LABELLED = ("container", "image")


def standin_notes(looked_at: Iterable[Question], view: View) -> tuple[Message, ...]:
    """Say of what was looked at that some of it is, or was made from, a stand-in.

    No name is told: it could be that of a check which the reader may not see.
    """
    for question in looked_at:
        answer = view.answer(question)
        if question.kind in LABELLED and isinstance(answer, Found):
            labels = dig(answer.document, ("Config", "Labels"))
            if isinstance(labels, dict) and STAND_IN in labels:
                return (message("note.stand-in"),)
    return ()
