"""The fields of a container, a module a subject. Compose's names and values; ours are marked."""

from __future__ import annotations

from grader.fields.container import limits, process, state, surroundings
from grader.fields.types import EACH, Kind, table

KIND = Kind(
    "container",
    plural="containers",
    secrets=(
        *(("Path",), ("Args",), ("State", "Error"), ("State", "Health", "Log", EACH, "Output")),
        *(("Config", "CreateCommand"), ("HostConfig", "Annotations")),
        ("HostConfig", "Mounts", EACH, "VolumeOptions", "Labels"),
        ("HostConfig", "Mounts", EACH, "VolumeOptions", "DriverConfig", "Options"),
    ),
    listed=("Id", "Names", "Image", "State"),
    fields=table(
        *state.FIELDS.values(),
        *process.FIELDS.values(),
        *surroundings.FIELDS.values(),
        *limits.FIELDS.values(),
    ),
)
