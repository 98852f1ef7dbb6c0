"""Money of one currency told in another, by the rate of its day; what has no rate stays as it is, and says so."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from memory.metrics import (
    IN_CURRENCY,
    IN_VALUE_CURRENCY,
    MEASURES,
    TIMES,
    Dimension,
    FactRow,
    Measure,
    Measured,
    Query,
    Rate,
    beginning,
    known_sum,
)

ONE = 10**12
"""A rate of one, as stored."""
REACH = timedelta(days=7)
"""How long a rate may stand for the days after it: over weekends and holidays."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one unit is worth, and the day of the rate that says so."""

    rate: Fraction
    day: date


class Rates:
    """Imported rates, asked for a day."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._days: dict[tuple[str, str], list[tuple[date, Fraction]]] = {}
        for one in sorted(rates, key=lambda rate: rate.day):
            worth = Fraction(one.rate, ONE)
            self._days.setdefault((one.base, one.quote), []).append((one.day, worth))
            self._days.setdefault((one.quote, one.base), []).append((one.day, 1 / worth))

    def of(self, base: str, quote: str, day: date) -> Found | None:
        """Of that day, or of the last one within a week before it; over one other currency where need be."""
        if base == quote:
            return Found(Fraction(1), day)
        direct = self._direct(base, quote, day)
        if direct or not base or not quote:
            return direct
        middles = sorted(
            {to for of, to in self._days if of == base} & {of for of, to in self._days if to == quote}
        )
        for middle in middles:
            first, second = self._direct(base, middle, day), self._direct(middle, quote, day)
            if first and second:
                return Found(first.rate * second.rate, min(first.day, second.day))
        return None

    def _direct(self, base: str, quote: str, day: date) -> Found | None:
        days = self._days.get((base, quote), [])
        place = bisect_right(days, day, key=lambda entry: entry[0])
        if not place or days[place - 1][0] < day - REACH:
            return None
        found, rate = days[place - 1]
        return Found(rate, found)


def daily(query: Query) -> Query:
    """The same question by day and in the facts' own currencies."""
    by: tuple[Dimension, ...] = query.by if "day" in query.by else ("day", *query.by)
    return replace(query, by=by, currency="")


def converted(query: Query, answer: Measured, rates: Rates) -> Measured:
    """The answer to a query in one currency, out of the daily answer to the same."""
    missing: set[tuple[str, date]] = set()
    told = [_told(row, query.currency, rates, missing) for row in answer.rows]
    made: dict[tuple[tuple[str, ...], str, str], list[FactRow]] = {}
    for row in told:
        key = tuple(_part(dimension, row) for dimension in query.by)
        made.setdefault((key, row.currency, row.value_currency), []).append(row)
    rows = tuple(_together(dict(zip(query.by, key, strict=True)), rows) for (key, _, _), rows in made.items())
    return replace(answer, query=query, rows=rows, missing_rates=tuple(sorted(missing)))


def _told(row: FactRow, currency: str, rates: Rates, missing: set[tuple[str, date]]) -> FactRow:
    day = date.fromisoformat(row.key["day"])
    bases = _bases(row)
    parts: dict[Measure, Found | None] = {name: rates.of(base, currency, day) for name, base in bases.items()}
    lacking = {(base, day) for name, base in bases.items() if parts[name] is None}
    if lacking:
        missing |= {one for one in lacking if one[0]}
        return replace(row, flags=row.flags | {"no_rate"})
    worth: dict[Measure, Fraction] = {name: rate.rate for name, rate in parts.items() if rate}
    sums = {name: _in(value, worth.get(name)) for name, value in row.sums.items()}
    return replace(row, currency=currency, value_currency=currency, sums=sums)


def _bases(row: FactRow) -> Mapping[Measure, str]:
    """The currency of each sum of money that there is."""
    bases: dict[Measure, str] = dict.fromkeys(IN_CURRENCY, row.currency)
    bases |= dict.fromkeys(IN_VALUE_CURRENCY, row.value_currency)
    return {name: base for name, base in bases.items() if row.sums.get(name) is not None}


def _in(value: int | None, worth: Fraction | None) -> int | None:
    return value if value is None or worth is None else round(value * worth)


def _part(dimension: Dimension, row: FactRow) -> str:
    if dimension not in TIMES:
        return row.key[dimension]
    return beginning(dimension, date.fromisoformat(row.key["day"])).isoformat()


def _together(key: Mapping[Dimension, str], rows: Sequence[FactRow]) -> FactRow:
    first = rows[0]
    return FactRow(
        key=key,
        names={name: value for name, value in first.names.items() if name in key},
        currency=first.currency,
        value_currency=first.value_currency,
        sums={name: known_sum([row.sums.get(name) for row in rows]) for name in MEASURES},
        facts=sum(row.facts for row in rows),
        as_of=min(row.as_of for row in rows),
        flags=frozenset[str]().union(*(row.flags for row in rows)),
        known={name: sum(row.known.get(name, 0) for row in rows) for name in MEASURES},
    )
