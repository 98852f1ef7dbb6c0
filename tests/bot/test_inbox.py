"""The durable inbox keeps its contract with each engine, and on each database."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from adapters.engine.dbos import Dbos
from adapters.engine.inline import Inline
from bot.delivery.engine import Engine
from memory.db import Database
from tests.contracts.desk import Desk
from tests.contracts.desk import desk as at_desk
from tests.contracts.inbox import LIMITS, InboxContract
from tests.memory.conftest import db, postgres, url
from tests.memory.server import Server
from tests.memory.upgraded import upgraded_database, upgraded_file

__all__ = ["db", "postgres", "url"]


def at(database: Database, engine: Engine) -> AbstractAsyncContextManager[Desk]:
    return at_desk(database, engine, LIMITS)


class TestInline(InboxContract):
    """On both databases."""

    @pytest.fixture
    async def desk(self, db: Database) -> AsyncIterator[Desk]:  # pyright: ignore[reportIncompatibleMethodOverride]
        async with at(db, Inline()) as made:
            yield made


class TestDbosOnSqlite(InboxContract):
    @pytest.fixture
    async def desk(self, tmp_path: Path) -> AsyncIterator[Desk]:  # pyright: ignore[reportIncompatibleMethodOverride]
        address = await upgraded_file(tmp_path / "stratum.db")
        engine = f"sqlite:///{tmp_path / 'engine.db'}"
        async with await Database.open(address) as database, at(database, Dbos(engine, database)) as made:
            yield made


class TestDbosOnPostgres(InboxContract):
    @pytest.fixture
    async def desk(self, postgres: Server) -> AsyncIterator[Desk]:  # pyright: ignore[reportIncompatibleMethodOverride]
        async with upgraded_database(postgres) as (owner, login):
            direct = owner.set(drivername="postgresql").render_as_string(hide_password=False)
            address = login.render_as_string(hide_password=False)
            async with await Database.open(address) as database, at(database, Dbos(direct, database)) as made:
                yield made
