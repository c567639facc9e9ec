"""The command `grader`."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    from grader.cli.main import run

    # What a run makes is data without cycles; looking for some takes a tenth of a short run.
    gc.set_threshold(100_000, 50, 50)
    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
