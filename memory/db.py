"""The database: units of work, opened with an access for reading or for writing and never re-scoped."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol, Self

from sqlalchemy import (
    URL,
    CursorResult,
    Delete,
    Executable,
    Row,
    Table,
    Update,
    func,
    insert,
    literal,
    make_url,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection

from config.errors import StratumError
from memory import revisions
from memory.access import Access, Reach, SessionValues
from memory.errors import NotYours
from memory.pouring import pour
from memory.search import Found, Request
from memory.tables.base import utc_now
from memory.types import Actor, Scope

Clock = Callable[[], datetime]


class Engine(Protocol):
    """One kind of database: connections whose session values its own row-level security reads."""

    async def connect(self, values: SessionValues, *, writing: bool) -> AsyncConnection: ...

    async def enter(self, connection: AsyncConnection, values: SessionValues) -> None: ...

    def written(self, connection: AsyncConnection) -> None:
        """Told when a transaction that wrote is saved: the next one may write."""
        ...

    async def close(self, connection: AsyncConnection) -> None: ...

    async def find(self, connection: AsyncConnection, asked: Request) -> Found: ...

    async def dispose(self) -> None: ...

    def failure(self, error: Exception) -> StratumError | None: ...


class Session:
    """Statements in one transaction, under the session values that it was opened with."""

    def __init__(self, connection: AsyncConnection, engine: Engine, clock: Clock) -> None:
        self._connection = connection
        self._engine = engine
        self._clock = clock

    def now(self) -> datetime:
        return self._clock()

    async def all(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """`values`: what a statement that is made once is given this time."""
        return (await self._connection.execute(statement, values)).all()

    async def first(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Row[Any] | None:
        return (await self._connection.execute(statement, values)).first()

    async def scalar(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
        return (await self._connection.execute(statement, values)).scalar()


class Unit(Session):
    """A unit of work that reads, as one actor at one scope."""

    def __init__(self, connection: AsyncConnection, engine: Engine, clock: Clock, access: Access) -> None:
        super().__init__(connection, engine, clock)
        self._access = access

    @property
    def scope(self) -> Scope:
        return self._access.scope

    @property
    def actor(self) -> Actor:
        return self._access.actor

    @property
    def reach(self) -> Reach:
        """What the unit may read."""
        return self._access.reaches["read"]

    async def find(self, asked: Request) -> Found:
        """Candidates within the unit's reach, out of what was saved before this unit began."""
        return await self._engine.find(self._connection, asked)


class Keeping(Session):
    """Statements that also write; all of it is saved at the end, or nothing."""

    async def run(self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> None:
        """Runs a statement. Raises NotYours where it would change only what is seen but not written here."""
        done = await self._connection.execute(statement, rows)
        if isinstance(statement, Update | Delete) and not rows and await self._skipped(statement, done):
            raise NotYours()

    async def _skipped(self, statement: Update | Delete, done: CursorResult[Any]) -> bool:
        """Whether PostgreSQL has passed over all rows that were meant, without a word; SQLite's guard says so."""
        if not self._connection.dialect.supports_sane_rowcount or done.rowcount:
            return False
        meant = select(literal(1)).select_from(statement.table).limit(1)
        where = statement.whereclause
        return bool(await self.scalar(meant if where is None else meant.where(where)))

    async def unless_taken(self, statement: Executable) -> bool:
        """Runs an insert; False where its unique key is taken, perhaps by a row that may not be seen.

        A statement that fails is undone by itself on SQLite; on PostgreSQL all of its transaction would be.
        """
        undone_alone = self._connection.dialect.name == "sqlite"
        nested = None if undone_alone else await self._connection.begin_nested()
        try:
            await self._connection.execute(statement)
        except IntegrityError as error:
            if nested:
                await nested.rollback()
            if "unique" not in str(error.orig).lower():
                raise
            return False
        if nested:
            await nested.commit()
        return True

    async def pour(self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Inserts very many rows; their values stand in the order of `columns`, of which none has a default."""
        await pour(self._connection, table, columns, rows)

    async def lock(self, name: str) -> bool:
        """Whether this session alone is in here, until it ends; on SQLite one that writes always is."""
        if self._connection.dialect.name == "sqlite":
            return True
        return bool(await self.scalar(select(func.pg_try_advisory_xact_lock(func.hashtext(name)))))


class Writing(Unit, Keeping):
    """A unit of work that may also write."""

    _concerned = False

    def may_write(self, scope: Scope) -> bool:
        """Whether the rows of a level may be changed in this unit."""
        return self._access.reaches["write"].covers(scope)

    async def run(self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> None:
        self._concerned |= revisions.concerns(statement)
        await super().run(statement, rows)

    async def pour(self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        self._concerned |= revisions.concerns(insert(table))
        await super().pour(table, columns, rows)

    async def unless_taken(self, statement: Executable) -> bool:
        new = await super().unless_taken(statement)
        self._concerned |= new and revisions.concerns(statement)
        return new

    async def renew_stamps(self) -> None:
        """Tells all processes that what they have read of these levels is old; the last act of a unit."""
        for scope in revisions.written(self._access) if self._concerned else ():
            known = await self.first(revisions.of(scope))
            if known or not await self.unless_taken(revisions.first_stamp(scope)):
                await self.run(revisions.next_stamp(scope))


class Database:
    """An open database and its small pool of connections."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        pool_size: int = 4,
        busy_seconds: float = 30.0,
        clock: Clock = utc_now,
        first: bool = False,
    ) -> "Database":
        """Opens the database; an embedded one is made or upgraded first.

        Where several of one process wait to write to one file, those of a `first` one are let in before others.

        Raises a StorageFailed that says what is wrong and how to mend it.
        """
        address = make_url(url)
        embedded = address.get_backend_name() == "sqlite"
        if embedded:
            return cls(await _embedded(address, pool_size, busy_seconds, first), clock)
        return cls(await _served(address, pool_size, busy_seconds), clock)

    @property
    def engine(self) -> Engine:
        """What the attacks on the tenants' walls need; the stores never touch it."""
        return self._engine

    async def close(self) -> None:
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def now(self) -> datetime:
        return self._clock()

    @asynccontextmanager
    async def reading(self, access: Access) -> AsyncGenerator[Unit]:
        """A unit that sees one consistent state and can write nothing."""
        async with self._transaction(access.values(writing=False), writing=False) as connection:
            yield Unit(connection, self._engine, self._clock, access)

    @asynccontextmanager
    async def writing(self, access: Access) -> AsyncGenerator[Writing]:
        """A unit that is saved when its block ends well, and undone when it raises."""
        async with self._transaction(access.values(writing=True), writing=True) as connection:
            unit = Writing(connection, self._engine, self._clock, access)
            yield unit
            await unit.renew_stamps()

    @asynccontextmanager
    async def looking_up(self, values: SessionValues) -> AsyncGenerator[Session]:
        """A session before any scope is known; only `memory.store.entrance` opens one, with an exact key."""
        async with self._transaction(values, writing=False) as connection:
            yield Session(connection, self._engine, self._clock)

    @asynccontextmanager
    async def keeping(self, values: SessionValues) -> AsyncGenerator[Keeping]:
        """A session that writes rows which belong to no scope (yet), by their exact key or as the operator."""
        async with self._transaction({**values, "writing": "1"}, writing=True) as connection:
            yield Keeping(connection, self._engine, self._clock)

    @asynccontextmanager
    async def _transaction(self, values: SessionValues, *, writing: bool) -> AsyncGenerator[AsyncConnection]:
        try:
            connection = await self._engine.connect(values, writing=writing)
            try:
                yield connection
                await connection.commit()
                self._engine.written(connection)
            finally:
                await asyncio.shield(self._engine.close(connection))
        except (DBAPIError, OSError, NoConnection) as error:
            told = self._engine.failure(error)
            if told is None:
                raise
            raise told from error


async def _embedded(url: URL, pool_size: int, busy_seconds: float, first: bool) -> Engine:
    from memory.engine_sqlite import SqliteEngine  # noqa: PLC0415 - only the engine in use is imported
    from memory.migrate import bring_sqlite_up  # noqa: PLC0415

    await bring_sqlite_up(url)
    return SqliteEngine(url, pool_size, busy_seconds, first=first)


async def _served(url: URL, pool_size: int, busy_seconds: float) -> Engine:
    from memory.engine_postgres import PostgresEngine  # noqa: PLC0415

    engine = PostgresEngine(url, pool_size, busy_seconds)
    try:
        await engine.check()
    except (DBAPIError, OSError) as error:
        await engine.dispose()
        told = engine.failure(error)
        if told is None:
            raise
        raise told from error
    except StratumError:
        await engine.dispose()
        raise
    return engine
