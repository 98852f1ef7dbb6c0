"""What an erasure takes that no foreign key leads to: words in the full-text index, and uses of insights."""

from sqlalchemy import ColumnElement, Integer, delete, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.erasure_plan import Tables
from memory.search_sqlite import DROP, entry_scope


async def unindex(connection: AsyncConnection, tables: Tables, rows: ColumnElement[bool]) -> None:
    """Takes these entries out of SQLite's full-text index, while they still stand in their table."""
    if connection.dialect.name != "sqlite":
        return
    entries = tables["search_entries"]
    c = entries.c
    number = literal_column("rowid", Integer).label("number")
    query = select(number, c.org_id, c.client_id, c.campaign_id, c.terms).select_from(entries).where(rows)
    for row in (await connection.execute(query)).all():
        words = (row.number, entry_scope(row.org_id, row.client_id, row.campaign_id), row.terms)
        await connection.exec_driver_sql(DROP, words)


async def forget_uses(connection: AsyncConnection, tables: Tables, rows: ColumnElement[bool]) -> None:
    """What used these insights, at whatever level, no longer says so."""
    insights, uses = tables["ai_insights"].c, tables["insight_uses"].c
    gone = select(insights.org_id, insights.id).where(rows).subquery()
    here = uses.org_id.in_(select(gone.c.org_id)), uses.insight_id.in_(select(gone.c.id))
    await connection.execute(delete(tables["insight_uses"]).where(*here))
