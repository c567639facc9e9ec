"""What a container is joined to: ports, networks, storage, devices."""

from __future__ import annotations

from grader.fields.contract import Field, table
from grader.fields.forms import policy, ports, storage, text
from grader.fields.forms.networks import NETWORK_MODE, NETWORKS
from grader.fields.readers import container as read

FIELDS = table(
    Field(
        "expose",
        ports.EXPOSED,
        ("Config", "ExposedPorts"),
        "Ports that are exposed, the image's and the published ones included.",
        "[3000]",
        "--expose",
        inherits=True,
    ),
    Field(
        "ports",
        ports.PUBLISHED,
        ("NetworkSettings", "Ports"),
        "Published ports; while it runs those in force, else those asked for.",
        '["8081:3000"]',
        "--publish",
        read=read.read_ports,
    ),
    Field(
        "volumes",
        storage.MOUNTS,
        ("Mounts",),
        "What is mounted; `./html` is any host path that ends in /html.",
        '["pgdata:/var/lib/postgresql/data", "./html:/usr/share/nginx/html:ro"]',
        "--volume, --mount",
        read=read.read_volumes,
    ),
    Field(
        "tmpfs",
        storage.TMPFS,
        ("HostConfig", "Tmpfs"),
        "Folders in memory, however they were given.",
        "[/run]",
        "--tmpfs",
        read=read.read_tmpfs,
    ),
    Field(
        "networks",
        NETWORKS,
        ("NetworkSettings", "Networks"),
        "The networks it is joined to, by name, with its aliases there.",
        "{backend: {aliases: [db]}}",
        "--network, --network-alias",
        read=read.read_networks,
    ),
    Field(
        "network_mode",
        NETWORK_MODE,
        ("HostConfig", "NetworkMode"),
        "The network mode; the default is bridge.",
        "host",
        "--network",
        read=read.read_network_mode,
    ),
    Field(
        "extra_hosts",
        policy.EXTRA_HOSTS,
        ("HostConfig", "ExtraHosts"),
        "Names added to /etc/hosts.",
        "{db.example: 10.0.0.5}",
        "--add-host",
    ),
    Field("dns", ports.ADDRESSES, ("HostConfig", "Dns"), "Name servers.", "[1.1.1.1]", "--dns"),
    Field(
        "dns_search",
        ports.ADDRESSES,
        ("HostConfig", "DnsSearch"),
        "Domains that are searched.",
        "[lab.example]",
        "--dns-search",
    ),
    Field(
        "devices",
        storage.DEVICES,
        ("HostConfig", "Devices"),
        "Devices of the host.",
        '["/dev/null:/dev/spare"]',
        "--device",
    ),
    Field("pid", text.TEXT, ("HostConfig", "PidMode"), "Process namespace.", "host", "--pid"),
    Field("ipc", text.TEXT, ("HostConfig", "IpcMode"), "IPC namespace.", "shareable", "--ipc"),
    Field("uts", text.TEXT, ("HostConfig", "UTSMode"), "UTS namespace.", "host", "--uts"),
    Field(
        "userns_mode",
        text.TEXT,
        ("HostConfig", "UsernsMode"),
        "User namespace.",
        "host",
        "--userns",
    ),
    Field(
        "logging",
        policy.LOGGING,
        ("HostConfig", "LogConfig"),
        "Where its output is logged.",
        "{driver: json-file, options: {max-size: 10m}}",
        "--log-driver, --log-opt",
    ),
)
