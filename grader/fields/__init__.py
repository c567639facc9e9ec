"""The field table: every kind of target with its fields, a module a kind and a line here."""

from __future__ import annotations

from grader.fields import container, exec, http, image, network, volume  # noqa: A004
from grader.fields.forms.numbers import COUNT
from grader.fields.types import Field

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
# Of a set itself, beside the fields of each member.
SET_FIELD = Field("count", COUNT, (), "How many objects the set holds.", "3", ours=True)
SETS = {kind.plural: kind for kind in KINDS.values() if kind.plural}
