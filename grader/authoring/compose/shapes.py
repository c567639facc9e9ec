"""What shape Compose gives a key: whatever has another is left out, and named.

Compose itself refuses such a file; here the rest of it is still worth having. Keys that are not
listed are checked by the spec's own loader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Shape = Callable[[Any], bool]


def is_value(value: Any) -> bool:
    return isinstance(value, (str, int, float))


def is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list_of(*shapes: Shape) -> Shape:
    return lambda value: (
        isinstance(value, list) and all(any(fits(one) for fits in shapes) for one in value)
    )


def _is_mapping_to(*shapes: Shape) -> Shape:
    return lambda value: (
        isinstance(value, dict)
        and all(one is None or any(fits(one) for fits in shapes) for one in value.values())
    )


def _is_any(*shapes: Shape) -> Shape:
    return lambda value: any(fits(value) for fits in shapes)


_VALUES = _is_list_of(is_value)
_NAMED = _is_any(_is_mapping_to(is_value), _VALUES)


def _has(**inner: Shape) -> Shape:
    """A mapping; of the keys named here, those that are there have a shape too."""
    return lambda value: (
        isinstance(value, dict)
        and all(value.get(key) is None or fits(value[key]) for key, fits in inner.items())
    )


SERVICE: Mapping[str, Shape] = {
    "environment": _NAMED,
    "labels": _NAMED,
    "sysctls": _NAMED,
    "env_file": _is_any(is_value, _is_list_of(is_value, is_mapping)),
    "ports": _is_list_of(is_value, is_mapping),
    "volumes": _is_list_of(is_value, _has(tmpfs=is_mapping)),
    "networks": _is_any(_VALUES, _is_mapping_to(is_mapping)),
    "healthcheck": is_mapping,
    "tmpfs": _is_any(is_value, _VALUES),
    "profiles": _VALUES,
    "container_name": is_value,
    "deploy": _has(resources=_has(limits=is_mapping, reservations=is_mapping)),
    "extends": _is_any(is_value, is_mapping),
}
OBJECT: Mapping[str, Shape] = {
    "name": is_value,
    "ipam": _has(config=_is_list_of(is_mapping)),
}


def sound(found: Any, shapes: Mapping[str, Shape]) -> tuple[dict[str, Any], list[str]]:
    """Keep what has its shape; with it, the keys that have not."""
    if not isinstance(found, dict):
        return {}, []
    odd = [k for k, v in found.items() if v is not None and k in shapes and not shapes[k](v)]
    return {key: value for key, value in found.items() if key not in odd}, odd
