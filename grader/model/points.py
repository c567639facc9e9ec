"""Points as people and importers read them: plain, at most two decimals, a full stop."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(points: Decimal) -> Decimal:
    """Round points to two decimals, half up, without needless zeros."""
    return points.quantize(CENT, rounding=ROUND_HALF_UP).normalize() + Decimal(0)


def plain(points: Decimal) -> str:
    """Write points without exponent, separators or needless zeros: `1234.5`, `20`, `0`."""
    return f"{cents(points):f}"


def scaled(points: Decimal, of: Decimal, to: Decimal) -> Decimal:
    """Scale points to another maximum, rounded half up to two decimals once."""
    if not of:
        return to
    return (points * to / of).quantize(CENT, rounding=ROUND_HALF_UP)
