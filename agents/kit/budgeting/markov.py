"""Removal effects of an absorbing chain of the first order, exact (Anderl et al., Mapping the customer journey, 2016).

Every path is a walk from a start over channels to a conversion or to nothing. To remove a channel is to lose all
who would come to it. With N = (I - Q)^-1, the visits of each channel, what is lost is P(ever there) x P(converts
from there) = s N[:, c] / N[c, c] x h[c], where s is where walks start and h = N r; so one inverse serves all
channels. That needs numpy, which the extra `numbers` brings.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from agents.kit.budgeting.errors import ManyChannels, NoNumpy
from agents.kit.budgeting.paths import Path
from config.budgeting import attribution

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


def removal_effects(paths: Sequence[Path]) -> Mapping[str, float]:
    """For each channel the share of all conversions that is lost without it, 0 to 1; {} where nobody converts.

    Raises NoNumpy, ManyChannels.
    """
    channels = sorted({touch for path in paths for touch in path.touches})
    if len(channels) > attribution().most_channels:
        raise ManyChannels(count=len(channels), limit=attribution().most_channels)
    if not any(path.conversions for path in paths):
        return {}
    start, within, won = _chain(paths, {name: at for at, name in enumerate(channels)})
    return dict(zip(channels, _effects(start, within, won), strict=True))


def _chain(paths: Iterable[Path], places: Mapping[str, int]) -> "tuple[Matrix, Matrix, Matrix]":
    """Probabilities: where a walk starts, channel to channel, and channel to conversion."""
    try:
        import numpy as np  # noqa: PLC0415 - an extra, and slow to load
    except ModuleNotFoundError as error:
        raise NoNumpy() from error
    count = len(places)
    start, within, won, left = (np.zeros(shape) for shape in (count, (count, count), count, count))
    for path in paths:
        taken = float(path.conversions + path.nulls)
        walk = [places[touch] for touch in path.touches]
        start[walk[0]] += taken
        for here, there in zip(walk, walk[1:], strict=False):
            within[here, there] += taken
        won[walk[-1]] += float(path.conversions)
        left[walk[-1]] += float(path.nulls)
    leaving = within.sum(axis=1) + won + left
    return start / start.sum(), within / leaving[:, None], won / leaving


def _effects(start: "Matrix", within: "Matrix", won: "Matrix") -> list[float]:
    import numpy as np  # noqa: PLC0415 - an extra, and slow to load

    visits = np.linalg.inv(np.eye(len(won)) - within)
    converts = visits @ won
    reached = (start @ visits) / np.diag(visits)
    lost = reached * converts / (start @ converts)
    return [float(effect) for effect in np.clip(lost, 0.0, 1.0)]
