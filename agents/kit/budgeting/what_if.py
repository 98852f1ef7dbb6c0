"""What would come of moving, adding or taking money, by the channels' own responses."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.kit.budgeting.response import Response

_ROUNDING = 1.0
"""Of whole units: a fifth that was rounded is a fifth."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Money a week, in whole units, that a channel gets more (or less)."""

    channel: str
    amount: float


@dataclass(frozen=True, slots=True)
class Effect:
    """Conversions a week more or fewer, with the range of the fits without one week each."""

    change: float
    low: float
    high: float
    by_channel: tuple[tuple[str, float, float, float], ...]
    """Channel, spend a week before and after, change of its conversions."""
    beyond: tuple[str, ...]
    """Channels whose new spend is outside of what was seen to within the largest step."""


def effect(shifts: tuple[Shift, ...], responses: Mapping[str, Response], step: float) -> Effect:
    """Raises KeyError for a channel without a response; a channel cannot give more than it has (ValueError)."""
    parts: list[tuple[str, float, float, float]] = []
    lows: list[float] = []
    highs: list[float] = []
    for shift in shifts:
        response = responses[shift.channel]
        after = response.base + shift.amount
        if after < 0:
            raise ValueError(shift.channel)
        change = response.at(after) - response.at(response.base)
        others = [_changed(one, response.base, after) for one in response.without_one] or [change]
        parts.append((shift.channel, response.base, after, change))
        lows.append(min(change, *others))
        highs.append(max(change, *others))
    beyond = tuple(
        name for name, before, after, _ in parts if abs(after - before) > before * step + _ROUNDING
    )
    return Effect(sum(part[3] for part in parts), sum(lows), sum(highs), tuple(parts), beyond)


def _changed(curve: tuple[float, float], before: float, after: float) -> float:
    scale, elasticity = curve
    return scale * (after**elasticity - before**elasticity)
