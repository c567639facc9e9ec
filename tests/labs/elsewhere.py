"""A second engine: where a student works who has left a context switched."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tests.engines import bringup
from tests.engines.engine import EngineUnderTest
from tests.engines.lab import LabEngine
from tests.engines.naming import Naming
from tests.engines.recipes import Recipe, dockerd
from tests.engines.standins import build_standins
from tests.engines.state import locked, state_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHER = Recipe("other-20.10", "docker", "20.10.", dockerd, 3, codename="bookworm")
IMAGES = ("nginx", "nginx-alpine", "openjdk", "envnodecolorapp")


@contextlib.contextmanager
def another_engine() -> Iterator[LabEngine]:
    """Bring the other engine up, with the images of the labs, and down again."""
    with locked(state_folder() / f"tests-{OTHER.name}.lock"):
        bringup.up(OTHER)
        try:
            engine = EngineUnderTest(
                OTHER.name, OTHER.host, OTHER.http_host, ours=True, kind="docker", version=""
            )
            lab = LabEngine(engine, Naming(), build_standins(engine, IMAGES))
            lab.cleanup()
            yield lab
        finally:
            bringup.down(OTHER)
