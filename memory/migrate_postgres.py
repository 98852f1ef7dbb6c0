"""Brings a PostgreSQL database to this code's revision, as its owner: tables, policies, rights."""

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from memory.migrate import check_known, upgrade
from memory.policy_postgres import statements
from memory.seal import seal_key

_LOCK = text("select pg_advisory_xact_lock(hashtext('stratum upgrade'))")
_REVISION = text("select version_num from alembic_version")
_EXISTS = text("select to_regclass('alembic_version') is not null")
_ROLE = text("select count(*) from pg_roles where rolname = :name")
_MAKE_ROLE = text(
    "select format('create role %I login noinherit password %L', cast(:name as text), cast(:word as text))"
)
_QUOTED = text("select quote_ident(:name)")
_HERE = text("select quote_ident(current_schema()), quote_ident(current_database())")
_KEEP_KEY = text(
    "insert into stratum_seals (role, key) values (:role, :key)"
    " on conflict (role) do update set key = excluded.key"
)


async def bring_postgres_up(owner: URL, login: URL) -> None:
    """Runs the missing revisions in one transaction and makes all policies again, as the code has them.

    The login role is made with its URL's password where it does not exist. Processes wait for each other.
    """
    engine = create_async_engine(owner)
    try:
        async with engine.begin() as connection:
            await connection.execute(_LOCK)
            check_known(await postgres_revision(connection), owner.render_as_string(hide_password=True))
            await connection.run_sync(upgrade)
            role = await _login_role(connection, login)
            schema, database = (await connection.execute(_HERE)).one()
            for statement in statements(schema, database, role):
                await connection.exec_driver_sql(statement)
            key = {"role": login.username, "key": seal_key(login.password or "")}
            await connection.execute(_KEEP_KEY, key)
    finally:
        await engine.dispose()


async def postgres_revision(connection: AsyncConnection) -> str | None:
    """The revision of a PostgreSQL database; None where there is nothing in it yet."""
    upgraded = await connection.scalar(_EXISTS)
    return await connection.scalar(_REVISION) if upgraded else None


async def _login_role(connection: AsyncConnection, login: URL) -> str:
    """The login role's name, quoted."""
    if not await connection.scalar(_ROLE, {"name": login.username}):
        words = {"name": login.username, "word": login.password}
        await connection.exec_driver_sql(str(await connection.scalar(_MAKE_ROLE, words)))
    return str(await connection.scalar(_QUOTED, {"name": login.username}))
