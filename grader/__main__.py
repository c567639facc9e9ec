"""The command `grader`."""

from __future__ import annotations

import sys


def main() -> int:
    from grader.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
