"""A plain container, as `docker run IMAGE` leaves it: what an expectation should not be met by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

PLAIN_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN_CONTAINER: dict[str, Any] = {
    "Id": "0" * 64,
    "Name": "/plain",
    "RestartCount": 0,
    "Mounts": [],
    "State": {"OOMKilled": False},
    "Config": {"Hostname": "0" * 12},
    "HostConfig": {
        "NetworkMode": "default",
        "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
        "IpcMode": "private",
        "Runtime": "runc",
        "ShmSize": 64 * 1024 * 1024,
        "LogConfig": {"Type": "json-file", "Config": {}},
    },
    "NetworkSettings": {"Networks": {"bridge": {}}, "Ports": {}},
}
