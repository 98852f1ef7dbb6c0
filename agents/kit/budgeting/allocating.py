"""Money where the last unit of it brings the same everywhere: equal marginals under floors, caps and a weekly step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agents.kit.budgeting.response import Response
from agents.kit.budgeting.shares import split

_ROUNDS = 200
_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Channel:
    """A budget of a week, in minor units, with how low and how high it may go."""

    name: str
    now: int
    response: Response
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Allocation:
    budgets: Mapping[str, int]
    """Minor units, which add up to what there was."""
    multiplier: float
    """The marginal that all channels between their bounds share: conversions per unit of money."""
    residual: float
    """By how much the Karush-Kuhn-Tucker conditions are missed, relative to the multiplier: equal marginals inside,
    no higher at a floor, no lower at a cap. 0 is the optimum."""


@dataclass(frozen=True, slots=True)
class Move:
    source: str
    target: str
    amount: int


def bounds(now: int, step: float, floor: int = 0, cap: int | None = None) -> tuple[int, int]:
    """How low and how high a budget may go in a week: a floor or cap never forces a larger step."""
    low, high = now - int(now * step), now + int(now * step)
    return min(max(low, floor), now), max(high if cap is None else min(high, cap), now)


def allocate(channels: Sequence[Channel], unit: int) -> Allocation:
    """The division of the same sum that brings the most. `unit` is how many minor units one unit of money has.

    Raises ValueError without a channel.
    """
    if not channels:
        raise ValueError("nothing to divide")
    total = sum(channel.now for channel in channels)
    multiplier = _multiplier(channels, total, unit)
    exact = [_wanted(channel, multiplier, unit) for channel in channels]
    budgets = _whole(channels, _filled(channels, exact, total), total)
    residual = max(_missed(one, value, multiplier, unit) for one, value in zip(channels, exact, strict=True))
    return Allocation(dict(zip((one.name for one in channels), budgets, strict=True)), multiplier, residual)


def _wanted(channel: Channel, multiplier: float, unit: int) -> float:
    """The budget at which the marginal is the multiplier, within the bounds."""
    response = channel.response
    at = (response.scale * response.elasticity / multiplier) ** (1 / (1 - response.elasticity)) * unit
    return min(max(at, float(channel.low)), float(channel.high))


def _multiplier(channels: Sequence[Channel], total: int, unit: int) -> float:
    """By halving the logarithm: the sum of what is wanted falls as the multiplier rises."""
    marginals = [one.response.marginal(max(at, 1) / unit) for one in channels for at in (one.low, one.high)]
    low, high = min(marginals) / 2, max(marginals) * 2
    for _ in range(_ROUNDS):
        middle = (low * high) ** 0.5
        if sum(_wanted(one, middle, unit) for one in channels) > total:
            low = middle
        else:
            high = middle
    return (low * high) ** 0.5


def _filled(channels: Sequence[Channel], exact: Sequence[float], total: int) -> list[float]:
    """What rounding of the multiplier left over goes where there is room."""
    left, filled = total - sum(exact), list(exact)
    for at, one in enumerate(channels):
        taken = min(max(filled[at] + left, float(one.low)), float(one.high))
        left -= taken - filled[at]
        filled[at] = taken
    return filled


def _whole(channels: Sequence[Channel], exact: Sequence[float], total: int) -> list[int]:
    """Whole minor units within the bounds, which add up exactly."""
    floors = [max(int(value), one.low) for one, value in zip(channels, exact, strict=True)]
    left = total - sum(floors)
    order = sorted(range(len(floors)), key=lambda at: floors[at] - exact[at])
    while left:
        step = 1 if left > 0 else -1
        moved = False
        for at in order:
            if left and channels[at].low <= floors[at] + step <= channels[at].high:
                floors[at] += step
                left -= step
                moved = True
        if not moved:
            raise ValueError("no division within the bounds")
    return floors


def _missed(channel: Channel, value: float, multiplier: float, unit: int) -> float:
    marginal = channel.response.marginal(max(value, _EDGE) / unit)
    off = marginal / multiplier - 1
    at_low, at_high = value <= channel.low + _EDGE, value >= channel.high - _EDGE
    if at_low and at_high:
        return 0.0
    if at_low:
        return max(off, 0.0)
    return max(-off, 0.0) if at_high else abs(off)


def ranges(channels: Sequence[Channel], unit: int) -> Mapping[str, tuple[int, int]]:
    """The least and the most that each budget would be if one of the weeks had not been."""
    best = allocate(channels, unit).budgets
    found = {name: [value] for name, value in best.items()}
    for at, channel in enumerate(channels):
        for scale, elasticity in channel.response.without_one:
            other = replace(channel, response=replace(channel.response, scale=scale, elasticity=elasticity))
            for name, value in allocate([*channels[:at], other, *channels[at + 1 :]], unit).budgets.items():
                found[name].append(value)
    return {name: (min(values), max(values)) for name, values in found.items()}


def moves(channels: Sequence[Channel], budgets: Mapping[str, int]) -> tuple[Move, ...]:
    """Who gives to whom, the largest first; what is given is what is taken."""
    changes = {one.name: budgets[one.name] - one.now for one in channels}
    givers = sorted(((-change, name) for name, change in changes.items() if change < 0), reverse=True)
    takers = sorted(((change, name) for name, change in changes.items() if change > 0), reverse=True)
    found: list[Move] = []
    for need, target in takers:
        for at, (has, source) in enumerate(givers):
            amount = min(need, has)
            if amount:
                found.append(Move(source, target, amount))
                givers[at] = (has - amount, source)
                need -= amount  # noqa: PLW2901 - what is still needed
    return tuple(sorted(found, key=lambda move: -move.amount))


def shared(total: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """A sum divided as budgets are, exactly."""
    return dict(zip(wanted, split(total, list(wanted.values())), strict=True))
