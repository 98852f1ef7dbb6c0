"""Models that look at one path at a time: each says what part of a conversion each of its touches earned."""

from collections.abc import Callable, Mapping

from config.budgeting import attribution

Weights = tuple[float, ...]


def first(count: int) -> Weights:
    return (1.0, *(0.0,) * (count - 1))


def last(count: int) -> Weights:
    return (*(0.0,) * (count - 1), 1.0)


def linear(count: int) -> Weights:
    return (1.0 / count,) * count


def position(count: int) -> Weights:
    """40 % to the first touch, 40 % to the last, 20 % to all between; two touches have half each, one has all."""
    start, middle, end = attribution().position
    if count == 1:
        return (1.0,)
    if count == 2:
        return (start / (start + end), end / (start + end))
    return (start, *(middle / (count - 2),) * (count - 2), end)


def time_decay(count: int, half_life: float) -> Weights:
    """A touch counts half as much as one that is `half_life` touches later."""
    raw = [0.5 ** (place / half_life) for place in range(count - 1, -1, -1)]
    whole = sum(raw)
    return tuple(weight / whole for weight in raw)


RULES: Mapping[str, Callable[[int], Weights]] = {
    "first": first,
    "last": last,
    "linear": linear,
    "position": position,
}
"""Those without a parameter, by their names."""
