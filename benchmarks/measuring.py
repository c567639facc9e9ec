"""Running programs one after the other, in turn, and what their times amount to."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Times:
    """Seconds of one program's runs; `said` is what the last one wrote to stdout."""

    seconds: tuple[float, ...]
    said: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def over(self, other: Times) -> float:
        """The median of the ratios run by run: what else the machine does hits both alike."""
        return statistics.median(a / b for a, b in zip(self.seconds, other.seconds, strict=True))


def in_turn(
    commands: Mapping[str, Sequence[str]], runs: int, folder: Path, host: str = ""
) -> dict[str, Times]:
    """Run each command once, then the next, and so on: `runs` times, after one that warms up."""
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"DOCKER_HOST": host} if host else {}
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    said: dict[str, str] = {}
    for turn in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(
                command, cwd=folder, env=environ, capture_output=True, text=True, check=False
            )
            if turn:
                seconds[name].append(time.perf_counter() - start)
            said[name] = done.stdout + done.stderr
    return {name: Times(tuple(seconds[name]), said[name]) for name in commands}


def calls_in_turn(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, Times]:
    """The same for functions of this process."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(runs + 1):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: Times(tuple(times)) for name, times in seconds.items()}
