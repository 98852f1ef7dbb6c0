"""SQLite as the embedded database: guarded connections, units that begin as readers or writers."""

import json
import sqlite3
from datetime import UTC
from pathlib import Path

from sqlalchemy import URL, Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from config.errors import StratumError
from memory.access import SessionValues
from memory.errors import (
    CorruptDatabase,
    DatabaseBusy,
    DiskFull,
    NotAllowed,
    NotYours,
    ReadOnlyHome,
    StorageFailed,
)
from memory.guard_sqlite import GuardedConnection
from memory.hashing import canonical
from memory.search import NOTHING, Found, Request, found
from memory.trips_sqlite import begins_with_the_next, one_trip
from memory.turnstile import turnstile

_SEARCHED = text("select searched(:asked)")
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"
"""How moments are stored."""
WRITING = "stratum_writing"
_REFUSALS = ("not authorized", "prohibited", "vtable constructor failed")
"""What SQLite says where the authorizer says no; the last one of a table that FTS5 may not open."""

_FAILURES: dict[int, type[StorageFailed]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: ReadOnlyHome,
    sqlite3.SQLITE_CANTOPEN: ReadOnlyHome,
    sqlite3.SQLITE_CORRUPT: CorruptDatabase,
    sqlite3.SQLITE_NOTADB: CorruptDatabase,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_IOERR: StorageFailed,
}


class SqliteEngine:
    """The embedded database."""

    def __init__(
        self,
        url: URL,
        pool_size: int,
        busy_seconds: float,
        factory: type[GuardedConnection] = GuardedConnection,
        *,
        first: bool = False,
    ) -> None:
        self.url = url
        self._first = first
        self._turnstile = turnstile(str(url.database))
        self._inside: set[int] = set()
        arguments = {"factory": factory, "isolation_level": None, "timeout": busy_seconds}
        self.engine: AsyncEngine = create_async_engine(
            url,
            connect_args=arguments,
            json_serializer=canonical,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=busy_seconds,
            skip_autocommit_rollback=False,
        )
        one_trip(self.engine.sync_engine)
        dialect = self.engine.sync_engine.dialect
        dialect.supports_sane_rowcount = dialect.supports_sane_multi_rowcount = False
        event.listen(self.engine.sync_engine, "begin", _begin)

    async def connect(self, values: SessionValues, *, writing: bool) -> AsyncConnection:
        """A connection in a transaction of its own, with these session values until it is closed."""
        connection = await self.engine.connect()
        try:
            await connection.execution_options(**{WRITING: writing})
            await self.enter(connection, values)
            if writing:
                await self._turnstile.enter(first=self._first)
                self._inside.add(id(connection))
            await connection.begin()
        except BaseException:
            await self.close(connection)
            raise
        return connection

    async def enter(self, connection: AsyncConnection, values: SessionValues) -> None:
        """Gives a connection its session values."""
        (await _guarded(connection)).session = values

    def written(self, connection: AsyncConnection) -> None:
        """Lets the next writer in; a second call says nothing new."""
        if id(connection) in self._inside:
            self._inside.discard(id(connection))
            self._turnstile.leave()

    async def close(self, connection: AsyncConnection) -> None:
        """Ends the session before the connection goes back to the pool."""
        try:
            if not connection.closed and not connection.invalidated:
                (await _guarded(connection)).session = {}
            await connection.close()
        finally:
            self.written(connection)

    async def find(self, connection: AsyncConnection, asked: Request) -> Found:
        """The search is a function within the guard, which adds the session's reach by itself."""
        if not asked.terms and not asked.also:
            return NOTHING
        request = json.dumps([asked.terms, asked.at.astimezone(UTC).strftime(_MOMENT), asked.also])
        entries, totals = json.loads(await connection.scalar(_SEARCHED, {"asked": request}) or "[[],[]]")
        return found(entries, totals)

    async def dispose(self) -> None:
        await self.engine.dispose()

    def failure(self, error: Exception) -> StratumError | None:
        """What the user should read for a driver's error, or None for one that is ours to mend."""
        return failure(str(self.url.database), error)


def failure(path: str, error: Exception) -> StratumError | None:
    if isinstance(error, NoConnection):
        return DatabaseBusy(url=path, detail=str(error))
    origin = error.orig if isinstance(error, DBAPIError) else error
    text = str(origin)
    if "violates the policy" in text or "because it is a view" in text:
        return NotYours(detail=text)
    if any(refusal in text for refusal in _REFUSALS):
        return NotAllowed(detail=text)
    code = getattr(origin, "sqlite_errorcode", None)
    kind = _FAILURES.get(code & 0xFF) if isinstance(code, int) else None
    return kind(url=path, detail=text) if kind else None


def check_folder(url: URL) -> None:
    """Makes the folder of the database. Raises ReadOnlyHome where that cannot be done."""
    path = Path(url.database or "")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ReadOnlyHome(url=str(path.parent), detail=error.strerror or str(error)) from error


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    begins_with_the_next(connection, "BEGIN IMMEDIATE" if writing else "BEGIN")


async def _guarded(connection: AsyncConnection) -> GuardedConnection:
    raw = await connection.get_raw_connection()
    guarded: object = getattr(raw.driver_connection, "_conn", None)
    if not isinstance(guarded, GuardedConnection):
        raise TypeError(f"a connection without its guard: {guarded!r}")
    return guarded
