"""What model calls cost: rows at their places, a total for the month, and the most that it may become."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, cast, delete, extract, func, insert, select, update

from memory.db import Unit, Writing
from memory.store import audit
from memory.tables.ledger import model_budgets, usage, usage_totals
from memory.types import Usage

_b, _t, _u = model_budgets.c, usage_totals.c, usage.c


@dataclass(frozen=True, slots=True)
class Spent:
    """What some calls took together, in millionths of `currency`."""

    name: str
    """An agent, a model, a month as 2026-11, or the id of the message that was answered."""
    calls: int
    tokens_in: int
    tokens_out: int
    cost_micros: int
    currency: str


@dataclass(frozen=True, slots=True)
class Costs:
    """The same calls, counted in four ways; messages are the newest ones."""

    agents: tuple[Spent, ...]
    models: tuple[Spent, ...]
    months: tuple[Spent, ...]
    turns: tuple[Spent, ...]


async def add(unit: Writing, spent: Usage) -> None:
    """Adds a row at the unit's scope, and to the organisation's month."""
    values = asdict(spent)
    values["message_id"] = values.pop("message")
    scope = unit.scope
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    await unit.run(insert(usage).values(**place, **values, created_at=unit.now()))
    await _count(unit, spent.cost_micros)


async def _count(unit: Writing, micros: int) -> None:
    org, month = unit.scope.org, month_of(unit.now())
    first = insert(usage_totals).values(org_id=org, month=month, used_micros=micros)
    mine = select(usage_totals).where(_t.org_id == org).with_for_update()
    held = await unit.first(mine)
    if held is None and await unit.unless_taken(first):
        return
    held = held or await unit.first(mine)
    before = int(held.used_micros) if held and held.month == month else 0
    total = {"month": month, "used_micros": before + micros}
    await unit.run(update(usage_totals).where(_t.org_id == org).values(total))


async def used(unit: Unit) -> int:
    """Millionths that the whole organisation used in the present month (UTC)."""
    held = await unit.first(select(usage_totals).where(_t.org_id == unit.scope.org))
    return int(held.used_micros) if held and held.month == month_of(unit.now()) else 0


async def limit(unit: Unit) -> int | None:
    """Millionths that the organisation may use in a month; None where it has set none."""
    found = await unit.scalar(select(_b.limit_micros).where(_b.org_id == unit.scope.org))
    return None if found is None else int(found)


async def set_limit(unit: Writing, micros: int | None) -> None:
    """Sets the month's budget of the unit's organisation, or takes it away; audited, since it spends money."""
    org = unit.scope.org
    await audit.append(unit, "budget.models", org, {"limit_micros": micros})
    if micros is None:
        await unit.run(delete(model_budgets).where(_b.org_id == org))
        return
    values = {"limit_micros": micros, "updated_by": unit.actor.name, "updated_at": unit.now()}
    if not await unit.unless_taken(insert(model_budgets).values(org_id=org, **values)):
        await unit.run(update(model_budgets).where(_b.org_id == org).values(values))


async def costs(unit: Unit, turns: int = 20) -> Costs:
    """What was spent in the rows in reach, at the unit's scope and below it; the dearest first."""
    month = extract("year", _u.created_at) * 100 + extract("month", _u.created_at)
    months = await _spent(unit, cast(month, Integer))
    return Costs(
        await _spent(unit, _u.agent),
        await _spent(unit, _u.model),
        tuple(replace(one, name=f"{one.name[:4]}-{one.name[4:]}") for one in months),
        await _spent(unit, _u.message_id, newest=turns),
    )


async def _spent(unit: Unit, by: ColumnElement[Any], newest: int = 0) -> tuple[Spent, ...]:
    """Rows by what they have in common; with `newest`, so many of those that were spent on last."""
    micros, last = func.sum(_u.cost_micros), func.max(_u.created_at)
    sums = (
        func.count().label("calls"),
        func.sum(_u.tokens_in).label("tokens_in"),
        func.sum(_u.tokens_out).label("tokens_out"),
        micros.label("micros"),
    )
    query = select(by.label("name"), _u.currency, *sums).where(*_here(unit)).group_by(by, _u.currency)
    ordered = query.order_by(last.desc()).limit(newest) if newest else query.order_by(micros.desc())
    return tuple(_row(row) for row in await unit.all(ordered))


def _row(row: Row[Any]) -> Spent:
    return Spent(
        name=str(row.name or ""),
        calls=int(row.calls),
        tokens_in=int(row.tokens_in),
        tokens_out=int(row.tokens_out),
        cost_micros=int(row.micros),
        currency=str(row.currency),
    )


def _here(unit: Unit) -> tuple[ColumnElement[bool], ...]:
    scope = unit.scope
    here = [_u.org_id == scope.org]
    here += [_u.client_id == scope.client] if scope.client else []
    here += [_u.campaign_id == scope.campaign] if scope.campaign else []
    return tuple(here)


def month_of(moment: datetime) -> str:
    return f"{moment:%Y-%m}"


async def spent(unit: Unit) -> dict[str, int]:
    """Millionths spent in the rows in reach, by currency."""
    total = select(_u.currency, func.sum(_u.cost_micros).label("micros")).where(_u.org_id == unit.scope.org)
    return {row.currency: int(row.micros) for row in await unit.all(total.group_by(_u.currency))}
