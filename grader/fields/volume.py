"""The fields of a volume."""

from __future__ import annotations

from grader.fields.forms import policy, process, text
from grader.fields.forms.probes import PROBES, read_inspect
from grader.fields.types import Field, Kind, table

KIND = Kind(
    "volume",
    plural="volumes",
    listed=("Name",),
    fields=table(
        Field("driver", text.TEXT, ("Driver",), "The volume's driver.", "local", "--driver"),
        Field(
            "labels",
            process.LABELS,
            ("Labels",),
            "Labels by name.",
            "{team: blue}",
            "--label",
            secret=True,
        ),
        Field(
            "options",
            policy.OPTIONS,
            ("Options",),
            "Options of the driver.",
            "{type: tmpfs}",
            "--opt",
            secret=True,
        ),
        Field(
            "inspect",
            PROBES,
            (),
            "Anything else in `docker volume inspect`, by a path that is a list.",
            "[{path: [Scope], equals: local}]",
            read=read_inspect,
            ours=True,
            secret=True,
        ),
    ),
)
