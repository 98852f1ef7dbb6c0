"""What model calls cost."""

from dataclasses import asdict

from sqlalchemy import func, insert, select

from memory.db import Unit, Writing
from memory.tables import usage
from memory.types import Usage


async def add(unit: Writing, spent: Usage) -> None:
    """Adds a row at the unit's scope."""
    values = asdict(spent)
    values["message_id"] = values.pop("message")
    scope = unit.scope
    await unit.run(
        insert(usage).values(org_id=scope.org, client_id=scope.client, campaign_id=scope.campaign, **values)
    )


async def spent(unit: Unit) -> dict[str, int]:
    """Millionths spent in the rows in reach, by currency."""
    c = usage.c
    total = select(c.currency, func.sum(c.cost_micros).label("micros")).where(c.org_id == unit.scope.org)
    return {row.currency: int(row.micros) for row in await unit.all(total.group_by(c.currency))}
