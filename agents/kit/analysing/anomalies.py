"""Days that stand out: each held against the same weekdays before it, by the median and MAD of their logarithms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from statistics import median

from agents.kit.budgeting.window import Window
from config.analysing import Anomaly

_TO_SIGMA = 1.4826
"""What makes a MAD a standard deviation of normal numbers."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A day that is out of line: what was there, what was to be expected, by how many robust deviations."""

    day: date
    value: float
    expected: float
    score: float

    @property
    def change(self) -> float:
        return self.value / self.expected - 1


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found, and on how many of the days nothing could be said."""

    found: tuple[Odd, ...]
    days: int
    unjudged: int
    """Days with a value and with too few of their weekday before them."""
    most: int = 0
    """The most weekdays that any of those had."""


def judge(series: Mapping[date, float | None], window: Window, how: Anomaly) -> Judged:
    """Each day of the window that has a value; a day without one is not 0 and says nothing.

    One is added before the logarithm, so that a day of 0 has one; values are in whole units.
    """
    found, unjudged, days, most = list[Odd](), 0, 0, 0
    for day in _days(window):
        value = series.get(day)
        if value is None:
            continue
        days += 1
        past = history(series, day, how)
        if len(past) < how.least:
            unjudged, most = unjudged + 1, max(most, len(past))
        elif odd := _odd(day, value, past, how):
            found.append(odd)
    return Judged(tuple(found), days, unjudged, most)


def history(series: Mapping[date, float | None], day: date, how: Anomaly) -> list[float]:
    """The values of the same weekday before, as far as they are known."""
    told = (series.get(day - timedelta(weeks=back)) for back in range(1, how.weeks + 1))
    return [value for value in told if value is not None]


def _odd(day: date, value: float, past: Sequence[float], how: Anomaly) -> Odd | None:
    logs = [log(1 + max(one, 0)) for one in past]
    middle = median(logs)
    spread = max(median(abs(one - middle) for one in logs) * _TO_SIGMA, how.floor)
    expected = exp(middle) - 1
    score = (log(1 + max(value, 0)) - middle) / spread
    if expected <= 0 or abs(score) < how.score or abs(value / expected - 1) < how.least_change:
        return None
    return Odd(day, value, expected, score)


def expected(series: Mapping[date, float | None], window: Window, how: Anomaly) -> float | None:
    """What the window was to be expected to come to; None where a day of it has too little before it."""
    total = 0.0
    for day in _days(window):
        past = history(series, day, how)
        if len(past) < how.least:
            return None
        total += exp(median(log(1 + max(one, 0)) for one in past)) - 1
    return total


def _days(window: Window) -> Sequence[date]:
    return [window.since + timedelta(days=n) for n in range(window.days)]
