"""Where output goes: encodings, readers who leave, disks that are full, streams that are closed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.observation.recorded import file_of, spec

ROOT = Path(__file__).parents[2]
CHECK = ["check", str(spec("override-env")), "--snapshot", str(file_of("override-env"))]
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell closes streams here")


def shell(line: str, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell in which `"$@"` is grader with these words."""
    command = words if words[0] == sys.executable else (sys.executable, "-m", "grader", *words)
    return subprocess.run(
        ["bash", "-c", line, "bash", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GRADER_LANG": "en", **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "cp1252", "latin-1"])
@pytest.mark.parametrize(
    "words",
    [["--help"], ["check", "--help"], ["check"], ["validate", "no"], [*CHECK, "--report", "text"]],
)
def test_what_an_encoding_cannot_say_is_written_out_instead_of_failing(
    encoding: str, words: list[str]
) -> None:
    done = shell('"$@"', "--lang", "ko", *words, PYTHONIOENCODING=encoding)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (0 if "--help" in words or words[:4] == CHECK else 2)
    if encoding == "cp949":
        (done.stdout + done.stderr).decode("cp949")


@posix
@pytest.mark.parametrize(
    ("line", "words", "code"),
    [
        ('"$@" >&-', [*CHECK, "--report", "text"], 0),
        ('"$@" 2>&-', ["check", "no.lab.yaml"], 2),
        ('"$@" >&- 2>&-', ["check", "no.lab.yaml"], 2),
        ('"$@" 2>/dev/full', ["check", "no.lab.yaml"], 2),
        ('"$@" >/dev/full', [*CHECK, "--report", "text"], 3),
        ('"$@" <&-', [*CHECK, "--report", "text"], 0),
        # A reader who is gone before anything is written.
        ('(sleep 0.2; "$@"; echo $? >&2) | true; wait', [*CHECK, "--report", "json"], 0),
        ('(sleep 0.2; "$@"; echo $? >&2) | true; wait', ["check", "--help"], 0),
        ('(sleep 0.2; "$@" 2>&1; exit $?) | true; exit ${PIPESTATUS[0]}', ["check", "no"], 2),
        ('"$@" | head -1; exit ${PIPESTATUS[0]}', ["schema"], 0),
    ],
)
def test_a_stream_that_fails_changes_no_exit_code(line: str, words: list[str], code: int) -> None:
    done = shell(line, *words)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    said = done.stderr.split()[-1:] if "echo" in line else []
    assert (int(said[0]) if said else done.returncode) == code


@posix
def test_a_full_disk_is_named() -> None:
    done = shell('"$@" >/dev/full', *CHECK, "--report", "text")
    assert b"cannot write to standard output: No space left on device" in done.stderr


@posix
def test_who_failed_is_told_by_the_exit_code_though_nobody_reads(tmp_path: Path) -> None:
    other = tmp_path / "override-env.lab.yaml"
    other.write_text(spec("override-env").read_text("utf-8").replace("8081:3000", "8082:3000"))
    words = ["check", str(other), "--snapshot", str(file_of("override-env")), "--report", "json"]
    line = '(sleep 0.2; "$@") | true; exit ${PIPESTATUS[0]}'
    assert shell(line, *words).returncode == 1


INTERRUPTING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)

class Finder:
    def find_spec(name, *rest):
        if name == MODULE:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder)
from grader.__main__ import main
raise SystemExit(main())
"""


@posix
@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("grader.cli.main", -signal.SIGINT),
        ("grader.cli.test", -signal.SIGINT),
        ("grader.labspec.loader", 130),
        ("grader.fields.types", 130),
        ("grader.spectest.runner", 130),
        ("grader.cli.test_table", 130),
    ],
)
def test_an_interrupt_leaves_no_traceback_whenever_it_comes(module: str, code: int) -> None:
    """Before a command has begun, the signal ends the program; after that it is told in a word."""
    source = INTERRUPTING.replace("MODULE", repr(module))
    done = shell('"$1" -c "$2" test specs', sys.executable, source)
    assert b"Traceback" not in done.stderr
    assert done.returncode == code
