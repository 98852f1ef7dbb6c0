"""What was heard in the channels of a scope and is not done yet: it goes with the scope."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.erasure_plan import Tables, belongs
from memory.types import Scope


async def unhear(connection: AsyncConnection, tables: Tables, scope: Scope) -> int:
    """Drops what waits or runs of the scope's channels, of a whole organisation also of its people's accounts.

    The keys stay, so that a platform that delivers the same again is not heard anew. To be called before
    the bindings are gone. Gives how many events were dropped.
    """
    channels = await _keys(connection, tables, scope, "channel_bindings", "channel")
    whole = scope.client is None and scope.campaign is None
    accounts = frozenset[tuple[str, str]]()
    if whole:
        accounts = await _keys(connection, tables, scope, "accounts", "account")
    bodies, events, steps = tables["inbound_bodies"], tables["inbound_events"], tables["turn_steps"]
    gone = [
        row.event_id
        for row in await connection.execute(select(bodies.c.event_id, bodies.c.body))
        if (row.body["platform"], row.body["channel"]) in channels
        or (row.body["platform"], row.body["account"]) in accounts
    ]
    await connection.execute(delete(bodies).where(bodies.c.event_id.in_(gone)))
    await connection.execute(update(steps).where(steps.c.event_id.in_(gone)).values(value={}, said=""))
    await connection.execute(update(events).where(events.c.id.in_(gone)).values(state="done", owner=""))
    return len(gone)


async def _keys(
    connection: AsyncConnection, tables: Tables, scope: Scope, table: str, column: str
) -> frozenset[tuple[str, str]]:
    rows = belongs(tables, table, scope)
    if rows is None:
        return frozenset()
    c = tables[table].c
    found = await connection.execute(select(c.platform, c[column]).where(rows))
    return frozenset((row[0], row[1]) for row in found)
