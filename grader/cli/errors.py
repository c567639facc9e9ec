"""The one door: where an error becomes a text and an exit code."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from grader.cli.terminal import abandon
from grader.errors import EngineError, GraderError, RosterError, SpecError
from grader.locale import translate
from grader.messages import say
from grader.model.message import message

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130
NEXT = {"no-engine": "no-engine.next", "no-context": "no-context.next"}


def through(command: Callable[[], int], language: str) -> int:
    """Run a command; expected errors are told on stderr."""
    _take_interrupts()
    try:
        return command()
    except (SpecError, RosterError) as wrong:
        from grader.diagnostics.terminal import render_problems

        tell(render_problems(wrong.problems, language))
        return wrong.exit_code
    except GraderError as wrong:
        tell(f"{translate('error', language)}: {say(wrong.message, language)}")
        if isinstance(wrong, EngineError):
            tell(say(message(NEXT.get(wrong.message.code, "doctor.pointer")), language))
        return wrong.exit_code
    except BrokenPipeError:
        abandon(sys.stdout)
        return 0
    except (KeyboardInterrupt, RuntimeError) as stopped:
        # Python 3.11 wraps an interrupt that comes while a class is made.
        if not isinstance(stopped.__cause__ or stopped, KeyboardInterrupt):
            raise
        tell(say(message("interrupted"), language))
        return INTERRUPTED


def _take_interrupts() -> None:
    """From here on Ctrl-C is an exception, so that what was begun is put in order."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def tell(text: str) -> None:
    """Write a line to stderr; where it cannot be written, the exit code still says it."""
    try:
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the way out
    except OSError:
        abandon(sys.stderr)
