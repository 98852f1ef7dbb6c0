"""Which outputs and replies an insight went into."""

from collections.abc import Iterable

from sqlalchemy import insert

from memory.db import Writing
from memory.insight import UsedIn
from memory.tables.insights import insight_uses


async def used(unit: Writing, insights: Iterable[str], used_in: UsedIn, ref: str) -> None:
    """Notes at the unit's scope that an output or a reply rests on these insights, once for each."""
    scope = unit.scope
    level = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    for insight in dict.fromkeys(insights):
        row = {"insight_id": insight, "used_in": used_in, "ref": ref, "used_at": unit.now()}
        await unit.unless_taken(insert(insight_uses).values(**level, **row))
