"""What is to be expected of a daily series, with an interval out of its own errors.

Two simple methods are tried on the past, and the one that erred less is used: the median of the same weekday in the
last weeks, and the same weekday of last week (seasonal naive; Hyndman and Athanasopoulos, Forecasting: Principles
and Practice, 5.2). The back-test starts at each of the past days in turn (5.10); the interval is that of the ratios
of what came to what was forecast over the same number of days.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

from config.budgeting import Forecast as Limits

Series = Mapping[date, int | None]
Method = Callable[[Series, date, date], float | None]
"""The value of a day as seen from the end of another; None where nothing is known to say it from."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The sum over the days ahead, in the series' own units."""

    since: date
    until: date
    total: int
    low: int
    high: int
    method: str
    error: float
    """Mean absolute error of the back-tested sums, over their mean."""
    other_error: float
    """Of the method that was not used."""
    origins: int
    """Starts of the back-test."""
    tested: int
    """Days ahead in the back-test; fewer than are forecast where the past is short."""


@dataclass(frozen=True, slots=True)
class TooShort:
    """There is not enough past: how many days there are, and how many it takes."""

    days: int
    needed: int


def forecast(series: Series, since: date, until: date, limits: Limits) -> Outlook | TooShort:
    """The sum from `since` to `until` from what is known before `since`; None is not 0, it is left out."""
    past = {day: value for day, value in series.items() if day < since and value is not None}
    needed = limits.weeks * 7 + limits.shortest + limits.origins - 1
    if _span(past) < needed or len(past) < needed * 0.8:
        return TooShort(len(past), needed)
    ahead = (until - since).days + 1
    tested = min(ahead, _span(past) - limits.weeks * 7 - limits.origins + 1)
    tests = {name: _backtest(past, method, tested, limits) for name, method in _methods(limits).items()}
    errors = {name: _error(pairs) for name, pairs in tests.items() if pairs}
    if not errors:
        return TooShort(len(past), needed)
    best = min(errors, key=lambda name: errors[name])
    return _outlook(past, (since, until), best, tests[best], errors, tested, limits)


def _outlook(
    past: Series,
    span: tuple[date, date],
    name: str,
    pairs: Sequence[tuple[float, float]],
    errors: Mapping[str, float],
    tested: int,
    limits: Limits,
) -> Outlook:
    since, until = span
    total = _ahead(past, _methods(limits)[name], since, (until - since).days + 1)
    low, high = _interval([came / said for said, came in pairs if said], limits.coverage)
    other = max(errors.values()) if len(errors) > 1 else errors[name]
    return Outlook(
        since, until, round(total), round(total * low), round(total * high), name, errors[name], other,
        len(pairs), tested,
    )  # fmt: skip


def _methods(limits: Limits) -> Mapping[str, Method]:
    def weekday_median(past: Series, day: date, end: date) -> float | None:
        same = _same_weekdays(past, day, end, limits.weeks)
        return median(same) if same else None

    def last_week(past: Series, day: date, end: date) -> float | None:
        same = _same_weekdays(past, day, end, 1)
        return same[0] if same else None

    return {"weekday_median": weekday_median, "last_week": last_week}


def _same_weekdays(past: Series, day: date, end: date, weeks: int) -> list[int]:
    """Values of the last weeks' same weekday before `end`, nearest first; unknown ones are left out."""
    nearest = end - timedelta(days=(end.weekday() - day.weekday()) % 7 or 7)
    found = (past.get(nearest - timedelta(weeks=back)) for back in range(weeks))
    return [value for value in found if value is not None]


def _ahead(past: Series, method: Method, since: date, days: int) -> float:
    """The sum of the days from `since` on; a day of which nothing can be said is as the mean of the others."""
    said = [method(past, since + timedelta(days=step), since) for step in range(days)]
    known = [value for value in said if value is not None]
    return sum(known) * days / len(known) if known else 0.0


def _backtest(past: Series, method: Method, ahead: int, limits: Limits) -> list[tuple[float, float]]:
    """What was said and what came, for each past day from which the days ahead are known."""
    first, last = min(past) + timedelta(weeks=limits.weeks), max(past)
    found: list[tuple[float, float]] = []
    origin = first
    while origin + timedelta(days=ahead - 1) <= last:
        days = [origin + timedelta(days=step) for step in range(ahead)]
        pairs = [(method(past, day, origin), past.get(day)) for day in days]
        known = [(said, came) for said, came in pairs if said is not None and came is not None]
        if len(known) >= ahead * 0.8:
            found.append((sum(said for said, _ in known), float(sum(came for _, came in known))))
        origin += timedelta(days=1)
    return found if len(found) >= limits.origins else []


def _error(pairs: Sequence[tuple[float, float]]) -> float:
    came = sum(abs(came) for _, came in pairs)
    return sum(abs(said - came) for said, came in pairs) / came if came else 0.0


def _interval(ratios: Sequence[float], coverage: float) -> tuple[float, float]:
    """The middle part of the ratios, with the ends that n of them vouch for (split conformal: ranks of n + 1)."""
    ordered = sorted(ratios)
    if not ordered:
        return 1.0, 1.0
    rank = ceil((1 - (1 - coverage) / 2) * (len(ordered) + 1))
    high = min(rank, len(ordered)) - 1
    return ordered[len(ordered) - 1 - high], ordered[high]


def _span(past: Series) -> int:
    return (max(past) - min(past)).days + 1 if past else 0
