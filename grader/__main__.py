"""The command `grader`."""

from __future__ import annotations

import gc
import os
import signal
import sys


def main() -> int:
    # Until there is something to clean up, Ctrl-C ends it at once; `through` takes it over.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What a run makes is data without cycles: looking for some, and once more for all at the end,
    # takes a tenth of a short run each.
    gc.set_threshold(100_000, 50, 50)
    _steady()
    from grader.cli.main import run

    try:
        return run(sys.argv[1:])
    finally:
        _flush()
        gc.freeze()


def _flush() -> None:
    """Write what argparse printed, to whoever still reads."""
    try:
        sys.stdout.flush()
    except OSError:
        from grader.cli.terminal import abandon

        abandon(sys.stdout)


def _steady() -> None:
    """Have streams that never fail: one that was closed, or a sign that an encoding lacks."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        else:
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    raise SystemExit(main())
