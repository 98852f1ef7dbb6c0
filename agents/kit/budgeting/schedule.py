"""What is planned for each day: flights with their amounts, divided over their days by the weekday's weight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from agents.kit.budgeting.shares import split

Weekdays = tuple[int, int, int, int, int, int, int]
"""Monday to Sunday, in millionths of a mean day; together seven."""
_MEAN = 1_000_000
FLAT: Weekdays = (_MEAN, _MEAN, _MEAN, _MEAN, _MEAN, _MEAN, _MEAN)
_WEEK = 7
_MOST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Flight:
    """An amount for the days from `starts` to `ends`, both included."""

    starts: date
    ends: date
    planned: int
    """Micros."""

    @property
    def days(self) -> tuple[date, ...]:
        count = (self.ends - self.starts).days + 1
        return tuple(self.starts + timedelta(days=ahead) for ahead in range(count))


@dataclass(frozen=True, slots=True)
class Schedule:
    """A budget over time. A day outside all flights has nothing planned."""

    days: Mapping[date, int]
    """Micros, which add up to what is planned."""

    @property
    def planned(self) -> int:
        return sum(self.days.values())

    @property
    def starts(self) -> date:
        return min(self.days)

    @property
    def ends(self) -> date:
        return max(self.days)

    def by(self, day: date, part: float) -> int:
        """What is expected to be spent before `day` and in this part (0 to 1) of it."""
        before = sum(planned for each, planned in self.days.items() if each < day)
        return before + round(self.days.get(day, 0) * part)

    def within(self, days: Iterable[date]) -> int:
        return sum(self.days.get(day, 0) for day in days)


def schedule(flights: Sequence[Flight], weights: Weekdays = FLAT) -> Schedule:
    """The flights day by day. Raises ValueError without any, or for one that ends before it starts."""
    if not flights or any(flight.ends < flight.starts for flight in flights):
        raise ValueError("a schedule has flights, and each has a day")
    days: dict[date, int] = {}
    for flight in flights:
        for day, planned in zip(flight.days, _spread(flight, weights), strict=True):
            days[day] = days.get(day, 0) + planned
    return Schedule(days)


def _spread(flight: Flight, weights: Weekdays) -> tuple[int, ...]:
    """By weight; evenly where the flight has only days that weigh nothing."""
    parts = [weights[day.weekday()] for day in flight.days]
    return split(flight.planned, parts if any(parts) else [1] * len(parts))


def learn(history: Mapping[date, int | None], until: date, least_weeks: int) -> Weekdays | None:
    """The weekdays' weights in whole weeks of own spending that end before `until`, the last twelve at most.

    For each weekday the median of its share of the week, so that one odd week counts little. None where there are
    fewer than `least_weeks` weeks of which every day is known.
    """
    shares = [week for week in _weeks(history, until) if week]
    if len(shares) < least_weeks:
        return None
    middle = [median(week[weekday] for week in shares) for weekday in range(_WEEK)]
    return _weekdays(split(sum(FLAT), middle)) if any(middle) else None


def _weeks(history: Mapping[date, int | None], until: date) -> Iterable[Sequence[float]]:
    """Each whole week as shares of its sum; nothing for a week that is not known or had no spending."""
    monday = until - timedelta(days=until.weekday() + _WEEK)
    for back in range(_MOST_WEEKS):
        first = monday - timedelta(weeks=back)
        known = [history.get(first + timedelta(days=ahead)) for ahead in range(_WEEK)]
        values = [value for value in known if value is not None]
        whole = sum(values)
        yield [value / whole for value in values] if len(values) == _WEEK and whole > 0 else ()


def _weekdays(values: Sequence[int]) -> Weekdays:
    mon, tue, wed, thu, fri, sat, sun = values
    return (mon, tue, wed, thu, fri, sat, sun)
