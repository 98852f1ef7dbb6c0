"""What more money brings: a concave response of one channel, fitted to its own weeks.

y = a x^b with 0 < b < 1, where x is a week's spend and y its conversions. The slope over logarithms is the median of
the slopes of all pairs of weeks (Theil 1950, Sen 1968): a third of odd weeks does not move it. `a` makes the curve
pass through the mean week. The range is that of the fits without one week each (jackknife).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean, median, pstdev
from typing import Literal

from config.budgeting import Reallocation as Limits

Short = Literal["weeks", "conversions", "variation"]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of one channel: spend in micros, conversions in millionths."""

    spend: int
    conversions: int


@dataclass(frozen=True, slots=True)
class Response:
    """Conversions a week = scale x spend^elasticity, in whole units of both."""

    scale: float
    elasticity: float
    base: float
    """The mean week's spend."""
    weeks: int
    bounded: bool
    """Whether the data say another elasticity than a concave response can have."""
    without_one: tuple[tuple[float, float], ...] = ()
    """(scale, elasticity) of each fit without one of the weeks."""

    def at(self, spend: float) -> float:
        return self.scale * spend**self.elasticity if spend > 0 else 0.0

    def marginal(self, spend: float) -> float:
        """Conversions that one more unit of money brings."""
        return self.scale * self.elasticity * spend ** (self.elasticity - 1)


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why there is no verdict on a channel: what there is, and the least that it takes."""

    why: Short
    found: float
    needed: float


def fit(weeks: Sequence[Week], limits: Limits) -> Response | Unfit:
    """The response of a channel, or what is missing for one."""
    spent = [week for week in weeks if week.spend > 0 and week.conversions > 0]
    conversions = sum(week.conversions for week in weeks) / 1e6
    if conversions < limits.least_conversions:
        return Unfit("conversions", conversions, limits.least_conversions)
    if len(spent) < limits.least_weeks:
        return Unfit("weeks", len(spent), limits.least_weeks)
    spends = [week.spend / 1e6 for week in spent]
    variation = pstdev(spends) / fmean(spends)
    if variation < limits.least_variation:
        return Unfit("variation", variation, limits.least_variation)
    scale, elasticity, bounded = _fitted(spent, limits)
    without = tuple(_fitted([*spent[:at], *spent[at + 1 :]], limits)[:2] for at in range(len(spent)))
    return Response(scale, elasticity, fmean(spends), len(spent), bounded, without)


def _fitted(weeks: Sequence[Week], limits: Limits) -> tuple[float, float, bool]:
    points = [(log(week.spend / 1e6), log(week.conversions / 1e6)) for week in weeks]
    slopes = [
        (y2 - y1) / (x2 - x1) for at, (x1, y1) in enumerate(points) for x2, y2 in points[at + 1 :] if x1 != x2
    ]
    low, high = limits.elasticity
    raw = median(slopes) if slopes else high
    elasticity = min(max(raw, low), high)
    spend = fmean(week.spend / 1e6 for week in weeks)
    conversions = fmean(week.conversions / 1e6 for week in weeks)
    return conversions / spend**elasticity, elasticity, raw != elasticity
