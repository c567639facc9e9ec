"""The table at the end of a test: a line a spec."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wcwidth import wcswidth

from grader.locale import translate
from grader.messages import say
from grader.model.message import message
from grader.storage.result_document import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.spectest.results import Trial

HEADS = ("spec", "checks", "solution", "caught", "examples")
ALL = 100
VERDICTS = {0: "passed", 1: "failed", 3: "error"}


def render(trials: Sequence[Trial], language: str) -> str:
    """Write the table, what asks for absence alone, and the kinds of mistakes that were made."""
    rows = [[*(say(message(f"column.{head}"), language) for head in HEADS), ""]]
    rows += [_row(trial, language) for trial in trials]
    widths = [max(wcswidth(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]
    lines += [
        say(message("trial.absent", lab=t.lab, checks=list(t.absent)), language)
        for t in trials
        if t.absent
    ]
    kinds = sum((trial.kinds for trial in trials), Counter[str]())
    if kinds:
        names = [f"mistake.{kind}" for kind, _ in kinds.most_common()]
        lines.append(say(message("trial.kinds", count=len(names), kinds=names), language))
    return "\n".join(lines) + "\n"


def _row(trial: Trial, language: str) -> list[str]:
    score = "–" if trial.score is None else number(trial.score)
    share = trial.caught * ALL // trial.mutants if trial.mutants else 0
    held = sum(example.holds for example in trial.examples)
    verdict = VERDICTS[trial.exit_code]
    return [
        trial.lab,
        str(trial.checks),
        f"{score} / {number(trial.max_score)}",
        f"{trial.caught} / {trial.mutants} ({share} %)",
        f"{held} / {len(trial.examples)}" if trial.examples else "–",
        translate(verdict, language),
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - max(wcswidth(text), 0))
