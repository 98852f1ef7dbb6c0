"""SQLite's connections with one trip to their thread for a statement, where the stock adapter takes four."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.engine import Dialect

_Work = Callable[[sqlite3.Cursor], object]


def one_trip(engine: Engine) -> None:
    """Has all connections of the engine run, fetch and close within one trip."""
    event.listen(engine, "do_connect", _connected)


def _connected(dialect: Dialect, _record: object, args: tuple[Any, ...], named: dict[str, Any]) -> "_Adapted":
    stock: Any = dialect.connect(*args, **named)
    return _Adapted(dialect.loaded_dbapi, stock.driver_connection)


def begins_with_the_next(connection: Connection, begin: str) -> None:
    """Has a transaction begin on the trip of its first statement; one without statements never does."""
    adapted = connection.connection.dbapi_connection
    if not isinstance(adapted, _Adapted):
        raise TypeError(f"a connection that makes trips of its own: {adapted!r}")
    adapted.begin = begin


class _Results:
    """What a statement has brought: the part of a cursor that the adapter asks for."""

    def __init__(self, adapted: "_Adapted", connection: Any) -> None:
        self._adapted = adapted
        self._connection = connection
        """aiosqlite's. What it offers to others runs a statement without saying what it has brought."""
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def execute(self, operation: str, parameters: Any = ()) -> None:
        await self._trip(lambda cursor: cursor.execute(operation, parameters))

    async def executemany(self, operation: str, rows: Sequence[Any]) -> None:
        await self._trip(lambda cursor: cursor.executemany(operation, rows))

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """The trip has closed the cursor."""

    async def _trip(self, work: _Work) -> None:
        await self._connection._execute(self._bring, work)  # noqa: SLF001 - as SQLAlchemy's own adapter does

    def _bring(self, work: _Work) -> None:
        """In the connection's thread."""
        cursor = self._connection._conn.cursor()  # noqa: SLF001 - as SQLAlchemy's own adapter does
        try:
            if begin := self._adapted.begun():
                cursor.execute(begin)
            work(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return _Results(cast("_Adapted", self._adapt_connection), connection)

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor


class _Adapted(AsyncAdapt_aiosqlite_connection):
    __slots__ = ("begin",)
    _cursor_cls = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.begin = ""
        """How the transaction begins that has no statement yet."""

    def begun(self) -> str:
        begin, self.begin = self.begin, ""
        return begin

    def commit(self) -> None:
        if not self.begun():
            super().commit()

    def rollback(self) -> None:
        """No trip where nothing has begun: the pool rolls back whatever comes home.

        Where a statement was cancelled nobody knows how far its thread has come: SQLAlchemy ends such a connection.
        """
        raw: sqlite3.Connection | None = self._connection._connection
        if not self.begun() and raw is not None and raw.in_transaction:
            super().rollback()
