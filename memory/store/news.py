"""What has happened at a scope and below it since a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, func, select

from memory.db import Unit
from memory.insight import Insight
from memory.store import insights
from memory.tables.conversation import messages
from memory.tables.insights import ai_insights
from memory.types import MessageKind

_i, _m = ai_insights.c, messages.c


@dataclass(frozen=True, slots=True)
class Learnt:
    """What holds now and did not before, what no longer holds, and what waits for a member's confirmation."""

    added: tuple[Insight, ...]
    replaced: tuple[Insight, ...]
    pending: tuple[Insight, ...]


async def learnt(unit: Unit, since: datetime, until: datetime) -> Learnt:
    """By when it was learnt, however long before that it was said."""
    new = select(_i.id, _i.status).where(
        here(unit, ai_insights), _i.created_at > since, _i.created_at <= until
    )
    status = {row.id: row.status for row in await unit.all(new)}
    active = [key for key, state in status.items() if state == "active"]
    replaced = select(_i.id).where(
        here(unit, ai_insights), _i.superseded_at.is_not(None), _i.superseded_by.in_(list(status))
    )
    return Learnt(
        await insights.named(unit, active),
        await insights.named(unit, [row.id for row in await unit.all(replaced)]),
        await insights.named(unit, [key for key, state in status.items() if state == "pending"]),
    )


async def last_words(unit: Unit) -> Mapping[MessageKind, datetime]:
    """When something of each kind last came in here."""
    query = select(_m.kind, func.max(_m.created_at).label("last"))
    found = await unit.all(query.where(here(unit, messages), _m.kind != "reply").group_by(_m.kind))
    return {row.kind: row.last for row in found}


def here(unit: Unit, table: Table) -> ColumnElement[bool]:
    """The rows of the unit's scope and of what is below it; not what is above, which others share."""
    c, scope = table.c, unit.scope
    if scope.campaign:
        return (c.org_id == scope.org) & (c.campaign_id == scope.campaign)
    if scope.client:
        return (c.org_id == scope.org) & (c.client_id == scope.client)
    return c.org_id == scope.org
