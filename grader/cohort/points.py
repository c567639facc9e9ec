"""Points as people and importers read them: plain, at most two decimals, a full stop."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def plain(points: Decimal) -> str:
    """Write points without exponent, separators or needless zeros: `1234.5`, `20`, `0`."""
    rounded = points.quantize(CENT, rounding=ROUND_HALF_UP)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def scaled(points: Decimal, of: Decimal, to: Decimal) -> Decimal:
    """Scale points to another maximum, rounded half up to two decimals once."""
    if not of:
        return to
    return (points * to / of).quantize(CENT, rounding=ROUND_HALF_UP)
