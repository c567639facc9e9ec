"""Where an exception becomes a text and an exit code."""

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
INTERNAL = 3  # something could not be checked; 1 would say that a check failed
LONGEST = 200  # characters of an unexpected exception's text
NEXT = {"no-engine": "no-engine.next", "no-context": "no-context.next"}


def through(command: Callable[[], int], language: str) -> int:
    """Run a command; errors are reported on stderr.

    An exception that nobody expected is a bug in grader, not a failed check: exit code 3, with an
    id that is the same wherever the same place of the code fails. GRADER_DEBUG=1 shows the
    traceback.
    """
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
            return _unexpected(stopped, language)
        tell(say(message("interrupted"), language))
        return INTERRUPTED
    except Exception as wrong:  # noqa: BLE001 - the last place that can tell a person
        return _unexpected(wrong, language)


def _unexpected(wrong: BaseException, language: str) -> int:
    import os
    import traceback
    import zlib

    if os.environ.get("GRADER_DEBUG"):
        traceback.print_exception(wrong)
    frames = traceback.extract_tb(wrong.__traceback__)
    place = f"{frames[-1].name}:{type(wrong).__name__}" if frames else type(wrong).__name__
    known = {
        "id": f"{zlib.crc32(place.encode()):08x}",
        "kind": type(wrong).__name__,
        "text": " ".join(str(wrong).split())[:LONGEST],
    }
    tell(say(message("internal-error", **known), language))
    return INTERNAL


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
