"""What advertising earned after its costs: ROAS, ROI with margin, and where it breaks even."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Incrementality:
    """Which part of what a platform claims would not have come without it, by a test, for a time."""

    platform: str
    factor: float
    """0 to 1, or more where the platform claims too little."""
    since: date
    until: date | None
    source: str

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Return:
    """Of one platform or of all; money in micros, None where it cannot be said."""

    spend: int | None
    revenue: int | None
    margin: float | None
    """Part of the revenue that is left after the goods, 0 to 1."""
    roas: float | None
    """Revenue over spend."""
    break_even: float | None
    """The ROAS at which the margin pays for the advertising: 1 / margin."""
    profit: int | None
    """Revenue x margin - spend."""
    roi: float | None
    """Profit over spend."""


def returns(spend: int | None, revenue: int | None, margin: float | None) -> Return:
    """Each ratio only where all its parts are known and the lower one is above 0."""
    break_even = 1 / margin if margin else None
    profit = None
    if spend is not None and revenue is not None and margin is not None:
        profit = round(revenue * margin) - spend
    return Return(
        spend=spend,
        revenue=revenue,
        margin=margin,
        roas=revenue / spend if revenue is not None and spend else None,
        break_even=break_even,
        profit=profit,
        roi=profit / spend if profit is not None and spend else None,
    )


def in_force(factors: Sequence[Incrementality], platform: str, day: date) -> Incrementality | None:
    """The newest factor of this platform that holds on the day."""
    found = [one for one in factors if one.platform == platform and one.holds(day)]
    return max(found, key=lambda one: one.since, default=None)
