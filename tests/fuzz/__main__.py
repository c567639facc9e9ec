"""Fuzz for as long as wanted: `python -m tests.fuzz --seconds 60` of each kind.

Bytes are fuzzed by atheris, which sees the code that they reach; documents by hypothesis, with
other examples every time. What is found is written to a folder and ends it with 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).parent
SEEDS = {
    "spec": [HERE.parent / "spec" / "broken", HERE.parents[1] / "specs"],
    "snapshot": [HERE.parents[1] / "specs"],
}
BYTES = ("spec", "snapshot", "http", "tar", "frames")
MEMORY = 2048  # MiB


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="of each kind")
    parser.add_argument("--kind", choices=("bytes", "documents"), help="one of both alone")
    parser.add_argument("--atheris", metavar="TARGET", help="(used within) fuzz this one here")
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "found")
    options = parser.parse_args()
    options.found.mkdir(parents=True, exist_ok=True)
    if options.atheris:
        return fuzz_bytes(options.atheris, options.seconds, options.found)
    codes = [0]
    if options.kind != "documents":
        codes += [separately(name, options.seconds, options.found) for name in BYTES]
    if options.kind != "bytes":
        codes.append(fuzz_documents(options.seconds))
    return max(codes)


def separately(name: str, seconds: int, found: Path) -> int:
    """Run one target in a process of its own: it is ended by what it finds."""
    start = time.monotonic()
    arguments = ["--atheris", name, "--seconds", str(seconds), "--found", str(found)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    runs = [line for line in done.stderr.splitlines() if line.startswith("Done ")]
    took = time.monotonic() - start
    print(f"{name}: {runs[-1] if runs else 'ended'} ({took:.0f} s, code {done.returncode})")
    if done.returncode:
        print(done.stdout[-3000:] + done.stderr[-3000:])
    return int(done.returncode != 0)


def fuzz_bytes(name: str, seconds: int, found: Path) -> int:
    import atheris

    with atheris.instrument_imports(include=["grader", "yaml", "tarfile"]):
        from tests.fuzz import targets
    targets.BYTES[name](b"")  # what is imported when it is needed, now is
    with tempfile.TemporaryDirectory() as corpus:
        seeds = [str(s) for s in (HERE / "corpus" / name, *SEEDS.get(name, ())) if s.is_dir()]
        atheris.Setup(
            [name, corpus, *seeds, f"-max_total_time={seconds}", f"-rss_limit_mb={MEMORY}",
             "-timeout=20", "-max_len=8192", f"-artifact_prefix={found}/{name}-"],
            targets.BYTES[name],
        )  # fmt: skip
        atheris.Fuzz()
    return 0


def fuzz_documents(seconds: int) -> int:
    """Run the tests of documents again and again, not derandomized."""
    os.environ["GRADER_FUZZ_EXAMPLES"] = "100"
    from tests.fuzz import test_fuzz

    code = 0
    for name, test in vars(test_fuzz).items():
        if not name.startswith("test_") or not hasattr(test, "hypothesis"):
            continue
        end, rounds = time.monotonic() + seconds, 0
        try:
            while time.monotonic() < end:
                test()
                rounds += 1
        except Exception:  # noqa: BLE001 - whatever was found is what this is for
            traceback.print_exc()
            code = 1
        print(f"{name}: {rounds} rounds of 100")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
