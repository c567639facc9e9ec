"""A wheel built twice is the same bytes, so that anyone can build it and compare."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOMENT = "1767225600"  # 2026-01-01; what SOURCE_DATE_EPOCH says goes into the archive
PARTS = ("grader", "schemas", "specs", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE")
BUILD = "from hatchling.builders.wheel import WheelBuilder as W; print(list(W('.').build())[0])"


def built(folder: Path) -> Path:
    """Build a wheel from a copy, so that neither place nor time of the sources can matter."""
    folder.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "compiled", "*.mo")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=ignored, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, folder / part)
    environ = os.environ | {"SOURCE_DATE_EPOCH": MOMENT, "PYTHONDONTWRITEBYTECODE": "1"}
    environ.pop("PYTHONPATH", None)
    subprocess.run(
        [sys.executable, "-c", BUILD], cwd=folder, env=environ, check=True, capture_output=True
    )
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def test_a_wheel_built_twice_is_the_same_bytes_and_holds_what_it_must(tmp_path: Path) -> None:
    one, other = built(tmp_path / "one"), built(tmp_path / "another-place")
    assert one.name == other.name
    with zipfile.ZipFile(one) as archive, zipfile.ZipFile(other) as again:
        names = archive.namelist()
        assert {n: archive.read(n) for n in names} == {n: again.read(n) for n in again.namelist()}
    assert one.read_bytes() == other.read_bytes()
    assert any(name.endswith(".mo") for name in names)
    assert any("formats/compiled/tmpl_" in name for name in names)
    assert not [n for n in names if "__pycache__" in n or n.startswith(("tests", "benchmarks"))]
