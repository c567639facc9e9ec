"""The one door: where an error becomes a text and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from grader.errors import EngineError, GraderError, RosterError, SpecError
from grader.locale import translate
from grader.message import message
from grader.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130
NEXT = {"no-engine": "no-engine.next", "no-context": "no-context.next"}


def through(command: Callable[[], int], language: str) -> int:
    """Run a command; expected errors are told on stderr, a closed pipe ends it quietly."""
    try:
        code = command()
        sys.stdout.flush()
    except (SpecError, RosterError) as wrong:
        from grader.cli.problems import render_problems

        tell(render_problems(wrong.problems, language))
        return wrong.exit_code
    except GraderError as wrong:
        tell(f"{translate('error', language)}: {say(wrong.message, language)}")
        if isinstance(wrong, EngineError):
            tell(say(message(NEXT.get(wrong.message.code, "doctor.pointer")), language))
        return wrong.exit_code
    except KeyboardInterrupt:
        tell(say(message("interrupted"), language))
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    return code


def tell(text: str) -> None:
    """Write a line to stderr in what its encoding can say."""
    from grader.cli.terminal import encodable

    print(encodable(text, sys.stderr), file=sys.stderr)  # noqa: T201 - this is the way out
