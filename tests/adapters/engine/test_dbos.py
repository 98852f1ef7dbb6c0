"""DBOS keeps the contract of all engines, on SQLite and on PostgreSQL; others take up what a dead process left."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from adapters.engine.dbos import Dbos, EngineTaken
from bot.delivery.engine import Engine
from bot.delivery.holding import Pace
from memory.db import Database
from memory.store import leases
from memory.wal import OnlyProcess
from tests.contracts.engine import PATIENCE, EngineContract, until
from tests.memory.conftest import postgres
from tests.memory.server import Server
from tests.memory.upgraded import upgraded_database, upgraded_file

__all__ = ["postgres"]


class TestOnSqlite(EngineContract):
    @pytest.fixture
    async def engine(self, tmp_path: Path) -> AsyncIterator[Engine]:  # pyright: ignore[reportIncompatibleMethodOverride]
        url = await upgraded_file(tmp_path / "stratum.db")
        async with await Database.open(url) as database:
            engine = Dbos(f"sqlite:///{tmp_path / 'engine.db'}", database)
            yield engine
            await engine.aclose()


class TestOnPostgres(EngineContract):
    @pytest.fixture
    async def engine(self, postgres: Server) -> AsyncIterator[Engine]:  # pyright: ignore[reportIncompatibleMethodOverride]
        async with (
            upgraded_database(postgres) as (owner, login),
            await Database.open(login.render_as_string(hide_password=False)) as database,
        ):
            engine = Dbos(direct(owner), database)
            yield engine
            await engine.aclose()


async def test_it_counts_those_of_whom_nobody_has_found_that_they_are_dead(postgres: Server) -> None:
    async with (
        upgraded_database(postgres) as (owner, login),
        await Database.open(login.render_as_string(hide_password=False)) as database,
    ):
        engine = Dbos(direct(owner), database)
        for name in (engine.owner, "another"):
            await leases.beat(database, f"works/{name}", name)
        assert await engine.living() == 2
        await leases.forget(database, "works/another")
        assert await engine.living() == 1


async def test_it_shows_that_it_lives_while_it_still_starts(tmp_path: Path) -> None:
    path = tmp_path / "engine.db"
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("pragma journal_mode = wal")
    held.execute("begin immediate")
    url = await upgraded_file(tmp_path / "stratum.db")
    async with await Database.open(url) as database:
        engine = Dbos(f"sqlite:///{path}", database, pace=Pace(beat=0.01))
        starting = asyncio.create_task(engine.start(_nothing))
        async with asyncio.timeout(PATIENCE):
            while sum(one.beat for one in await leases.every(database, "works/")) < 3:
                assert not starting.done()
        held.execute("rollback")
        held.close()
        await starting
        await engine.aclose()


def at_the_queue() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("queue-worker-turns")]


async def test_its_queues_have_ended_before_the_loop_that_they_hand_work_to(tmp_path: Path) -> None:
    """DBOS itself gives them a second, and closes the loop under one that has just claimed something."""
    url = await upgraded_file(tmp_path / "stratum.db")
    async with await Database.open(url) as database:
        engine = Dbos(f"sqlite:///{tmp_path / 'engine.db'}", database)
        await engine.start(_nothing)
        await until(lambda: bool(at_the_queue()))
        await asyncio.to_thread(engine._quiet)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        assert at_the_queue() == []
        await engine.aclose()


def direct(owner: URL) -> str:
    return owner.set(drivername="postgresql").render_as_string(hide_password=False)


HOLDER = """
import pathlib, sys
from memory.wal import OnlyProcess
only = OnlyProcess(pathlib.Path(sys.argv[1]))
print(only.take(), flush=True)
sys.stdin.read()
"""


async def test_a_second_process_on_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "engine.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, str(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert await process.stdout.readline() == b"True\n"
    url = await upgraded_file(tmp_path / "stratum.db")
    async with await Database.open(url) as database:
        with pytest.raises(EngineTaken):
            await Dbos(f"sqlite:///{path}", database).start(_nothing)
    process.kill()
    await process.communicate()
    only = OnlyProcess(path)
    assert only.take()
    only.let_go()


async def _nothing(event: str, conversation: str) -> None:
    del event, conversation
