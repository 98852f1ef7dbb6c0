"""What a running service counts, by names without any content; `adapters/web.py` shows it to Prometheus."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

Labels = tuple[tuple[str, str], ...]
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of a histogram's buckets, in seconds."""


@dataclass(slots=True)
class Spread:
    """A histogram of seconds; the last bucket is for what passes all bounds."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Tally:
    """Counts and spreads of one process. The names are the code's own, so that they cannot grow without end."""

    counts: Counter[tuple[str, Labels]] = field(default_factory=Counter[tuple[str, Labels]])
    spreads: dict[tuple[str, Labels], Spread] = field(default_factory=dict[tuple[str, Labels], Spread])
    gauges: dict[tuple[str, Labels], float] = field(default_factory=dict[tuple[str, Labels], float])

    def count(self, name: str, **labels: str) -> None:
        self.counts[name, _labels(labels)] += 1

    def took(self, name: str, began: float, **labels: str) -> None:
        """Notes the seconds since `began`, a value of `perf_counter`."""
        self.spreads.setdefault((name, _labels(labels)), Spread()).add(perf_counter() - began)

    def gauge(self, name: str, value: float, **labels: str) -> None:
        self.gauges[name, _labels(labels)] = value


def _labels(labels: dict[str, str]) -> Labels:
    return tuple(sorted(labels.items()))
