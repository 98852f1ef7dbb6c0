"""Facts read: summed by what is asked, apart by currency, for a place and what is below it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Table, and_, case, false, func, or_, select

from memory.db import Unit
from memory.led import Led, led
from memory.measures import SERIES_KEY
from memory.metrics import (
    GRAINS,
    MEASURES,
    TIMES,
    Dimension,
    FactRow,
    Feed,
    Flag,
    Grain,
    Measure,
    Measured,
    Query,
    beginning,
)
from memory.store import rows as values
from memory.store.layers import Layers, Source, aliases, layers
from memory.store.standins import stand_ins
from memory.tables.facts import metric_facts, metric_series
from memory.tables.tenancy import campaigns
from memory.types import Scope

_s, _f = metric_series.c, metric_facts.c
_SUMS = [func.sum(_f[name]).label(f"sum_{name}") for name in MEASURES]
_COUNTS = [func.count(_f[name]).label(f"known_{name}") for name in MEASURES]
_SAID = [
    func.count().label("facts"),
    func.min(_f.as_of).label("as_of"),
    func.max(_f.fetched_at).label("fetched_at"),
    func.min(case((_f.final, 1), else_=0)).label("final"),
    func.min(_f.flags).label("flags_1"),
    func.max(_f.flags).label("flags_2"),
    func.min(_s.flags).label("flags_3"),
    func.max(_s.flags).label("flags_4"),
    func.min(_f.day).label("first"),
    func.max(_f.day).label("last"),
]
TOLD = (_s.currency, _s.value_currency, _s.timezone, _s.attribution)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which series answer a query."""

    scope: Scope
    sources: tuple[Source, ...]
    without: tuple[str, ...] = ()
    """Ids of series that are there twice."""
    several: bool = False
    """Whether an account's facts lie at several places below."""
    layers: tuple[Layers, ...] = ()
    """Each account's sources, those of the level that is counted and others."""

    def condition(self) -> ColumnElement[bool]:
        groups: dict[tuple[str, str, Grain], list[str]] = {}
        for one in self.sources:
            groups.setdefault((one.level, one.platform, one.grain), []).append(one.account)
        read = [
            and_(_s.level == level, _s.platform == platform, _s.grain == grain, _s.account_ref.in_(accounts))
            for (level, platform, grain), accounts in groups.items()
        ]
        told = and_(_s.org_id == self.scope.org, or_(false(), *read))
        return and_(told, _s.id.not_in(self.without)) if self.without else told


@dataclass(slots=True)
class _Sum:
    """What becomes a row: sums over rows of the database that share a key."""

    names: dict[Dimension, str]
    sums: dict[Measure, int | None] = field(default_factory=dict["Measure", "int | None"])
    known: dict[Measure, int] = field(default_factory=dict["Measure", int])
    facts: int = 0
    as_of: datetime | None = None
    flags: set[Flag] = field(default_factory=set[Flag])


async def measured(unit: Unit, query: Query) -> Measured:
    """The answer in the facts' own currencies."""
    chosen = await choose(unit, query.level)
    if chosen is None:
        return Measured(query, (), None)
    pieces = await summed(unit, chosen, query, TOLD[:3])
    found = [row for piece in pieces for row in piece.rows]
    levels: dict[str, Grain] = {one.platform: one.grain for one in chosen.sources}
    rows = _fold(query, pieces, chosen)
    return Measured(
        query,
        rows,
        chosen.scope,
        levels,
        tuple(sorted({row.timezone for row in found})),
        min((row.first for row in found), default=None),
        max((row.last for row in found), default=None),
        min((row.as_of for row in found), default=None),
        max((row.fetched_at for row in found), default=None),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """Sums of a part of the facts."""

    rows: Sequence[Row[Any]]
    finer: frozenset[str]
    """Platforms whose rows are summed up from a finer level than was asked."""


async def summed(unit: Unit, chosen: Chosen, query: Query, told: Sequence[ColumnElement[Any]]) -> list[Piece]:
    """The facts of the counted level, and what stands in for them where there are none."""
    finer = frozenset(one.platform for one in chosen.sources if one.grain != query.level)
    pieces = [Piece(await unit.all(_summed(chosen.condition(), query, told)), finer)]
    for one in await stand_ins(unit, chosen.layers, query):
        grain, platform = one.source.grain, one.source.platform
        rows = await unit.all(_summed(one.condition(), query, told))
        pieces.append(Piece(rows, frozenset({platform} if grain != query.level else ())))
    return pieces


def _summed(chosen: ColumnElement[bool], query: Query, told: Sequence[ColumnElement[Any]]) -> Any:
    """Sums by the query's dimensions and by what is told of the series; weeks and months still by day."""
    keys: list[ColumnElement[Any]] = [_f.day] if set(query.by) & set(TIMES) else []
    keys += [_ref(name).label(f"ref_{name}") for name in query.by if name not in TIMES]
    names = [func.max(_name(one)).label(f"name_{one}") for one in query.by if one not in (*TIMES, "platform")]
    read = select(*keys, *told, *names, *_SUMS, *_COUNTS, *_SAID)
    read = read.select_from(with_facts())
    read = read.where(chosen, *_window(query), *_filters(query))
    return read.group_by(*keys, *told).order_by(*keys, *told)


def with_facts() -> Led:
    """Series and their facts, few of the first found by key and then their days."""
    mine = and_(_f.org_id == _s.org_id, _f.level == _s.level, _f.series_id == _s.id)
    return led(metric_series, metric_facts, mine)


def _window(query: Query) -> Iterable[ColumnElement[bool]]:
    if query.since:
        yield _f.day >= query.since
    if query.until:
        yield _f.day <= query.until


def _filters(query: Query) -> Iterable[ColumnElement[bool]]:
    for dimension, wanted in query.where.items():
        if dimension in TIMES:
            raise ValueError(f"a window is said by since and until, not by {dimension!r}")
        either = _ref(dimension).in_(wanted)
        if dimension != "platform":
            either = or_(either, func.lower(_name(dimension)).in_([one.lower() for one in wanted]))
        yield either


def _ref(dimension: Dimension) -> ColumnElement[str]:
    return _s.platform if dimension == "platform" else _s[f"{dimension}_ref"]


def _name(dimension: Dimension) -> ColumnElement[str]:
    return _s[f"{dimension}_name"]


def _fold(query: Query, pieces: Sequence[Piece], chosen: Chosen) -> tuple[FactRow, ...]:
    """Rows by the asked key and the currencies; sums of sums, None only where all are."""
    made: dict[tuple[tuple[str, ...], str, str], _Sum] = {}
    for finer, row in ((one.finer, row) for one in pieces for row in one.rows):
        key = tuple(_part(dimension, row) for dimension in query.by)
        names: dict[Dimension, str] = {one: _told_name(one, row) for one in query.by if one not in TIMES}
        into = made.setdefault((key, row.currency, row.value_currency), _Sum(names))
        _add(into, row)
        if chosen.several:
            into.flags.add("several_places")
        if finer and ("platform" not in query.by or row.ref_platform in finer):
            into.flags.add("summed_up")
    return tuple(
        _row(dict(zip(query.by, key, strict=True)), currency, value_currency, one)
        for (key, currency, value_currency), one in made.items()
    )


def _part(dimension: Dimension, row: Row[Any]) -> str:
    if dimension in TIMES:
        return beginning(dimension, row.day).isoformat()
    return getattr(row, f"ref_{dimension}")


def _told_name(dimension: Dimension, row: Row[Any]) -> str:
    return "" if dimension == "platform" else getattr(row, f"name_{dimension}") or ""


def _add(into: _Sum, row: Row[Any]) -> None:
    for name in MEASURES:
        value, before = getattr(row, f"sum_{name}"), into.sums.get(name)
        into.sums[name] = before if value is None else int(value) + (before or 0)
        into.known[name] = into.known.get(name, 0) + getattr(row, f"known_{name}")
    into.facts += row.facts
    into.as_of = row.as_of if into.as_of is None else min(into.as_of, row.as_of)
    into.flags |= flags_of(row)


def flags_of(row: Row[Any]) -> set[Flag]:
    """What is to be said of summed facts."""
    told = ",".join((row.flags_1, row.flags_2, row.flags_3, row.flags_4)).split(",")
    states = {
        "currency_unknown": not row.currency and row.known_spend,
        "timezone_unknown": not row.timezone,
        "provisional": not row.final,
    }
    return {flag for flag in told if flag} | {flag for flag, holds in states.items() if holds}


def _row(key: Mapping[Dimension, str], currency: str, value_currency: str, one: _Sum) -> FactRow:
    partial = any(0 < one.known[name] < one.facts for name in MEASURES)
    flags = frozenset(one.flags | ({"partial"} if partial else set()))
    if one.as_of is None:
        raise ValueError("a sum of nothing")
    return FactRow(key, one.names, currency, value_currency, one.sums, one.facts, one.as_of, flags, one.known)


async def choose(unit: Unit, grain: Grain) -> Chosen | None:
    """The place's own facts and those below it or, where it has none, those of the nearest place above."""
    sources = await _sources(unit, below(metric_series, unit.scope))
    if sources:
        return await _settled(unit, unit.scope, sources, grain)
    for scope in unit.scope.chain[1:]:
        sources = await _sources(unit, _s.level == scope.level)
        if sources:
            return await _settled(unit, scope, sources, grain)
    return None


def below(table: Table, scope: Scope) -> ColumnElement[bool]:
    """The levels of a scope and below it; said so that a key finds them."""
    c = table.c
    if scope.campaign:
        return c.level == scope.level
    if not scope.client:
        return c.org_id == scope.org
    of_client = campaigns.c.org_id == scope.org, campaigns.c.client_id == scope.client
    return or_(c.level == scope.level, c.level.in_(select(campaigns.c.level).where(*of_client)))


async def _sources(unit: Unit, where: ColumnElement[bool]) -> Sequence[Source]:
    group = (_s.level, _s.platform, _s.account_ref, _s.grain)
    told = func.min(_s.feed).label("feed"), func.max(_s.account_name).label("name")
    query = select(*group, *told).where(_s.org_id == unit.scope.org, where)
    found = await unit.all(query.group_by(*group).order_by(*group))
    return [Source(row.level, row.platform, row.account_ref, row.grain, row.feed, row.name) for row in found]


async def _settled(unit: Unit, scope: Scope, sources: Sequence[Source], grain: Grain) -> Chosen:
    own = {(one.platform, one.account) for one in sources if one.level == scope.level}
    kept = [one for one in sources if one.level == scope.level or (one.platform, one.account) not in own]
    told = tuple(layers(kept, grain, await aliases(unit, kept)))
    chosen = tuple(source for one in told for source in one.base)
    places: dict[tuple[str, str], set[str]] = {}
    for one in chosen:
        places.setdefault((one.platform, one.account), set()).add(one.level)
    several = any(len(levels) > 1 for levels in places.values())
    whole = Chosen(scope, chosen, several=several, layers=told)
    return replace(whole, without=await _twice(unit, whole)) if several else whole


async def _twice(unit: Unit, chosen: Chosen) -> tuple[str, ...]:
    """The series that another place below has as well, all but the first."""
    keys = [_s[name] for name in SERIES_KEY]
    counted = select(*keys, func.count().label("n"), func.min(_s.id).label("first")).where(chosen.condition())
    many = counted.group_by(*keys, _s.currency, _s.timezone).having(func.count() > 1).subquery()
    same = and_(*(_s[name] == many.c[name] for name in SERIES_KEY))
    found = await unit.all(select(_s.id).join(many, same).where(chosen.condition(), _s.id != many.c.first))
    return tuple(row.id for row in found)


async def feeds(unit: Unit) -> tuple[Feed, ...]:
    """The accounts whose facts the place has, own and below, or of the nearest place above."""
    chosen = await choose(unit, "account")
    if chosen is None:
        return ()
    place = (_s.org_id, _s.client_id, _s.campaign_id)
    group = (*place, _s.platform, _s.account_ref, *TOLD, _s.vat_included)
    read = select(*group, func.max(_s.account_name).label("account_name"), _s.grain, *_SAID, *_COUNTS)
    read = read.add_columns(func.min(case((_f.final, None), else_=_f.day)).label("provisional_from"))
    read = read.select_from(with_facts())
    sources = [one for each in chosen.layers for one in (*each.base, *each.others)]
    groups = {(one.level, one.platform, one.account) for one in sources}
    of = [and_(_s.level == level, _s.platform == name, _s.account_ref == ref) for level, name, ref in groups]
    found = await unit.all(
        read.where(_s.org_id == unit.scope.org, or_(*of)).group_by(*group, _s.grain).order_by(*group)
    )
    together: dict[tuple[Any, ...], list[Row[Any]]] = {}
    for row in found:
        together.setdefault(tuple(row)[: len(group)], []).append(row)
    return tuple(_feed(rows) for rows in together.values())


def _feed(rows: Sequence[Row[Any]]) -> Feed:
    one = rows[0]
    provisional = [as_day(row.provisional_from) for row in rows if row.provisional_from]
    return Feed(
        platform=one.platform,
        account=one.account_ref,
        name=max(row.account_name for row in rows),
        scope=values.scope(one),
        currency=one.currency,
        value_currency=one.value_currency,
        timezone=one.timezone,
        attribution=one.attribution,
        vat_included=one.vat_included,
        grains=tuple(grain for grain in GRAINS if grain in {cast("Grain", row.grain) for row in rows}),
        first=min(row.first for row in rows),
        last=max(row.last for row in rows),
        as_of=min(row.as_of for row in rows),
        fetched_at=max(row.fetched_at for row in rows),
        provisional_from=min(provisional, default=None),
        flags=frozenset[Flag]().union(*(flags_of(row) for row in rows)),
    )


def as_day(value: date | str) -> date:
    """A day out of an expression, which SQLite tells as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
