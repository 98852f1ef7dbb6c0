"""Bringing a database to this version by its address, whichever kind it is."""

import sqlite3

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from memory.errors import NoOwner, StorageFailed
from memory.migrate import bring_sqlite_up
from memory.migrate import revision_of as sqlite_revision_of

SQLITE_VERSION = sqlite3.sqlite_version
SQLITE_FITS = sqlite3.sqlite_version_info >= (3, 35)
"""Whether this Python's SQLite can be the embedded database: 3.35 brought RETURNING."""


async def bring_up(url: str, owner_url: str) -> None:
    """Makes or upgrades the tables; on PostgreSQL as the owner, with login role, policies and grants.

    Raises NoOwner where PostgreSQL's owner is not set, or a StorageFailed.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        await bring_sqlite_up(address)
        return
    from memory.migrate_postgres import bring_postgres_up  # noqa: PLC0415 - only where PostgreSQL is used

    if not owner_url:
        raise NoOwner(url=address.render_as_string(hide_password=True))
    try:
        await bring_postgres_up(make_url(owner_url), address)
    except (DBAPIError, OSError) as error:
        shown = make_url(owner_url).render_as_string(hide_password=True)
        raise StorageFailed(url=shown, detail=str(error).splitlines()[0]) from error


async def revision_of(url: str) -> str | None:
    """The revision of the database; None where there is nothing in it yet. Raises StorageFailed."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return await sqlite_revision_of(url)
    from memory.migrate_postgres import postgres_revision  # noqa: PLC0415

    engine = create_async_engine(address)
    try:
        async with engine.connect() as connection:
            return await postgres_revision(connection)
    except (DBAPIError, OSError) as error:
        shown = address.render_as_string(hide_password=True)
        raise StorageFailed(url=shown, detail=str(error).splitlines()[0]) from error
    finally:
        await engine.dispose()
