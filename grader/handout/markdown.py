"""A handout as Markdown; titles and descriptions may hold Markdown of their author's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.handout.exercise import values
from grader.messages import say
from grader.model.message import message
from grader.model.points import plain

if TYPE_CHECKING:
    from grader.handout.exercise import Exercise, Task, Words


def render(found: Exercise) -> str:
    """Write a handout."""
    lines = [f"# {_line(found.title)}", ""]
    if found.description:
        lines += [found.description.strip(), ""]
    if found.points:
        lines += [say(message("handout.total", points=plain(found.points)), found.language), ""]
    level = "##"
    for section, tasks in found.sections:
        if section:
            lines += [f"## {_line(section)}", ""]
        for task in tasks:
            lines += _task(task, f"{level}#" if section else level, found.language)
    return "\n".join(lines).rstrip("\n") + "\n"


def _task(task: Task, level: str, language: str) -> list[str]:
    points = say(message("handout.points", points=plain(task.points)), language)
    head = f"{level} {_line(task.title)}" + (f" ({points})" if task.points else "")
    lines = [head, "", _words(task.target), ""]
    for name, words in task.facts:
        label = f"{_code(name)}: " if name else ""
        lines.append(f"- {label}{_words(words)}")
    return [*lines, ""] if task.facts else lines


def _words(words: Words) -> str:
    return "".join(_code(piece) if is_value else piece for piece, is_value in values(words))


def _code(text: str) -> str:
    """Write a value so that nothing in it is Markdown (CommonMark 0.31, "Code spans")."""
    text = text.replace("\r", " ").replace("\n", " ")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def _line(text: str) -> str:
    return " ".join(text.split())
