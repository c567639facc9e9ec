"""How far a class is: a bar where a person watches, a plain line now and then in CI."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Self

from grader.classroom.labels import labels
from grader.model.result import Outcome

if TYPE_CHECKING:
    from grader.classroom.grading import Graded

PAUSE = 10.0  # seconds between plain lines
FORMAT = "{percentage:3.0f}% {bar} {n_fmt}/{total_fmt} {rate_fmt} {remaining} {postfix}"


class ClassProgress:
    """Counts students; `failed` are those who could not be graded."""

    def __init__(self, language: str, total: int) -> None:
        self.done = 0
        self.failed = 0
        self._total = total
        self._label = labels(language)
        self._start = self._told = time.monotonic()
        self._bar: Any = None
        self._tty = sys.stderr.isatty()

    def __enter__(self) -> Self:
        if self._tty and self._total:
            from tqdm import tqdm

            # With `miniters`, for after a fast start it would wait for as many again.
            self._bar = tqdm(
                total=self._total,
                file=sys.stderr,
                leave=False,
                bar_format=FORMAT,
                unit="",
                miniters=1,
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
        elif self._total and self.done:
            self._tell()

    def one(self, graded: Graded) -> None:
        """Count a student."""
        self.done += 1
        self.failed += graded.outcome is Outcome.ERROR
        if self._bar is not None:
            if self.failed:
                said = self._label("n-ungraded", n=self.failed)
                self._bar.set_postfix_str(said, refresh=False)
            self._bar.update()
        elif time.monotonic() - self._told >= PAUSE:
            self._tell()

    def _tell(self) -> None:
        from grader.cli.errors import tell

        self._told = time.monotonic()
        rate = self.done / max(self._told - self._start, 0.001)
        tell(
            self._label(
                "progress",
                done=self.done,
                all=self._total,
                failed=self.failed,
                rate=f"{rate:.1f}",
            )
        )
