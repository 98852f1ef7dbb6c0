"""How long things take, one at a time, the protected and the bare one in turn."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Act = Callable[[int], Awaitable[object]]
"""Does something for the n-th time."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of many runs."""

    each: Sequence[float]

    @property
    def p50(self) -> float:
        return median(self.each)

    def p(self, share: float) -> float:
        """The time within which this share of the runs was done."""
        return sorted(self.each)[min(len(self.each) - 1, int(share * len(self.each)))]


async def timed(times: int, *acts: Act, before: int = 20) -> list[Times]:
    """Runs of each act, in turn, so that what else the machine does meets them all; first some uncounted."""
    took: list[list[float]] = [[] for _ in acts]
    for n in range(-before, times):
        for act, list_ in zip(acts, took, strict=True):
            began = perf_counter()
            await act(n)
            if n >= 0:
                list_.append((perf_counter() - began) * 1000)
    return [Times(each) for each in took]
