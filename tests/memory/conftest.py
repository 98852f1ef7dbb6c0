"""Every test that asks for `db` runs on both databases."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from memory.db import Database
from tests.memory import server
from tests.memory.tenants import Tenants, settle
from tests.memory.upgraded import upgraded_database, upgraded_file


@pytest.fixture(scope="session")
def postgres() -> Iterator[server.Server]:
    with server.running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a new, upgraded database."""
    if request.param == "sqlite":
        yield await upgraded_file(tmp_path / "stratum.db")
        return
    async with upgraded_database(request.getfixturevalue("postgres")) as (_, login):
        yield login.render_as_string(hide_password=False)


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    async with await Database.open(url) as opened:
        yield opened


@pytest.fixture
async def tenants(db: Database) -> Tenants:
    return await settle(db)
