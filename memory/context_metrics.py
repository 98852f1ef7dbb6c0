"""What an enterprise context tells of what was measured: the last four weeks that have facts, by account."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, or_, select

from config.context import SectionName
from memory.context_packer import Item, item
from memory.context_sections import Found, Wanted
from memory.db import Unit
from memory.depth import Depth, values
from memory.metrics import MICROS, MILLIONTHS, Grain, Measure
from memory.store.layers import Source, aliases, layers
from memory.store.measuring import as_day, with_facts
from memory.tables.facts import metric_facts, metric_series

DAYS = 28
_FEW = 5_000
"""Where more series than these are in sight, only accounts and campaigns are looked at."""
_s, _f = metric_series.c, metric_facts.c
_TOLD: tuple[Measure, ...] = (
    "spend",
    "impressions",
    "clicks",
    "sessions",
    "conversions",
    "conversions_value",
)
_GROUP = (_s.level, _s.platform, _s.account_ref, _s.grain, _s.currency, _s.value_currency, _s.timezone)


async def lately(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """An item for each account, the one that spent last first. Bounded whatever was imported.

    Two statements, and a third where what was imported names no account.
    """
    depth, given = Depth.of(unit.scope), values(unit)
    last = await unit.scalar(_newest(depth), given)
    if last is None:
        return {}
    until = as_day(last)
    window = {"since": until - timedelta(days=DAYS - 1), "until": until}
    rows = await _counted(unit, await unit.all(_summed(depth), {**given, **window}))
    items = [_item(row, until) for row in rows]
    most = wanted.at_most("metrics")
    return {"metrics": Found(items[:most], max(len(items) - most, 0))}


def _looked(depth: Depth) -> tuple[ColumnElement[bool], ...]:
    """The series in sight; of very many, the accounts and campaigns."""
    seen = depth.sees(metric_series)
    few = select(_s.id).where(seen).limit(_FEW + 1).subquery()
    small = select(func.count()).select_from(few).scalar_subquery() <= _FEW
    return seen, or_(_s.grain.in_(("account", "campaign")), small)


@cache
def _newest(depth: Depth) -> Select[Any]:
    """The last day that has facts."""
    newest = select(func.max(_f.day)).where(_f.org_id == _s.org_id, _f.series_id == _s.id).scalar_subquery()
    return select(func.max(newest)).select_from(metric_series).where(*_looked(depth))


@cache
def _summed(depth: Depth) -> Select[Any]:
    sums = [func.sum(_f[name]).label(name) for name in _TOLD]
    more = [
        func.max(_s.account_name).label("account_name"),
        func.min(_s.feed).label("feed"),
        func.min(_f.day).label("first"),
        func.max(_f.day).label("last"),
        func.min(_f.as_of).label("as_of"),
        func.min(case((_f.final, 1), else_=0)).label("final"),
    ]
    window = _f.day.between(bindparam("since"), bindparam("until"))
    query = select(*_GROUP, *sums, *more).select_from(with_facts())
    return query.where(*_looked(depth), window).group_by(*_GROUP)


async def _counted(unit: Unit, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The rows by which each account is counted, once however many names it is known by, newest and largest first."""
    sources = [
        Source(row.level, row.platform, row.account_ref, cast("Grain", row.grain), row.feed, row.account_name)
        for row in rows
    ]
    told = layers(sources, "account", await aliases(unit, sources))
    kept = {(one.level, one.platform, one.account, one.grain) for each in told for one in each.base}
    counted = [row for row in rows if (row.level, row.platform, row.account_ref, row.grain) in kept]
    return sorted(counted, key=lambda row: (row.last, row.spend or 0, row.platform), reverse=True)


def _item(row: Row[Any], until: date) -> Item:
    sums = {name: _number(name, getattr(row, name)) for name in _TOLD if getattr(row, name) is not None}
    told = {
        "platform": row.platform,
        "account": row.account_name or row.account_ref,
        "from": max(row.first, until - timedelta(days=DAYS - 1)).isoformat(),
        "to": row.last.isoformat(),
        "timezone": row.timezone or None,
        "currency": row.currency or None,
        **sums,
        "data_state": "final" if row.final else "provisional",
        "as_of": row.as_of.isoformat(),
    }
    if row.value_currency != row.currency and "conversions_value" in sums:
        told["value_currency"] = row.value_currency or None
    ref = f"{row.platform}:{row.account_ref}:{row.level}:{row.currency}:{row.timezone}"
    return item(ref, told)


def _number(name: Measure, value: Any) -> float | int:
    return int(value) / MICROS if name in MILLIONTHS else int(value)
