"""Why a number changed: its change in parts that add up to it, by volume, rate, price and mix, and by segment.

Sums: logarithmic mean Divisia index (Ang, 2005), where a segment's number is a product along a chain of sums, such as
spend x clicks/spend x conversions/clicks. Ratios: each segment's own change at the mean weight, and the change of
weights at the mean distance from the whole (a shift-share), the own change again divided along the chain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from config.analysing import catalogue
from memory.metrics import MONEY, Measure

CHAINS: Mapping[str, tuple[tuple[Measure, ...], ...]] = {
    "spend": (("impressions", "clicks", "spend"), ("clicks", "spend")),
    "impressions": (("spend", "impressions"),),
    "clicks": (("impressions", "clicks"), ("spend", "clicks")),
    "conversions": (
        ("spend", "clicks", "conversions"), ("impressions", "clicks", "conversions"), ("clicks", "conversions"),
    ),
    "revenue": (
        ("spend", "clicks", "conversions", "conversions_value"),
        ("impressions", "clicks", "conversions", "conversions_value"),
        ("conversions", "conversions_value"),
    ),
    "ctr": (("impressions", "clicks"),),
    "cpc": (("clicks", "spend"),),
    "cpm": (("impressions", "clicks", "spend"), ("impressions", "spend")),
    "cvr": (("clicks", "conversions"),),
    "cpa": (("conversions", "clicks", "spend"), ("conversions", "spend")),
    "roas": (("spend", "clicks", "conversions", "conversions_value"), ("spend", "conversions_value")),
    "aov": (("conversions", "conversions_value"),),
}  # fmt: skip
"""What each metric is a product along; the first whose sums are all known is taken."""
_NAMES: Mapping[frozenset[Measure], str] = {
    frozenset({"spend", "clicks"}): "cpc",
    frozenset({"impressions", "clicks"}): "ctr",
    frozenset({"clicks", "conversions"}): "cvr",
    frozenset({"conversions", "conversions_value"}): "aov",
    frozenset({"spend", "impressions"}): "cpm",
    frozenset({"spend", "conversions"}): "cpa",
    frozenset({"spend", "conversions_value"}): "roas",
}
MIX = "mix"
Segment = tuple[Mapping[Measure, int | None], Mapping[Measure, int | None]]
"""A segment's sums before and now."""


@dataclass(frozen=True, slots=True)
class Drivers:
    """A change in parts: `by_factor` and `by_segment` each add up to `change`."""

    before: float
    now: float
    cells: Mapping[tuple[str, str], float]
    """(segment, factor) -> its part, whole units for a sum."""
    chain: tuple[Measure, ...]

    @property
    def change(self) -> float:
        return self.now - self.before

    def by_factor(self) -> dict[str, float]:
        return self._summed(1)

    def by_segment(self) -> dict[str, float]:
        return self._summed(0)

    def _summed(self, place: int) -> dict[str, float]:
        found: dict[str, float] = {}
        for key, part in self.cells.items():
            found[key[place]] = found.get(key[place], 0) + part
        return found


def drivers(metric: str, segments: Mapping[str, Segment], *, money: bool = True) -> Drivers | None:
    """The parts of a metric's change over the segments; None where no chain is known for all of them.

    Without `money` no amounts are used: those of several currencies have no sum.
    """
    chains = [one for one in CHAINS.get(metric, ()) if money or not set(one) & set(MONEY)]
    chain = next((one for one in chains if _known(one, segments)), None)
    if chain is None or not segments:
        return None
    if catalogue()[metric].kind == "sum":
        return _sum(chain, {name: _points(chain, one) for name, one in segments.items()})
    return _ratio(chain, {name: _points(chain, one) for name, one in segments.items()})


def _known(chain: Sequence[Measure], segments: Mapping[str, Segment]) -> bool:
    """A segment that was not there in a period has nothing there; one that was must know all of the chain."""
    return all(
        all(period.get(name) is not None for name in chain)
        for segment in segments.values()
        for period in segment
        if any(value is not None for value in period.values())
    )


_Points = tuple[tuple[int, ...], tuple[int, ...]]


def _points(chain: Sequence[Measure], segment: Segment) -> _Points:
    before, now = (tuple(period.get(name) or 0 for name in chain) for period in segment)
    return before, now


def _factor(chain: Sequence[Measure], place: int) -> str:
    """The name of the step to this place of the chain; the first is the volume itself."""
    return chain[0] if place == 0 else _NAMES[frozenset(chain[place - 1 : place + 1])]


def _sum(chain: tuple[Measure, ...], points: Mapping[str, _Points]) -> Drivers:
    volume = sum(before[0] for before, _ in points.values()), sum(now[0] for _, now in points.values())
    cells: dict[tuple[str, str], float] = {}
    for name, (before, now) in points.items():
        parts = _divisia(chain, before, now, volume)
        cells |= {(name, factor): part for factor, part in _whole(parts, now[-1] - before[-1]).items()}
    totals = sum(before[-1] for before, _ in points.values()), sum(now[-1] for _, now in points.values())
    return Drivers(*totals, cells, chain)


def _divisia(
    chain: Sequence[Measure], before: tuple[int, ...], now: tuple[int, ...], volume: tuple[int, int]
) -> dict[str, float]:
    change = now[-1] - before[-1]
    if before[-1] <= 0 or now[-1] <= 0 or min(*before, *now) <= 0:
        return {_broken(chain, before, now): change}
    weight = _log_mean(now[-1], before[-1])
    share = now[0] / volume[1], before[0] / volume[0]
    parts = {chain[0]: weight * log(volume[1] / volume[0]), MIX: weight * log(share[0] / share[1])}
    for place in range(1, len(chain)):
        step = (now[place] / now[place - 1]) / (before[place] / before[place - 1])
        parts[_factor(chain, place)] = weight * log(step)
    return parts


def _broken(chain: Sequence[Measure], before: tuple[int, ...], now: tuple[int, ...]) -> str:
    """Where a product with a zero in it broke off: a segment that began or ended is a matter of the mix."""
    zero = next((place for place in range(len(chain)) if before[place] <= 0 or now[place] <= 0), 0)
    return MIX if zero == 0 else _factor(chain, zero)


def _log_mean(one: float, other: float) -> float:
    return one if one == other else (one - other) / (log(one) - log(other))


def _whole(parts: Mapping[str, float], change: int) -> dict[str, float]:
    """Whole units that add up to the change; what rounding leaves goes to the largest part."""
    found = {name: float(round(part)) for name, part in parts.items()}
    largest = max(found, key=lambda name: abs(found[name]))
    found[largest] += change - sum(found.values())
    return found


def _ratio(chain: tuple[Measure, ...], points: Mapping[str, _Points]) -> Drivers | None:
    """In the sums' own units: micros a click, clicks an impression."""
    under = sum(before[0] for before, _ in points.values()), sum(now[0] for _, now in points.values())
    if min(under) <= 0:
        return None
    over = sum(before[-1] for before, _ in points.values()), sum(now[-1] for _, now in points.values())
    before, now = over[0] / under[0], over[1] / under[1]
    cells: dict[tuple[str, str], float] = {}
    for name, (then, today) in points.items():
        weights = then[0] / under[0], today[0] / under[1]
        whole = today[-1] / under[1] - then[-1] / under[0] - (before + now) / 2 * (weights[1] - weights[0])
        own = (weights[0] + weights[1]) / 2 * _own_change(then, today)
        cells |= {(name, factor): part for factor, part in _along(chain, then, today, own).items()}
        cells[name, MIX] = whole - own
    return Drivers(before, now, cells, chain)


def _own_change(before: tuple[int, ...], now: tuple[int, ...]) -> float:
    """Of a segment that has a rate in both periods; where it has none in one, only its weight changed."""
    return now[-1] / now[0] - before[-1] / before[0] if before[0] and now[0] else 0.0


def _along(
    chain: Sequence[Measure], before: tuple[int, ...], now: tuple[int, ...], own: float
) -> dict[str, float]:
    """A segment's own change divided over the steps of the chain, by their logarithms."""
    if own == 0:
        return {}
    if min(*before, *now) <= 0:
        zero = next((place for place in range(1, len(chain)) if before[place] <= 0 or now[place] <= 0), 1)
        return {_factor(chain, zero): own}
    steps = [
        log((now[place] / now[place - 1]) / (before[place] / before[place - 1]))
        for place in range(1, len(chain))
    ]
    parts = {_factor(chain, place): own * step / sum(steps) for place, step in enumerate(steps, start=1)}
    last = _factor(chain, len(chain) - 1)
    parts[last] = own - sum(part for name, part in parts.items() if name != last)
    return parts
