"""The field table: every kind of target with its fields, a module a kind and a line here."""

from __future__ import annotations

from grader.fields import container, exec, http, image, network, volume  # noqa: A004

KINDS = {
    kind.key: kind
    for kind in (
        container.KIND,
        image.KIND,
        network.KIND,
        volume.KIND,
        http.KIND,
        exec.KIND,
    )
}
SETS = {kind.plural: kind for kind in KINDS.values() if kind.plural}
