"""What shop, analytics, CRM or people counted: the truth beside what platforms claim."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, or_, select, update

from memory.db import Unit, Writing
from memory.ids import new_id
from memory.loading import ALL_EVENTS, Counted, Kept
from memory.metrics import TIMES, TruthDimension, TruthQuery, TruthRow, beginning, known_sum
from memory.store.measuring import below
from memory.store.restating import anew, restated
from memory.tables.facts import conversion_truth

_t = conversion_truth.c
_CHANGING = (
    "day",
    "currency",
    "timezone",
    "source",
    "medium",
    "campaign",
    "count",
    "value",
    "refunds",
    "state",
)
_KEYS = ("system", "event", "ref")
_COLUMNS = (
    *("org_id", "id", "client_id", "campaign_id", "level", *_KEYS, *_CHANGING),
    *("as_of", "fetched_at", "restated_from"),
)
_AT_ONCE = 5_000


async def keep(unit: Writing, entries: Sequence[Counted], as_of: datetime, *, preview: bool = False) -> Kept:
    """Stores what was counted at the unit's scope: new, restated, or left as it is."""
    kept = Kept()
    for start in range(0, len(entries), _AT_ONCE):
        await _keep_piece(unit, entries[start : start + _AT_ONCE], as_of, kept, preview=preview)
    return kept


async def _keep_piece(
    unit: Writing, piece: Sequence[Counted], as_of: datetime, kept: Kept, *, preview: bool
) -> None:
    stored = await _stored(unit, piece)
    scope, now = unit.scope, unit.now()
    place = (scope.client, scope.campaign, scope.level)
    fresh: list[tuple[Any, ...]] = []
    changed: list[Mapping[str, Any]] = []
    for one in piece:
        old, told = stored.get(one.key), tuple(getattr(one, name) for name in _CHANGING)
        if old is None:
            fresh.append((scope.org, new_id(), *place, *one.key, *told, as_of, now, None))
        elif told != tuple(getattr(old, name) for name in _CHANGING):
            changed.append(_restated(old, one, as_of, now))
        else:
            kept.skipped += 1
    kept.imported += len(fresh)
    kept.updated += len(changed)
    if fresh and not preview:
        await unit.pour(conversion_truth, _COLUMNS, fresh)
    if changed and not preview:
        await unit.run(_RESTATE, changed)


_RESTATE = (
    update(conversion_truth)
    .where(_t.org_id == bindparam("at_org"), _t.id == bindparam("at_id"))
    .values(anew(_CHANGING))
)


def _restated(old: Row[Any], one: Counted, as_of: datetime, now: datetime) -> Mapping[str, Any]:
    new = {name: getattr(one, name) for name in _CHANGING}
    told = restated(old, new, ("count", "value", "refunds", "state"), as_of, now)
    return {"at_org": old.org_id, "at_id": old.id, **told}


async def _stored(unit: Unit, piece: Sequence[Counted]) -> Mapping[tuple[str, str, str], Row[Any]]:
    mine = _t.org_id == unit.scope.org, _t.level == unit.scope.level
    refs = sorted({one.ref for one in piece})
    query = select(conversion_truth).where(
        *mine, _t.system.in_({one.system for one in piece}), _t.ref.in_(refs)
    )
    return {(row.system, row.event, row.ref): row for row in await unit.all(query)}


async def counted(unit: Unit, query: TruthQuery) -> tuple[TruthRow, ...]:
    """Sums by what is asked, each system and currency apart; the place's own and below, or the nearest above."""
    scope = unit.scope
    for where in (below(conversion_truth, scope), *(_t.level == above.level for above in scope.chain[1:])):
        found = await unit.all(_summed(unit, query, where))
        if found:
            return _folded(query, found)
    return ()


def _summed(unit: Unit, query: TruthQuery, where: ColumnElement[bool]) -> Any:
    keys = [_t.system, _t.currency, *(_column(name) for name in query.by if name not in ("week", "month"))]
    if {"week", "month"} & set(query.by) and "day" not in query.by:
        keys.append(_t.day)
    sums = [func.sum(_t[name]).label(f"sum_{name}") for name in ("count", "value", "refunds")]
    mine = _t.org_id == unit.scope.org, where, _not_twice()
    read = select(*keys, *sums, func.count().label("entries")).where(*mine)
    return read.where(*_conditions(query)).group_by(*keys).order_by(*keys)


def _not_twice() -> ColumnElement[bool]:
    """All events of a day together are not counted where the same system names them one by one."""
    named = conversion_truth.alias("named").c
    same = (named[name] == _t[name] for name in ("org_id", "level", "system", "day"))
    return or_(_t.event != ALL_EVENTS, ~exists().where(*same, named.event != ALL_EVENTS))


def _conditions(query: TruthQuery) -> Iterable[ColumnElement[bool]]:
    if query.since:
        yield _t.day >= query.since
    if query.until:
        yield _t.day <= query.until
    if query.system:
        yield _t.system == query.system
    if query.events:
        yield _t.event.in_(query.events)


def _column(dimension: TruthDimension) -> ColumnElement[Any]:
    return _t.ref if dimension == "order" else _t[dimension]


def _folded(query: TruthQuery, found: Sequence[Row[Any]]) -> tuple[TruthRow, ...]:
    made: dict[tuple[Any, ...], list[Row[Any]]] = {}
    for row in found:
        key = tuple(_part(name, row) for name in query.by)
        made.setdefault((row.system, row.currency, key), []).append(row)
    return tuple(
        TruthRow(
            system,
            dict(zip(query.by, key, strict=True)),
            currency,
            _total(rows, "sum_count"),
            _total(rows, "sum_value"),
            _total(rows, "sum_refunds"),
            sum(row.entries for row in rows),
        )
        for (system, currency, key), rows in made.items()
    )


def _total(rows: Sequence[Row[Any]], name: str) -> int | None:
    known = [getattr(row, name) for row in rows]
    return known_sum([None if value is None else int(value) for value in known])


def _part(dimension: TruthDimension, row: Row[Any]) -> str:
    if dimension in TIMES:
        return beginning(dimension, row.day).isoformat()
    return row.ref if dimension == "order" else getattr(row, dimension)
