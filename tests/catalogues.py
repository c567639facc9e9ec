"""Compiles the translations before tests run, so that a change of a `.po` is seen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.translations import compile_catalogue, translated

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        for language in translated():
            compile_catalogue(language)
