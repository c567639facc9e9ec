"""Programs that tests drive: installed where we may, missing is a failure in CI."""

import os
import shutil

import pytest

from tests.engines.errors import EngineError
from tests.engines.packages import install, require_debian_root


def need(**packages: str) -> None:
    """Have programs, by the Debian package that brings each; else the test is left out."""
    if all(shutil.which(program) for program in packages):
        return
    try:
        require_debian_root(None)
        install(packages)
    except EngineError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"there is no {' or '.join(packages)} here")
