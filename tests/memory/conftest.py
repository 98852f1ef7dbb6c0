"""Every test that asks for `db` runs on both databases."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from memory.db import Database
from memory.migrate import bring_sqlite_up
from memory.migrate_postgres import bring_postgres_up
from tests.memory import server
from tests.memory.tenants import Tenants, settle


@pytest.fixture(scope="session")
def postgres() -> Iterator[server.Server]:
    with server.running() as running:
        yield running


async def fresh_database(running: server.Server) -> tuple[URL, URL]:
    """A new, empty database with an owner of its own: (owner, login)."""
    name = f"t{uuid4().hex}"
    owner, login = running.owner(name), running.login(name)
    engine = create_async_engine(running.admin, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(
            text(f"create role {owner.username} login createrole password '{server.SECRET}'")
        )
        await connection.execute(text(f"create database {name} owner {owner.username}"))
    await engine.dispose()
    return owner, login


@pytest.fixture(params=["sqlite", "postgres"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, upgraded database."""
    if request.param == "sqlite":
        embedded = f"sqlite+aiosqlite:///{tmp_path / 'stratum.db'}"
        await bring_sqlite_up(make_url(embedded))
        return embedded
    owner, login = await fresh_database(request.getfixturevalue("postgres"))
    await bring_postgres_up(owner, login)
    return login.render_as_string(hide_password=False)


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    async with await Database.open(url) as opened:
        yield opened


@pytest.fixture
async def tenants(db: Database) -> Tenants:
    return await settle(db)
