"""The fields of a network."""

from __future__ import annotations

from grader.fields.forms import numbers, policy, process, text
from grader.fields.forms.probes import PROBES, read_inspect
from grader.fields.readers import network as read
from grader.fields.types import Field, Kind, ListOf, table

KIND = Kind(
    "network",
    plural="networks",
    listed=("Id", "Name"),
    fields=table(
        Field("driver", text.TEXT, ("Driver",), "The network's driver.", "bridge", "--driver"),
        Field(
            "internal",
            numbers.SWITCH,
            ("Internal",),
            "Has no way outside.",
            "true",
            "--internal",
        ),
        Field(
            "attachable",
            numbers.SWITCH,
            ("Attachable",),
            "Containers may be attached by hand.",
            "true",
            "--attachable",
        ),
        Field(
            "ipam",
            read.IPAM,
            ("IPAM", "Config"),
            "Its addresses: subnet and gateway.",
            "{subnet: 172.28.0.0/16, gateway: 172.28.0.1}",
            "--subnet, --gateway",
        ),
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
            '{com.docker.network.bridge.name: "lab0"}',
            "--opt",
            secret=True,
        ),
        Field(
            "containers",
            ListOf(text.TEXT),
            ("Containers",),
            "The running containers that are joined to it, by name.",
            "[web, db]",
            "docker network connect",
            read=read.read_containers,
            ours=True,
        ),
        Field(
            "inspect",
            PROBES,
            (),
            "Anything else in `docker network inspect`, by a path that is a list.",
            "[{path: [EnableIPv6], equals: false}]",
            read=read_inspect,
            ours=True,
            secret=True,
        ),
    ),
)
