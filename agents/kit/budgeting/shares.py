"""A whole amount divided so that the parts are whole and their sum is the amount."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

Weight = int | float | Fraction


def split(total: int, weights: Sequence[Weight]) -> tuple[int, ...]:
    """Parts in proportion to the weights, each less than one unit off, by largest remainder (Hamilton's method).

    Ties go to the earlier part; a negative total is the mirror of its opposite. Raises ValueError where nothing
    weighs anything and there is something to divide, or where a weight is negative.
    """
    if total < 0:
        return tuple(-part for part in split(-total, weights))
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if any(weight < 0 for weight in exact):
        raise ValueError("a share is not negative")
    if not whole:
        if total:
            raise ValueError("nothing to divide by")
        return (0,) * len(exact)
    return _rounded(total, [total * weight / whole for weight in exact])


def _rounded(total: int, quotas: Sequence[Fraction]) -> tuple[int, ...]:
    parts = [floor(quota) for quota in quotas]
    left = total - sum(parts)
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - quotas[at], at))
    for at in order[:left]:
        parts[at] += 1
    return tuple(parts)
