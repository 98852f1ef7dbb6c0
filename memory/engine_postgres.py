"""PostgreSQL beyond one machine: a login role bound by row-level security, a scope for each transaction."""

import re
from typing import Any, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy import URL, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from config.errors import StratumError
from memory.access import SessionValues
from memory.errors import DatabaseBusy, DiskFull, NotAllowed, NotUpgraded, NotYours, StorageFailed, UnsafeRole
from memory.hashing import canonical
from memory.migrate import check_known
from memory.migrations import HEAD
from memory.seal import seal, seal_key
from memory.search import Found, Request
from memory.search_postgres import find

_FAILURES: dict[str, type[StorageFailed]] = {
    "53100": DiskFull,
    "40001": DatabaseBusy,
    "40P01": DatabaseBusy,
    "55P03": DatabaseBusy,
    "53300": DatabaseBusy,
}
_UNPREPARED = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": str,
}
"""No named statements: behind a pooler of transactions the next one is on another connection."""
_ENTER = select(
    func.set_config("stratum.session", bindparam("said"), True),
    func.set_config("stratum.seal", bindparam("seal"), True),
)
"""Settings that end with the transaction."""
_ANNOUNCED = (
    "select set_config('stratum.session', convert_from(decode('{said}', 'hex'), 'utf8'), true),"
    " set_config('stratum.seal', '{seal}', true);"
)
"""The same in one text. As hexadecimal digits nothing that is said can be taken for SQL."""
_MOST_PADDING = 16_384
"""Bytes; a server that shows more of a query is told the values as parameters, in a trip of their own."""
_PLAN = "explain"
_BLOCK = re.compile(r"do(?<!\wdo)\b(?!\s+(?:nothing|update)\b)")
"""A plan tells how many rows the policies have held back, and `DO` runs what nobody has read."""
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_WHO = text(
    """
    select r.rolname as role, r.rolsuper as superuser, r.rolbypassrls as bypass,
           exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relkind = 'r' and n.nspname = current_schema()
                     and pg_has_role(current_user, c.relowner, 'member')) as owner,
           to_regclass('alembic_version') is not null as upgraded,
           pg_size_bytes(current_setting('track_activity_query_size')) as shown
    from pg_roles r where r.rolname = current_user
    """
)


class Announcing(asyncpg.Connection):
    """A connection whose transactions begin with their session values, in the same message to the server."""

    announced = ""
    """What is said behind the next `BEGIN`."""

    async def prepare(self, query: str, **options: Any) -> Any:
        _refuse_telling(query)
        return await cast("Any", super()).prepare(query, **options)

    async def executemany(self, command: str, args: Any, **options: Any) -> None:
        _refuse_telling(command)
        await cast("Any", super()).executemany(command, args, **options)

    async def execute(self, query: str, *args: Any, **options: Any) -> str:
        _refuse_telling(query)
        if self.announced and query.startswith("BEGIN"):
            query, self.announced = f"{query} {self.announced}", ""
        return await cast("Any", super()).execute(query, *args, **options)


def _refuse_telling(query: str) -> None:
    said = query.lower()
    if _PLAN in said or _BLOCK.search(said):
        raise asyncpg.InsufficientPrivilegeError("not authorized")


class PostgresEngine:
    """A PostgreSQL database, reached directly or through a pooler of transactions."""

    def __init__(self, url: URL, pool_size: int, busy_seconds: float) -> None:
        self.url = url
        self._key = seal_key(url.password or "")
        self._shown_bytes = _MOST_PADDING + 1
        """How much of a session's query others of its role may read in `pg_stat_activity`."""
        self.engine: AsyncEngine = create_async_engine(
            url,
            connect_args=_UNPREPARED | {"connection_class": Announcing},
            json_serializer=canonical,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=busy_seconds,
        )

    async def check(self) -> None:
        """Raises UnsafeRole for a role that the policies do not bind, NotUpgraded, DatabaseTooNew."""
        async with self.engine.connect() as connection:
            who = (await connection.execute(_WHO)).one()
            self._shown_bytes = int(who.shown)
            revision = None
            if who.upgraded:
                revision = await connection.scalar(text("select version_num from alembic_version"))
        faults = [name for name in ("superuser", "bypass", "owner") if getattr(who, name)]
        if faults:
            raise UnsafeRole(url=self._shown, role=who.role, detail=", ".join(faults))
        check_known(revision, self._shown)
        if revision != HEAD or not await self._seal_holds():
            raise NotUpgraded(url=self._shown, found=revision, known=HEAD)

    async def connect(self, values: SessionValues, *, writing: bool) -> AsyncConnection:
        """A connection in a transaction of its own, with these session values until it ends."""
        connection = await self.engine.connect()
        try:
            if not writing:
                await connection.execution_options(**_READING)
            await self.announce(connection, values)
        except BaseException:
            await self.close(connection)
            raise
        return connection

    async def announce(self, connection: AsyncConnection, values: SessionValues) -> None:
        """Has the connection's next transaction begin with these session values, for one trip in place of three.

        Whoever reads a sealed text could use it: it stands behind all that the server shows of a running query.
        """
        if self._shown_bytes > _MOST_PADDING:
            await self.enter(connection, values)
            return
        said = canonical(dict(values))
        told = _ANNOUNCED.format(said=said.encode().hex(), seal=seal(self._key, said))
        (await _announcing(connection)).announced = " " * self._shown_bytes + told

    async def enter(self, connection: AsyncConnection, values: SessionValues) -> None:
        """Gives a connection its session values, until its transaction ends."""
        said = canonical(dict(values))
        await connection.execute(_ENTER, {"said": said, "seal": seal(self._key, said)})

    def written(self, connection: AsyncConnection) -> None:
        """Rows are locked here, not the whole: nobody waits for it."""

    async def close(self, connection: AsyncConnection) -> None:
        """What was announced and never begun is nobody else's."""
        if not connection.closed and not connection.invalidated:
            (await _announcing(connection)).announced = ""
        await connection.close()

    async def find(self, connection: AsyncConnection, asked: Request) -> Found:
        return await find(connection, asked)

    async def dispose(self) -> None:
        await self.engine.dispose()

    def failure(self, error: Exception) -> StratumError | None:
        """What the user should read for a driver's error, or None for one that is ours to mend."""
        if isinstance(error, NoConnection):
            return DatabaseBusy(url=self._shown, detail=str(error))
        origin = error.orig if isinstance(error, DBAPIError) else error
        state, words = str(getattr(origin, "sqlstate", "") or ""), str(origin)
        if state == "42501":
            return NotYours() if "row-level security" in words else NotAllowed()
        if state == "25006":
            return NotYours()
        if state in _FAILURES:
            return _FAILURES[state](url=self._shown, detail=words)
        lost = isinstance(error, OSError) or state[:2] in ("08", "28", "3D", "57")
        return StorageFailed(url=self._shown, detail=words) if lost else None

    async def _seal_holds(self) -> bool:
        """Whether the database knows the key; it does not when the password changed after the upgrade."""
        connection = await self.connect({"org": "seal"}, writing=False)
        try:
            return await connection.scalar(text("select stratum_session() ->> 'org'")) == "seal"
        finally:
            await self.close(connection)

    @property
    def _shown(self) -> str:
        return self.url.render_as_string(hide_password=True)


async def _announcing(connection: AsyncConnection) -> Announcing:
    raw = await connection.get_raw_connection()
    found: object = raw.driver_connection
    if not isinstance(found, Announcing):
        raise TypeError(f"a connection that announces nothing: {found!r}")
    return found
