"""Experiments: what is asked, how many are needed to know, and how long that takes."""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

SOURCE = (
    "Fleiss, Levin, Paik: Statistical Methods for Rates and Proportions, 3rd ed., Wiley 2003, ch. 4, "
    "without continuity correction"
)


def per_arm(baseline: float, target: float, alpha: float, power: float) -> int:
    """How many each of two arms needs to tell two proportions apart, two-sided, by the normal approximation.

    n = (z(1-alpha/2) sqrt(2 p q) + z(power) sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2 with p the mean of both; see
    SOURCE. Proportions are 0 to 1, exclusive. Raises ValueError for others, and where the two are the same.
    """
    if not (0 < baseline < 1 and 0 < target < 1) or baseline == target:
        raise ValueError(f"no two proportions to tell apart: {baseline} and {target}")
    normal, mean = NormalDist(), (baseline + target) / 2
    sure = normal.inv_cdf(1 - alpha / 2) * sqrt(2 * mean * (1 - mean))
    strong = normal.inv_cdf(power) * sqrt(baseline * (1 - baseline) + target * (1 - target))
    return ceil((sure + strong) ** 2 / (baseline - target) ** 2)


def days(needed: int, arms: int, a_day: float, least: int) -> int:
    """Days until every arm has enough, in full weeks, at least `least`. Raises ValueError without traffic."""
    if a_day <= 0:
        raise ValueError("nobody comes")
    return max(ceil(ceil(needed * arms / a_day) / 7) * 7, ceil(least / 7) * 7)


@dataclass(frozen=True, slots=True)
class Size:
    """What an experiment takes; None is what cannot be said yet."""

    per_arm: int | None
    duration_days: int | None
    missing: tuple[str, ...]
    """`baseline`, `traffic`."""


def size(
    baseline: float | None, effect: float, a_day: float | None, alpha: float, power: float, least: int
) -> Size:
    """`effect` is the relative difference to be found; a rate that cannot rise so far is looked at downwards."""
    if baseline is None or not 0 < baseline < 1:
        return Size(None, None, ("baseline",) if a_day else ("baseline", "traffic"))
    target = baseline * (1 + effect)
    needed = per_arm(baseline, target if target < 1 else baseline * (1 - effect), alpha, power)
    if not a_day:
        return Size(needed, None, ("traffic",))
    return Size(needed, days(needed, 2, a_day, least), ())
