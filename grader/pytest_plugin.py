"""Labs as tests: `pytest specs/` collects every `*.lab.yaml`, an item a check.

A lab is observed once, when the first of its items runs. A check that failed fails with the text
of the terminal, one that could not be checked is an error, one whose `requires` did not pass is
skipped; one that only informs never fails a run (`xfail`).
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.model.lab import Check, Lab
    from grader.model.result import CheckResult, Result
    from grader.model.snapshot import Snapshot

SUFFIX = ".lab.yaml"
OPTIONS = {
    "host": "address of the engine: unix://, tcp://, ssh:// or npipe://",
    "context": "the Docker context to use",
    "http-host": "host name or IP address of published ports (default: from the engine's address)",
    "snapshot": "grade what a snapshot holds; no engine is asked",
    "lang": "output language, such as en or ko (default: from the locale)",
}


class CheckFailedError(Exception):
    """A check that failed; the text is the terminal's."""


class NotObservedError(Exception):
    """A check, or a whole lab, that could not be checked."""


def pytest_addoption(parser: pytest.Parser) -> None:
    from grader.cli.language import language_of
    from grader.locale import translate

    language = language_of((), os.environ)
    group = parser.getgroup("grader")
    for name, text in OPTIONS.items():
        group.addoption(f"--grader-{name}", default=None, help=translate(text, language))
    group.addoption(
        "--grader-var",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=translate("set a variable of the spec; may be repeated", language),
    )
    group.addoption(
        "--grader-for",
        choices=("student", "staff"),
        default="student",
        help=translate(
            "audience of the report (default: %(default)s)",
            language,
        ),
    )
    group.addoption(
        "--grader-phase",
        choices=("before_due", "after_due", "published"),
        default="before_due",
        help=translate(
            "phase of the assignment (default: %(default)s)",
            language,
        ),
    )
    group.addoption(
        "--grader-allow-exec",
        action="store_true",
        help=translate("allow checks that run a command in a container", language),
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> LabFile | None:
    if not file_path.name.endswith(SUFFIX):
        return None
    return LabFile.from_parent(parent, path=file_path)


def language_of_session(config: pytest.Config) -> str:
    from grader.cli.language import language_of, tag

    asked = config.getoption("--grader-lang")
    return tag(asked) if asked else language_of((), os.environ)


class LabFile(pytest.File):
    """One spec: its items are its checks, as far as their reader may see them."""

    def collect(self) -> Iterator[CheckItem]:
        from grader import api
        from grader.privacy.audience import visible

        option = self.config.getoption
        try:
            lab = self.lab
        except api.GraderError as wrong:
            raise self.CollectError(api.explain(wrong, self.language)) from None
        for check in lab.checks:
            if option("--grader-for") == "staff" or visible(check, option("--grader-phase")):
                yield CheckItem.from_parent(self, name=check.id, check=check)

    @property
    def language(self) -> str:
        return language_of_session(self.config)

    @cached_property
    def lab(self) -> Lab:
        from grader import api
        from grader.cli.options import read_variables

        return api.load(self.path, read_variables(self.config.getoption("--grader-var")))

    @cached_property
    def result(self) -> Result:
        """Observe once, and judge for the reader; an engine that is not there is kept too."""
        from grader import api

        option = self.config.getoption
        judged = api.judge(self.lab, self._snapshot())
        return api.cut(judged, option("--grader-for"), option("--grader-phase"))

    def _snapshot(self) -> Snapshot:
        from pathlib import Path

        from grader import api
        from grader.observation import submissions

        option = self.config.getoption
        if option("--grader-snapshot"):
            return submissions.read([Path(option("--grader-snapshot"))], [self.lab])
        return api.observe(
            [self.lab],
            host=option("--grader-host"),
            context=option("--grader-context"),
            http_host=option("--grader-http-host"),
            allow_exec=option("--grader-allow-exec"),
        )

    @cached_property
    def trouble(self) -> str | None:
        """Say why nothing of this lab could be observed; asked once, told for every check."""
        from grader import api

        try:
            self.result  # noqa: B018 - it is made here
        except api.GraderError as wrong:
            return api.explain(wrong, self.language)
        return None


class CheckItem(pytest.Item):
    """One check."""

    def __init__(self, *, check: Check, **more: Any) -> None:
        super().__init__(**more)
        self.check = check
        if self.config.pluginmanager.hasplugin("xdist"):
            # With `--dist loadgroup` a lab stays on one worker, and is observed once.
            self.add_marker(pytest.mark.xdist_group(str(self.file.path)))

    @property
    def file(self) -> LabFile:
        parent = self.parent
        assert isinstance(parent, LabFile)  # noqa: S101 - it is made by one
        return parent

    @cached_property
    def judged(self) -> CheckResult:
        if self.file.trouble is not None:
            raise NotObservedError(self.file.trouble)
        return next(c for c in self.file.result.checks if c.id == self.check.id)

    def setup(self) -> None:
        """Look; what cannot be observed is an error of the setup, not a failure of the check."""
        from grader.formats.view import plain

        judged = self.judged
        self.user_properties += [("points", plain(judged.points)), ("score", plain(judged.score))]
        if judged.outcome == "error":
            raise NotObservedError(self._text())

    def runtest(self) -> None:
        from grader.formats.cases import cases

        if self.judged.outcome == "passed":
            return
        case = next(c for c in cases(self.file.result, self.file.language) if c.id == self.check.id)
        if self.judged.outcome == "skipped":
            pytest.skip(case.headline)
        if self.judged not in self.file.result.counting:
            pytest.xfail(case.headline)
        raise CheckFailedError(self._text())

    def _text(self) -> str:
        """Write the check as the terminal does."""
        import sys

        from grader.cli.terminal import style_for
        from grader.formats.text import one

        style = style_for(sys.__stdout__ or sys.stdout, self.file.language, colour="never")
        return one(self.judged, style)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show our own texts alone; what is a mistake in the program keeps its traceback."""
        if isinstance(excinfo.value, CheckFailedError | NotObservedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.check.place.line - 1, f"{self.file.path.name}: {self.name}"
