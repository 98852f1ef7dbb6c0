"""What was measured, as budgets need it: a line a platform and currency, day by day, with when it was known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agents.kit.budgeting.spending import Spending
from agents.kit.measuring.port import Facts
from agents.kit.measuring.spending import net_of, spend_of
from memory.metrics import ANALYTICS, FactRow, Measured, Query, known_sum
from memory.types import InputUsed

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """Millionths; None is not known."""

    spend: int | None
    conversions: int | None
    value: int | None
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One platform in one currency."""

    platform: str
    currency: str
    value_currency: str
    days: Mapping[date, Day]
    flags: frozenset[str] = frozenset()
    gross: bool = False
    """Whether some of the spend is as reported, since what it is without VAT is not known."""

    @property
    def last(self) -> date:
        return max(self.days)

    def spend(self, days: Iterable[date] | None = None) -> int | None:
        return known_sum(one.spend for one in self._chosen(days))

    def conversions(self, days: Iterable[date] | None = None) -> int | None:
        return known_sum(one.conversions for one in self._chosen(days))

    def value(self, days: Iterable[date] | None = None) -> int | None:
        return known_sum(one.value for one in self._chosen(days))

    def _chosen(self, days: Iterable[date] | None) -> Iterable[Day]:
        return self.days.values() if days is None else (self.days[day] for day in days if day in self.days)


@dataclass(frozen=True, slots=True)
class Figures:
    """The lines of a place, with the question that they answer."""

    lines: tuple[Line, ...]
    measured: Measured
    timezone: str
    """Of the accounts, or the place's where theirs is not known or they differ."""
    zone_known: bool
    windows: Mapping[str, str] = field(default_factory=dict[str, str])
    """Platform -> the window and model by which it counts, as its export says."""
    known_until: date | None = None
    """The last day that any platform has figures of, within the question's days or not."""

    def used(self) -> InputUsed:
        return self.measured.used()

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(sorted({line.currency for line in self.lines if line.spend() is not None}))

    def within(self, currency: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.currency == currency and line.spend() is not None)


async def figures(facts: Facts, query: Query, timezone: str) -> Figures:
    """The days of each platform that advertises; what a site's analytics count is no platform's."""
    measured = await facts.query(query)
    rows: dict[tuple[str, str, str], list[FactRow]] = {}
    for row in measured.rows:
        platform = row.key.get("platform", "")
        if platform not in ANALYTICS:
            rows.setdefault((platform, row.currency, row.value_currency), []).append(row)
    lines = tuple(_line(key, found) for key, found in sorted(rows.items()))
    feeds = [feed for feed in await facts.feeds() if feed.platform not in ANALYTICS]
    windows = {feed.platform: feed.attribution for feed in feeds if feed.attribution}
    zones = [zone for zone in measured.timezones if zone]
    known = len(zones) == 1 and len(measured.timezones) == 1
    until = max((feed.last for feed in feeds), default=None)
    return Figures(lines, measured, zones[0] if known else timezone, known, windows, until)


def daily(since: date | None, until: date | None, currency: str = "") -> Query:
    """By day and platform; with a currency, what has a rate is told in it."""
    return Query(since, until, ("day", "platform"), currency=currency)


def _line(key: tuple[str, str, str], rows: Sequence[FactRow]) -> Line:
    days = {date.fromisoformat(row.key["day"]): _day(row) for row in rows}
    flags = frozenset[str]().union(*(row.flags for row in rows))
    return Line(
        *key, days, flags, any(net_of(row) is None and row.sums.get("spend") is not None for row in rows)
    )


def _day(row: FactRow) -> Day:
    return Day(spend_of(row), row.sums.get("conversions"), row.sums.get("conversions_value"), row.as_of)


def spending(lines: Sequence[Line], timezone: str, since: date, lag: int = 3) -> Spending | None:
    """All lines of one currency together, up to the last day that all of those have that lately had any.

    A line that has had nothing for longer than `lag` days holds nobody up. None without a day.
    """
    days = sorted({day for line in lines for day in line.days})
    if not days:
        return None
    through = _through(lines, days[-1], lag)
    known = {day: known_sum(line.spend([day]) for line in lines) for day in days if day <= through}
    moments = [line.days[through].as_of for line in lines if through in line.days]
    return Spending(
        {day: one for day, one in known.items() if day >= since}, _until(through, moments, timezone)
    )


def _through(lines: Sequence[Line], last: date, lag: int) -> date:
    active = [line.last for line in lines if line.last >= last - lag * _DAY]
    return min(active)


def _until(day: date, moments: Sequence[datetime], timezone: str) -> datetime:
    """Until when the day is known: the oldest word on it where that was given on the day itself, else its end."""
    zone = ZoneInfo(timezone)
    local = min(moments).astimezone(zone)
    end = datetime.combine(day + _DAY, time.min, zone)
    begins = datetime.combine(day, time.min, zone)
    return local if begins < local < end else end
