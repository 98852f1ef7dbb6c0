"""The owner's connection to either database, which row-level security does not bind: for erasing only."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Protocol

from sqlalchemy import URL, Connection, NullPool, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from config.errors import StratumError
from memory.hashing import canonical
from memory.search_sqlite import OPTIMIZE
from memory.tables.whole import metadata

_AGAIN_SECONDS = 0.05
_LOCKED = {"40P01", "55P03", "57014"}
_PATIENCE_MS = 500
"""Below the second after which PostgreSQL looks for deadlocks, of which another might be made the victim."""


class ErasureUnfinished(StratumError):
    """The rows are deleted, but another program keeps {url} busy, so that traces may remain in the file. Close it and run `stratum erase --finish`.

    ko: 자료는 지웠지만 다른 프로그램이 {url}을(를) 사용하고 있어 파일에 흔적이 남았을 수 있습니다. 그 프로그램을 닫고 `stratum erase --finish`를 실행하세요.
    """  # noqa: E501 - users read it in one line


class Owner(Protocol):
    """One kind of database, as its owner."""

    @property
    def dialect(self) -> str: ...

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that every row is open to; undone when its block raises."""
        ...

    async def scrub(self, tables: Iterable[str]) -> None:
        """Takes what was deleted out of the files of these tables as well. Raises ErasureUnfinished."""
        ...


def owner(url: str, busy_seconds: float = 60.0) -> Owner:
    """The owner at this address: the file itself, or the URL of the role that owns the tables."""
    address = make_url(url)
    sqlite = address.get_backend_name() == "sqlite"
    return SqliteOwner(address, busy_seconds) if sqlite else PostgresOwner(address, busy_seconds)


class SqliteOwner:
    """The embedded database without its guard."""

    dialect = "sqlite"

    def __init__(self, url: URL, busy_seconds: float) -> None:
        self._url, self._seconds = url, busy_seconds

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        arguments = {"isolation_level": None, "timeout": self._seconds}
        engine = create_async_engine(
            self._url, connect_args=arguments, json_serializer=canonical, poolclass=NullPool
        )
        event.listen(engine.sync_engine, "connect", _strict)
        event.listen(engine.sync_engine, "begin", _immediately)
        async with engine.begin() as connection:
            yield connection

    async def scrub(self, tables: Iterable[str]) -> None:
        """Writes the full-text index and the file anew.

        The index keeps the words of entries that are gone until its segments are merged, and `secure_delete`
        alone leaves copies where rows moved between pages.
        """
        del tables
        await asyncio.to_thread(_scrub_file, Path(self._url.database or ""), self._seconds)


class PostgresOwner:
    """A PostgreSQL database as the role that owns its tables."""

    dialect = "postgresql"

    def __init__(self, url: URL, busy_seconds: float) -> None:
        self._url, self._seconds = url, busy_seconds

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """Row-level security binds the owner, too, except in here, where nobody else gets in meanwhile."""
        engine = create_async_engine(self._url, json_serializer=canonical, poolclass=NullPool)
        async with engine.connect() as connection:
            await self._unbind(connection)
            yield connection
            await connection.run_sync(_force, "force")
            await connection.commit()

    async def scrub(self, tables: Iterable[str]) -> None:
        """Frees the space of deleted rows, and makes the statistics anew, which hold values of rows."""
        engine = create_async_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            for table in tables:
                await connection.execute(text(f"vacuum (analyze) {table}"))

    async def _unbind(self, connection: AsyncConnection) -> None:
        """Waits until nobody else works, but not so long that PostgreSQL would end one of theirs."""
        until = monotonic() + self._seconds
        while True:
            try:
                await connection.execute(text(f"set local statement_timeout = {_PATIENCE_MS}"))
                await connection.run_sync(_lock)
            except DBAPIError as error:
                await connection.rollback()
                if getattr(error.orig, "sqlstate", "") not in _LOCKED or monotonic() > until:
                    raise
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                await connection.execute(text("set local statement_timeout = 0"))
                await connection.run_sync(_force, "no force")
                return


def _strict(connection: Any, record: object) -> None:
    del record
    for pragma in ("foreign_keys = on", "secure_delete = on"):
        connection.execute(f"pragma {pragma}")


def _immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _lock(connection: Connection) -> None:
    connection.exec_driver_sql(f"lock table {', '.join(sorted(metadata.tables))} in access exclusive mode")


def _force(connection: Connection, force: str) -> None:
    for table in sorted(metadata.tables):
        connection.exec_driver_sql(f"alter table {table} {force} row level security")


def _scrub_file(path: Path, seconds: float) -> None:
    until = monotonic() + seconds
    connection = sqlite3.connect(path, timeout=seconds, isolation_level=None)
    try:
        connection.execute(OPTIMIZE)
        connection.execute("vacuum")
        while connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            if monotonic() > until:
                raise ErasureUnfinished(url=path)
            sleep(_AGAIN_SECONDS)
    except sqlite3.OperationalError as error:
        raise ErasureUnfinished(url=path) from error
    finally:
        connection.close()
