"""Who earned a conversion: seven models over the same paths, each with what was checked of its result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

from agents.kit.budgeting.errors import UnknownModel
from agents.kit.budgeting.markov import removal_effects
from agents.kit.budgeting.paths import MICRO, Path, Paths, credit_of
from agents.kit.budgeting.shapley import shapley
from agents.kit.budgeting.shares import Weight, split
from agents.kit.budgeting.touches import RULES, Weights, time_decay

Model = Literal["first", "last", "linear", "position", "time_decay", "shapley", "markov"]
MODELS: tuple[Model, ...] = get_args(Model)
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Credit:
    """What one channel earned; conversions and value in millionths, whole, so that they add up."""

    channel: str
    conversions: int
    value: int | None
    share: float | None
    """Of all conversions, 0 to 1; None where there are none."""

    def document(self) -> dict[str, Any]:
        return {
            "channel": self.channel,
            "conversions": self.conversions / MICRO,
            "value": None if self.value is None else self.value / MICRO,
            "share": self.share,
        }


@dataclass(frozen=True, slots=True)
class Attributed:
    model: Model
    credits: tuple[Credit, ...]
    half_life: float | None = None
    """In touches, where the model has one."""


def named_model(name: str) -> Model:
    """Raises UnknownModel."""
    known = name.strip().lower().replace("-", "_")
    for model in MODELS:
        if model == known:
            return model
    raise UnknownModel(name=name, known=", ".join(MODELS))


def attribute(paths: Paths, model: Model, half_life: float) -> Attributed:
    """The channels by what they earned, the largest first. Raises NoNumpy, ManyChannels."""
    conversions, value = _earned(paths.paths, model, half_life)
    channels = paths.channels
    parts = _parts(paths.conversions, [conversions.get(name, 0) for name in channels])
    values = _values(paths.value, [value.get(name, 0) for name in channels], parts)
    shares = _shares([conversions.get(name, 0) for name in channels])
    credits_ = map(Credit, channels, parts, values, shares)
    ordered = sorted(credits_, key=lambda one: (-(one.share or 0), -one.conversions, one.channel))
    return Attributed(model, tuple(ordered), half_life if model == "time_decay" else None)


def _earned(
    paths: Sequence[Path], model: Model, half_life: float
) -> tuple[Mapping[str, Weight], Mapping[str, Weight]]:
    """Conversions and value by channel, before rounding; the chain gives value by the same removal effects."""
    match model:
        case "markov":
            effects = removal_effects(paths)
            return effects, effects
        case "shapley":
            worth = shapley((path.channels, path.conversions) for path in paths)
            return worth, shapley((path.channels, path.value or 0) for path in paths)
        case "time_decay":
            return _ruled(paths, lambda count: time_decay(count, half_life))
        case _:
            return _ruled(paths, RULES[model])


def _ruled(
    paths: Sequence[Path], rule: Callable[[int], Weights]
) -> tuple[dict[str, float], dict[str, float]]:
    conversions: dict[str, float] = {}
    value: dict[str, float] = {}
    by_length = {length: rule(length) for length in {len(path.touches) for path in paths}}
    for path in paths:
        for channel, weight in credit_of(path, by_length[len(path.touches)]).items():
            conversions[channel] = conversions.get(channel, 0.0) + weight * path.conversions
            value[channel] = value.get(channel, 0.0) + weight * (path.value or 0)
    return conversions, value


def _parts(total: int, weights: Sequence[Weight]) -> tuple[int, ...]:
    return split(total, weights) if any(weights) else (0,) * len(weights)


def _values(total: int | None, weights: Sequence[Weight], parts: Sequence[int]) -> tuple[int | None, ...]:
    if total is None:
        return (None,) * len(weights)
    return split(total, weights if any(weights) else parts) if total else (0,) * len(weights)


def _shares(weights: Sequence[Weight]) -> tuple[float | None, ...]:
    whole = sum(Fraction(weight) for weight in weights)
    return tuple(float(Fraction(weight) / whole) if whole else None for weight in weights)


def sums(done: Attributed, paths: Paths) -> dict[str, bool]:
    """What must hold of every model: shares come to 1, no conversion and no value is lost or made."""
    values = [one.value for one in done.credits if one.value is not None]
    shares = [one.share for one in done.credits if one.share is not None]
    return {
        "shares": not shares or abs(sum(shares) - 1) <= _CLOSE,
        "conversions": sum(one.conversions for one in done.credits) == paths.conversions,
        "value": paths.value is None or sum(values) == paths.value,
    }
