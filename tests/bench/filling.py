# ruff: noqa: S608 - the SQL is made of names from the tables
"""Rows into a new database in bulk, by its owner, past everything that would check them one by one."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from memory.migrate import bring_sqlite_up
from memory.migrate_postgres import bring_postgres_up
from memory.search_sqlite import ADD, entry_scope
from memory.tables.base import physical
from tests.bench.agencies import Agencies, Size, Table
from tests.memory import server


@dataclass(frozen=True, slots=True)
class Filled:
    """A database with its agencies; `bare` reaches the same one past its policies."""

    size: Size
    login: URL
    bare: URL


async def filled_sqlite(folder: Path, size: Size, *, searched: bool = False) -> Filled:
    """A new file in this folder."""
    url = make_url(f"sqlite+aiosqlite:///{folder / f'{uuid4().hex}.db'}")
    await bring_sqlite_up(url)
    connection = sqlite3.connect(str(url.database), isolation_level=None)
    for pragma in ("synchronous = off", "cache_size = -200000", "foreign_keys = off"):
        connection.execute(f"pragma {pragma}")
    connection.execute("begin")
    for table in Agencies(size, _as_text, searched=searched).tables():
        holes = ", ".join("?" * len(table.columns))
        into = f"insert into {physical(table.name, 'sqlite')} ({', '.join(table.columns)}) values ({holes})"
        connection.executemany(into, table.rows())
    if searched:
        _index(connection)
    connection.execute("commit")
    connection.execute("analyze")
    connection.close()
    return Filled(size, url, url)


@asynccontextmanager
async def filled_postgres(
    running: server.Server, size: Size, *, searched: bool = False
) -> AsyncGenerator[Filled]:
    """A new database of this server."""
    name = f"b{uuid4().hex}"
    owner, login = running.owner(name), running.login(name)
    admin = create_async_engine(running.admin, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        role = f"create role {owner.username} login createrole password '{server.SECRET}'"
        await connection.execute(text(role))
        await connection.execute(text(f"create database {name} owner {owner.username}"))
    await bring_postgres_up(owner, login)
    bare = running.admin.set(database=name)
    await _copy(bare, Agencies(size, lambda moment: moment, searched=searched).tables())
    try:
        yield Filled(size, login, bare)
    finally:
        async with admin.connect() as connection:
            await connection.execute(text(f"drop database {name} with (force)"))
        await admin.dispose()


async def _copy(address: URL, tables: list[Table]) -> None:
    engine = create_async_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.exec_driver_sql("set session_replication_role = replica")
        driver: Any = (await connection.get_raw_connection()).driver_connection
        for table in tables:
            await driver.copy_records_to_table(table.name, records=table.rows(), columns=table.columns)
        await connection.exec_driver_sql("vacuum (analyze)")


def _index(connection: sqlite3.Connection) -> None:
    rows = connection.execute("select rowid, org_id, client_id, campaign_id, terms from rls_search_entries")
    connection.executemany(ADD, ((number, entry_scope(*level), terms) for number, *level, terms in rows))


def _as_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")
