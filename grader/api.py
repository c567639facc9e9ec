"""For programs: load a lab, observe, judge, render. These names stay as they are.

What comes out of one goes into the next, and nothing is kept between them:

>>> from grader.api import judge, load, read_snapshot, render
>>> lab = load("specs/override-env.lab.yaml")
>>> lab.id, lab.checks[0].id
('override-env', 'image')

A snapshot is what was seen at one moment. It comes from an engine (`observe`) or from a file:

>>> snapshot = read_snapshot("specs/override-env.solution.json")

Judging asks nothing and changes nothing. The same lab and snapshot give the same result:

>>> result = judge(lab, snapshot)
>>> str(result.outcome), result.score, result.max_score
('passed', Decimal('100'), Decimal('100'))
>>> [check.id for check in result.checks if check.outcome != "passed"]
[]

Every report is made of a result, in any language:

>>> render(result, "github", language="ko").splitlines()[-1]
'::notice title=환경 변수 덮어쓰기%3A 통과::100점 만점에 100점'

A result is for whoever may see all of it; `cut` takes out what its reader may not see yet:

>>> cut(result, "student", "before_due").provisional
False

What went wrong is a `GraderError`; `explain` puts it into words:

>>> try:
...     load("nowhere.lab.yaml")
... except GraderError as wrong:
...     print(explain(wrong))
nowhere.lab.yaml:1:1: no such file [no-such-file]
      | check the path; a folder stands for all *.lab.yaml files in it
"""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderError, SpecError, UsageError
from grader.judge import judge
from grader.privacy.audience import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.model.lab import Lab
    from grader.model.result import Result
    from grader.model.snapshot import Snapshot
    from grader.observation.observer import Waiting
    from grader.privacy.audience import Phase

__all__ = [
    "GraderError",
    "cut",
    "explain",
    "judge",
    "load",
    "observe",
    "read_results",
    "read_snapshot",
    "render",
    "write_snapshot",
]


def load(path: str | Path, variables: Mapping[str, str] | None = None) -> Lab:
    """Load a spec; raises `SpecError` with every mistake and its place.

    `variables` are values for its `vars`.
    """
    from grader.labspec import loader

    return loader.load(Path(path), variables or {})


def observe(
    labs: Sequence[Lab],
    *,
    host: str | None = None,
    context: str | None = None,
    http_host: str | None = None,
    request_timeout: float = 10.0,
    timeout: float = 300.0,
    allow_exec: bool = False,
    thorough: bool = False,
    tell: Callable[[Waiting], None] | None = None,
) -> Snapshot:
    """Ask an engine once for all that some labs look at; raises `EngineError` if none answers.

    `host` and `context` are chosen as on the command line, else the environment decides.
    `timeout` bounds the whole, in seconds; what was seen until then is kept. `thorough` also asks
    what checks need that would be skipped. `tell` is called while a check has patience (`within`).
    """
    from grader.engine.endpoint import resolve
    from grader.engine.event_pause import hearing
    from grader.engine.session import Asking, open_engine
    from grader.observation.observer import Observer

    endpoint = resolve(host, context, os.environ)
    engine = open_engine(endpoint, seconds=request_timeout, http_host=http_host)
    asking = Asking(engine, allow_exec=allow_exec)
    with closing(engine):
        listen = partial(hearing, engine)
        observer = Observer(asking, engine.facts, seconds=timeout, thorough=thorough, listen=listen)
        if tell is not None:
            observer.tell = tell
        return observer.observe(labs)


def read_snapshot(path: str | Path) -> Snapshot:
    """Read a snapshot file; raises `SnapshotError`."""
    from grader.storage import snapshot_file

    return snapshot_file.read(Path(path))


def write_snapshot(snapshot: Snapshot, path: str | Path) -> None:
    """Write a snapshot to a file, whole or not at all; raises `ReportError`."""
    from grader.storage import snapshot_file
    from grader.storage.files import write_file

    write_file(Path(path), snapshot_file.dump(snapshot))


def read_results(path: str | Path) -> Sequence[Result]:
    """Read the results that `render(…, "json")` wrote; raises `ResultError`."""
    from grader.storage.result_reader import read

    return read(str(path))


def render(
    result: Result,
    format: str = "text",  # noqa: A002 - it is what people call it
    *,
    language: str = "en",
    width: int = 100,
    colour: bool = False,
    phase: Phase = "before_due",
    facts: Mapping[str, str] | None = None,
) -> str:
    """Write a result in a format, by its name on the command line; raises `UsageError`.

    `facts` are what a format takes from the environment (Classroom 50). A gradebook's format
    wants the whole result, and hides by itself what the reader may not see at that `phase`.
    """
    from grader.formats import FORMATS, Style

    if format not in FORMATS:
        raise UsageError("unknown-format", found=format, known=list(FORMATS))
    chosen = FORMATS[format]
    missing = [name for name in chosen.environment if not (facts or {}).get(name)]
    if missing:
        raise UsageError("needs-environment", format=format, names=missing)
    style = Style(language, colour=colour, width=width, phase=phase, facts=facts or {})
    return chosen.render(result, style)


def explain(wrong: GraderError, language: str = "en") -> str:
    """Put an error into words, as the command line does."""
    from grader.diagnostics.terminal import render_problems
    from grader.messages import say

    if isinstance(wrong, SpecError):
        return render_problems(wrong.problems, language)
    return say(wrong.message, language)
