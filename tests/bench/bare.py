# ruff: noqa: S608 - the SQL is made of names from the tables
"""The same databases without their policies: what isolation costs is the difference."""

import sqlite3
from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.access import SessionValues
from memory.db import Database, Engine
from memory.engine_postgres import PostgresEngine
from memory.engine_sqlite import SqliteEngine
from memory.guard_sqlite import GuardedConnection
from memory.policy import POLICIES
from memory.search_sqlite import ENTRIES
from memory.tables.base import physical, utc_now
from memory.tables.whole import metadata

_POOL = 4
_BUSY_SECONDS = 30.0


class BareConnection(GuardedConnection):
    """Every table under its plain name, all rows of it, and no authorizer."""

    def guard(self) -> None:
        for name in POLICIES:
            columns = ", ".join(column.name for column in metadata.tables[name].columns)
            self._make(f"create temp view {name} as select {columns} from main.{physical(name, 'sqlite')}")
        self._make(f"create temp view {self._names.numbered} as select rowid as r, * from main.rls_{ENTRIES}")
        self.create_function("session", 1, self._session_value, deterministic=True)
        self.create_function("searched", 1, self._searched)

    def _make(self, view: str) -> None:
        sqlite3.Connection.execute(self, view)

    def cursor(self, factory: Any = sqlite3.Cursor) -> Any:
        return sqlite3.Connection.cursor(self, factory)


class BarePostgres(PostgresEngine):
    """Logged in as the superuser, whom no policy binds."""

    async def announce(self, connection: AsyncConnection, values: SessionValues) -> None:
        """Nobody asks who it is."""


def bare(url: URL) -> Database:
    """The database at this address, open to everybody."""
    engine: Engine
    if url.get_backend_name() == "sqlite":
        engine = SqliteEngine(url, _POOL, _BUSY_SECONDS, BareConnection)
    else:
        engine = BarePostgres(url, _POOL, _BUSY_SECONDS)
    return Database(engine, utc_now)
