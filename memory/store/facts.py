"""Facts put in: new ones stored, changed ones restated, the same ones left as they are."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from memory.db import Unit, Writing
from memory.hashing import canonical
from memory.ids import new_id
from memory.loading import Fact, Kept, Load, Series
from memory.measures import MEASURES, SERIES_KEY, SERIES_NAMES
from memory.store.restating import anew, restated
from memory.tables.facts import metric_facts, metric_series

_s, _f = metric_series.c, metric_facts.c
_AT_ONCE = 5_000
"""Series that are looked up in one statement."""
_COMPARED = (*MEASURES, "events", "final", "flags")
_COLUMNS = (
    *("org_id", "client_id", "campaign_id", "level", "series_id", "day"),
    *_COMPARED,
    *("as_of", "fetched_at", "restated_from"),
)
_SAID = (*SERIES_NAMES, "value_currency", "timezone", "attribution", "currency", "vat_included", "flags")
"""What a later import may say of a series that is known."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A series as stored, and whether it was there before."""

    id: str
    known: bool


async def keep(
    unit: Writing, load: Load, done: Callable[[int], None] = lambda count: None, *, preview: bool = False
) -> Kept:
    """Stores a load at the unit's scope; all of it is saved with the unit, or nothing. A preview only counts."""
    standing = await _standing(unit, load, preview=preview)
    kept = Kept()
    for piece in load.facts:
        await _keep_piece(unit, load, standing, piece, kept, preview=preview)
        done(len(piece))
    return kept


async def _keep_piece(
    unit: Writing,
    load: Load,
    standing: Sequence[_Standing],
    piece: Sequence[Fact],
    kept: Kept,
    *,
    preview: bool,
) -> None:
    stored = await _stored(unit, standing, piece)
    fresh: list[tuple[Any, ...]] = []
    changed: list[Mapping[str, Any]] = []
    scope = unit.scope
    place = (scope.org, scope.client, scope.campaign, scope.level)
    for fact in piece:
        id_ = standing[fact.series].id
        old = stored.get((id_, fact.day))
        if old is None:
            fresh.append((*place, id_, fact.day, *_values(fact), load.as_of, load.fetched_at, None))
        elif _differs(old, fact):
            changed.append(_restated(id_, old, fact, load))
    kept.add(Kept(len(fresh), len(changed), len(piece) - len(fresh) - len(changed)))
    if fresh and not preview:
        await unit.pour(metric_facts, _COLUMNS, fresh)
    if changed and not preview:
        await unit.run(_RESTATE, changed)


_RESTATE = (
    update(metric_facts)
    .where(
        _f.org_id == bindparam("at_org"),
        _f.series_id == bindparam("at_series"),
        _f.day == bindparam("at_day"),
    )
    .values(anew(_COMPARED))
)


def _differs(old: Row[Any], fact: Fact) -> bool:
    events = json.loads(canonical(list(fact.events))) if fact.events is not None else None
    told = (*fact.measures, fact.final, fact.flags)
    was = (*(getattr(old, name) for name in MEASURES), old.final, old.flags)
    return told != was or events != old.events


def _values(fact: Fact) -> tuple[Any, ...]:
    events = list(fact.events) if fact.events is not None else None
    return (*fact.measures, events, fact.final, fact.flags)


def _restated(series_id: str, old: Row[Any], fact: Fact, load: Load) -> Mapping[str, Any]:
    """The row with its new values; those before it, and since when they held, are kept beside them."""
    new: dict[str, Any] = dict(zip(_COMPARED, _values(fact), strict=True))
    told = restated(old, new, MEASURES, load.as_of, load.fetched_at)
    return {"at_org": old.org_id, "at_series": series_id, "at_day": fact.day, **told}


async def _stored(
    unit: Unit, standing: Sequence[_Standing], piece: Sequence[Fact]
) -> Mapping[tuple[str, date], Row[Any]]:
    """The facts that are there of the series and days of a piece."""
    ids = sorted({standing[fact.series].id for fact in piece if standing[fact.series].known})
    if not ids:
        return {}
    days = [fact.day for fact in piece]
    found: dict[tuple[str, date], Row[Any]] = {}
    read = [_f[name] for name in ("org_id", "series_id", "day", *_COMPARED, "as_of", "restated_from")]
    for start in range(0, len(ids), _AT_ONCE):
        within = _f.org_id == unit.scope.org, _f.day.between(min(days), max(days))
        query = select(*read).where(*within, _f.series_id.in_(ids[start : start + _AT_ONCE]))
        found |= {(row.series_id, row.day): row for row in await unit.all(query)}
    return found


async def _standing(unit: Writing, load: Load, *, preview: bool) -> Sequence[_Standing]:
    """The stored series of each of the load's; new ones are made, what is newly said of known ones is kept."""
    known = await _known(unit, load)
    standing: list[_Standing] = []
    fresh: list[Mapping[str, Any]] = []
    said: list[Mapping[str, Any]] = []
    for series in load.series:
        old = _same(known.get(series.key, ()), series)
        if old is None:
            row = _row(unit, series)
            fresh.append(row)
            standing.append(_Standing(row["id"], known=False))
            continue
        standing.append(_Standing(old.id, known=True))
        if changes := _news(old, series):
            said.append({"at_org": old.org_id, "at_id": old.id, **changes})
    if not preview:
        await _write_series(unit, fresh, said)
    return standing


async def _write_series(
    unit: Writing, fresh: Sequence[Mapping[str, Any]], said: Sequence[Mapping[str, Any]]
) -> None:
    if fresh:
        await unit.run(insert(metric_series), fresh)
    for one in said:
        news = {name: value for name, value in one.items() if not name.startswith("at_")}
        mine = _s.org_id == one["at_org"], _s.id == one["at_id"]
        await unit.run(update(metric_series).where(*mine).values(news))


async def _known(unit: Unit, load: Load) -> Mapping[tuple[str, ...], Sequence[Row[Any]]]:
    accounts = sorted({(series.platform, series.account_ref) for series in load.series})
    known: dict[tuple[str, ...], list[Row[Any]]] = {}
    for platform, account in accounts:
        mine = _s.org_id == unit.scope.org, _s.level == unit.scope.level
        query = select(metric_series).where(*mine, _s.platform == platform, _s.account_ref == account)
        for row in await unit.all(query.order_by(_s.id)):
            known.setdefault(tuple(getattr(row, name) for name in SERIES_KEY), []).append(row)
    return known


def _same(rows: Iterable[Row[Any]], series: Series) -> Row[Any] | None:
    """The stored series that this is; what one of them does not say of currency or timezone stands against nothing."""
    fitting = [
        row
        for row in rows
        if all(
            "" in (getattr(row, name), getattr(series, name)) or getattr(row, name) == getattr(series, name)
            for name in ("currency", "timezone")
        )
    ]
    exact = [row for row in fitting if (row.currency, row.timezone) == (series.currency, series.timezone)]
    return next(iter(exact or fitting), None)


def _news(old: Row[Any], series: Series) -> Mapping[str, Any]:
    """What the import says of a series that was not known or is different; silence changes nothing."""
    said = {name: getattr(series, name) for name in (*_SAID, "feed")}
    return {
        name: value for name, value in said.items() if value not in ("", None) and value != getattr(old, name)
    }


def _row(unit: Unit, series: Series) -> Mapping[str, Any]:
    scope = unit.scope
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    own = {name: getattr(series, name) for name in (*SERIES_KEY, *_SAID, "feed")}
    return {**place, "level": scope.level, "id": new_id(), **own, "created_at": unit.now()}
