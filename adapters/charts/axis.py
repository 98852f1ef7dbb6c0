"""Values laid over pixels, straight or logarithmic, with round ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, isnan, log10


@dataclass(frozen=True, slots=True)
class Axis:
    """The values from `low` to `high` over the pixels from `start` to `end`, which may run backwards.

    Raises ValueError for values that no axis holds: infinite ones, and those that are no number.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __post_init__(self) -> None:
        if not isfinite(self.high - self.low):
            raise ValueError(f"no axis from {self.low} to {self.high}")

    def at(self, value: float) -> float:
        """The value's pixel; a value beyond the axis stands at its end, as zero does on a logarithmic one."""
        if isnan(value):
            raise ValueError("no place on an axis for what is no number")
        held = min(max(value, self.low), self.high)
        return self.start + (self.end - self.start) * self._share(held)

    def ticks(self) -> tuple[float, ...]:
        if self.log:
            return _log_ticks(self.low, self.high)
        step = _step((self.high - self.low) / 5)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return tuple(place * step for place in range(first, last + 1))

    def _share(self, value: float) -> float:
        if self.log:
            return log10(value / self.low) / log10(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def around(cut: float, values: Sequence[float]) -> tuple[float, float]:
    """A straight range over the values that leaves both sides of the cut a quarter of the room."""
    low, high = min([cut, *values]), max([cut, *values])
    span = max(high - low, abs(cut) / 2, 1e-9)
    below, above = cut - low + span * 0.15, high - cut + span * 0.15
    return cut - max(below, above / 3), cut + max(above, below / 3)


def factors(cut: float, values: Sequence[float]) -> tuple[float, float]:
    """A logarithmic range with the cut in its middle, at least a factor of five to each side."""
    reach = max([5.0, *(max(value / cut, cut / value) * 1.4 for value in values if value > 0)])
    return cut / reach, cut * reach


def _step(rough: float) -> float:
    """The 1, 2 or 5 times a power of ten next above."""
    power = 10.0 ** floor(log10(rough))
    return next(power * round_ for round_ in (1, 2, 5, 10) if power * round_ >= rough * 0.999)


def _log_ticks(low: float, high: float) -> tuple[float, ...]:
    """Each power of ten, with its double and its half where there is room; only some where there are many."""
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    steps = (1, 2, 5) if len(decades) <= 5 else (1,)
    every = (float(f"{step}e{decade}") for decade in decades[:: ceil(len(decades) / 12)] for step in steps)
    return tuple(tick for tick in every if low <= tick <= high)
