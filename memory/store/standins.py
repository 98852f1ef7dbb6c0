"""What stands in where an account's counted level has no figures: finer levels, and other exports of the same thing.

Decided for each thing of the asked level and each day: what is there already is never counted again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from memory.db import Unit
from memory.led import led
from memory.metrics import Grain, Query
from memory.store.layers import Layers, Source
from memory.tables.facts import metric_facts, metric_series

_s, _f = metric_series.c, metric_facts.c
_DAY = timedelta(days=1)
_AT_ONCE = 5_000
_PARTS: dict[Grain, tuple[str, ...]] = {
    "account": (),
    "campaign": ("campaign",),
    "ad_group": ("campaign", "ad_group"),
    "ad": ("campaign", "ad_group", "ad"),
    "keyword": ("campaign", "ad_group", "keyword"),
}
"""What names a thing of a level within its account."""
Thing = tuple[str, ...]
Days = frozenset[date]


@dataclass(frozen=True, slots=True)
class StandIn:
    """Series of one source on days for which nothing before them has figures."""

    org: str
    source: Source
    days: Days
    series: tuple[str, ...] = ()
    """Ids; none are all of the source."""

    def condition(self) -> ColumnElement[bool]:
        told = and_(of(self.org, self.source), or_(*(_f.day.between(*span) for span in spans(self.days))))
        return and_(told, _s.id.in_(self.series)) if self.series else told


@dataclass(slots=True)
class _Known:
    """The things that have figures, and on which days; a thing may be called by its id in one source and by its name
    in another.
    """

    parts: tuple[str, ...]
    days: dict[Thing, set[date]] = field(default_factory=dict[Thing, "set[date]"])
    _refs: set[tuple[Thing, str]] = field(default_factory=set["tuple[Thing, str]"])
    _named: dict[tuple[Thing, str], set[str]] = field(default_factory=dict["tuple[Thing, str]", "set[str]"])

    def thing(self, row: Row[Any]) -> Thing:
        """What the series is part of, called as it was called first."""
        found: Thing = ()
        for part in self.parts:
            found = (*found, self._called(found, *_said(row, part)))
        return found

    def _called(self, above: Thing, ref: str, name: str) -> str:
        if (above, ref) in self._refs:
            return ref
        refs = self._named.get((above, name.casefold()), set()) | self._named.get(
            (above, ref.casefold()), set()
        )
        return next(iter(refs)) if len(refs) == 1 else ref

    def take(self, row: Row[Any], thing: Thing, days: Iterable[date]) -> None:
        self.days.setdefault(thing, set()).update(days)
        above: Thing = ()
        for part, called in zip(self.parts, thing, strict=True):
            ref, name = _said(row, part)
            if called == ref:
                self._refs.add((above, ref))
                for word in {ref.casefold(), name.casefold()} - {""}:
                    self._named.setdefault((above, word), set()).add(ref)
            above = (*above, called)


def _said(row: Row[Any], part: str) -> tuple[str, str]:
    return getattr(row, f"{part}_ref"), getattr(row, f"{part}_name")


async def stand_ins(unit: Unit, told: Sequence[Layers], query: Query) -> list[StandIn]:
    """What is to be read beside the base of each account. An account without another source costs nothing."""
    platforms = query.where.get("platform", ())
    found: list[StandIn] = []
    for one in told:
        if one.others and (not platforms or one.base[0].platform in platforms):
            found += await _of(unit, one, query)
    return found


async def _of(unit: Unit, told: Layers, query: Query) -> list[StandIn]:
    window = await _window(unit, told, query)
    known = _Known(_PARTS[query.level])
    found: list[StandIn] = []
    await _learn(unit, known, told.base, window)
    for place, source in enumerate(told.others, start=1):
        lacking = await _lacking(unit, known, source, window)
        mine = [StandIn(unit.scope.org, source, days, ids) for ids, days in lacking if days]
        found += mine
        if mine and place < len(told.others):
            await _learn(unit, known, (source,), window)
    return found


async def _window(unit: Unit, told: Layers, query: Query) -> Days:
    """The days that are asked for; all that have figures, where the question leaves that open."""
    since, until = query.since, query.until
    if since is None or until is None:
        mine = _f.org_id == _s.org_id, _f.series_id == _s.id
        ends = [select(end(_f.day)).where(*mine).scalar_subquery() for end in (func.min, func.max)]
        either = or_(*(of(unit.scope.org, one) for one in (*told.base, *told.others)))
        read = select(func.min(ends[0]).label("first"), func.max(ends[1]).label("last"))
        row = await unit.first(read.select_from(metric_series).where(either))
        if row is None or row.first is None:
            return frozenset()
        since, until = since or _day(row.first), until or _day(row.last)
    return frozenset(since + _DAY * n for n in range((until - since).days + 1))


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


async def _learn(unit: Unit, known: _Known, sources: Sequence[Source], window: Days) -> None:
    """Takes in which things of these sources have figures, and on which days."""
    if not window:
        return
    either = or_(*(of(unit.scope.org, one) for one in sources))
    mine = and_(_f.org_id == _s.org_id, _f.level == _s.level, _f.series_id == _s.id)
    columns = _columns(known) if known.parts else []
    read = select(*columns, _f.day).select_from(led(metric_series, metric_facts, mine))
    rows = await unit.all(read.where(either, _f.day.between(min(window), max(window))).distinct())
    things: dict[tuple[Any, ...], tuple[Row[Any], set[date]]] = {}
    for row in rows:
        things.setdefault(tuple(row)[:-1], (row, set()))[1].add(row.day)
    told = [(row, known.thing(row), days) for row, days in things.values()]
    for row, thing, days in told:
        known.take(row, thing, days)


async def _lacking(
    unit: Unit, known: _Known, source: Source, window: Days
) -> list[tuple[tuple[str, ...], Days]]:
    """The source's series with the days on which what they are part of has no figures yet."""
    if not known.parts:
        return [((), window - known.days.get((), set()))]
    rows = await unit.all(select(_s.id, *_columns(known)).where(of(unit.scope.org, source)))
    together: dict[Days, list[str]] = {}
    for row in rows:
        together.setdefault(window - known.days.get(known.thing(row), set()), []).append(row.id)
    return [
        (tuple(ids[start : start + _AT_ONCE]), days)
        for days, ids in together.items()
        for start in range(0, len(ids), _AT_ONCE)
    ]


def _columns(known: _Known) -> list[ColumnElement[Any]]:
    return [_s[f"{part}_{told}"] for part in known.parts for told in ("ref", "name")]


def of(org: str, source: Source) -> ColumnElement[bool]:
    """The series of a source."""
    of_account = _s.platform == source.platform, _s.account_ref == source.account
    return and_(_s.org_id == org, _s.level == source.level, *of_account, _s.grain == source.grain)


def spans(days: Days) -> Iterable[tuple[date, date]]:
    """Days as runs of one day after the other, first and last."""
    ordered = sorted(days)
    begins = [day for day in ordered if day - _DAY not in days]
    ends = [day for day in ordered if day + _DAY not in days]
    return zip(begins, ends, strict=True)
