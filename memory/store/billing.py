"""How a client is billed: terms at each level, the nearest of which hold."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from memory.db import Unit, Writing
from memory.errors import NotYours
from memory.hashing import content_hash
from memory.ids import new_id
from memory.reports import Billing, Terms
from memory.store import audit, rows
from memory.tables.reports import billing_terms

_c = billing_terms.c


async def in_force(unit: Unit) -> Billing | None:
    """The terms of the unit's scope or, where it has none, of the nearest scope above it."""
    levels = [scope.level for scope in unit.scope.chain]
    found = await unit.all(select(billing_terms).where(_c.org_id == unit.scope.org, _c.level.in_(levels)))
    nearest = min(found, key=lambda row: levels.index(row.level), default=None)
    return _billing(nearest) if nearest else None


async def put(unit: Writing, terms: Terms) -> Billing:
    """Sets the terms of the unit's scope. Raises NotYours."""
    scope, told = unit.scope, terms.as_json()
    values: dict[str, Any] = {
        **told,
        "content_hash": content_hash(told),
        "updated_by": unit.actor.name,
        "updated_at": unit.now(),
    }
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    mine = _c.org_id == scope.org, _c.level == scope.level
    if not await unit.unless_taken(insert(billing_terms).values(**place, **values, id=new_id())):
        await unit.run(update(billing_terms).where(*mine).values(values))
    row = await unit.first(select(billing_terms).where(*mine))
    if row is None or row.content_hash != values["content_hash"]:
        raise NotYours()
    await audit.append(unit, "report.terms", row.id, told)
    return _billing(row)


async def drop(unit: Writing) -> bool:
    """False where the unit's own scope has none. Raises NotYours."""
    mine = _c.org_id == unit.scope.org, _c.level == unit.scope.level
    row = await unit.first(select(_c.id).where(*mine))
    if row is None:
        return False
    await unit.run(delete(billing_terms).where(*mine))
    if await unit.first(select(_c.id).where(*mine)):
        raise NotYours()
    await audit.append(unit, "report.terms.drop", row.id)
    return True


def _billing(row: Row[Any]) -> Billing:
    terms = Terms(row.markup, row.vat, row.reported, row.markups or {})
    return Billing(row.id, rows.scope(row), terms, row.content_hash)
