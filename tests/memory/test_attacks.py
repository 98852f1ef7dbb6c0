"""The walls hold on both databases, and the attacks notice when one does not."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from sqlalchemy import URL, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from config.wording import words
from memory.access import SessionValues
from memory.attacks import attack
from memory.attacks.live import LIVE, plant, uproot
from memory.attacks.probes import PROBES
from memory.attacks.roads import ROADS
from memory.attacks.run import planted
from memory.attacks.statements import ATTACKS
from memory.db import Database
from memory.engine_postgres import PostgresEngine
from memory.engine_sqlite import SqliteEngine
from memory.guard_sqlite import CALLABLE, GuardedConnection
from memory.migrate import bring_sqlite_up
from memory.migrate_postgres import bring_postgres_up
from memory.policy import POLICIES, Level, Policy, Same
from memory.search_sqlite import SearchIndex
from memory.tables.base import physical, utc_now
from memory.tables.whole import metadata
from tests.memory.server import Server
from tests.memory.tenants import Tenants
from tests.memory.upgraded import fresh_database, upgraded_file

EVERYBODY = Same({"org_id": "org"})


async def test_every_wall_holds(db: Database) -> None:
    outcomes = await attack(db)
    assert [outcome for outcome in outcomes if not outcome.held] == []
    assert len(outcomes) > 20


def test_each_attack_has_a_name_in_both_languages() -> None:
    attacks = [*(one.name for one in (*ATTACKS, *ROADS)), *PROBES, *LIVE, "rows of others in plain queries"]
    assert [name for name in attacks if name not in words("attacks")] == []


async def test_nothing_of_the_attacks_stays(db: Database, tenants: Tenants) -> None:
    before = await everything(tenants)
    await attack(db)
    assert await everything(tenants) == before


async def everything(tenants: Tenants) -> list[str]:
    rows: list[str] = []
    for org in ("acme", "rival", "bakery"):
        async with tenants.db.reading((await tenants.at(org)).access) as unit:
            rows += [repr(row) for table in metadata.sorted_tables for row in await unit.all(select(table))]
    async with tenants.db.looking_up({"operator": "1"}) as session:
        rows += [repr(row) for row in await session.all(select(metadata.tables["organizations"]))]
    return rows


class SeesSiblings(GuardedConnection):
    policies: ClassVar[Mapping[str, Policy]] = {
        **POLICIES,
        "messages": replace(POLICIES["messages"], read=EVERYBODY),
    }


class WritesSiblings(GuardedConnection):
    policies: ClassVar[Mapping[str, Policy]] = {
        **POLICIES,
        "strategy_outputs": replace(POLICIES["strategy_outputs"], insert=EVERYBODY),
        "brand_guidelines": replace(POLICIES["brand_guidelines"], delete=Level("read")),
    }


class LeftOpen(SearchIndex):
    """A full-text index that everybody may name at any time."""

    def allows(self, name: str) -> bool:
        self.open = True
        return super().allows(name)


class OpenIndex(GuardedConnection):
    def guard(self) -> None:
        self.index = LeftOpen(self._run, self._names.numbered)
        super().guard()


class Unguarded(GuardedConnection):
    """Views of the same names over the whole tables."""

    def guard(self) -> None:
        for name in self.policies:
            table, base = metadata.tables[name], physical(name, "sqlite")
            columns = [c.name for c in table.columns]
            own = " and ".join(f"{c.name} = OLD.{c.name}" for c in table.primary_key.columns)
            values = ", ".join(f"NEW.{c}" for c in columns)
            add = f"insert into {base} ({', '.join(columns)}) values ({values})"  # noqa: S608
            drop = f"delete from {base} where {own}"  # noqa: S608
            self.execute(f"create temp view {name} as select * from main.{base}")  # noqa: S608
            for event, body in (("insert", add), ("delete", drop)):
                self.execute(
                    f"create temp trigger {event}_{name} instead of {event} on {name} begin {body}; end"
                )


@pytest.mark.parametrize(
    ("factory", "noticed"),
    [
        (SeesSiblings, {"rows of others in plain queries", "raw text SQL", "joins"}),
        (WritesSiblings, {"bulk update and delete", "foreign keys to foreign rows"}),
        (OpenIndex, {"the full-text index and its shadow tables"}),
        (Unguarded, {"rows of others in plain queries", "raw text SQL", "sqlite_schema", "PRAGMA"}),
    ],
)
async def test_a_broken_guard_is_noticed_on_sqlite(
    factory: type[GuardedConnection], noticed: set[str], tmp_path: Path
) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'stratum.db'}")
    await bring_sqlite_up(url)
    async with Database(SqliteEngine(url, 4, 30, factory), utc_now) as db:
        fallen = {outcome.name for outcome in await attack(db) if not outcome.held}
    assert noticed <= fallen


@pytest.fixture
async def addresses(postgres: Server) -> tuple[URL, URL]:
    owner, login = await fresh_database(postgres)
    await bring_postgres_up(owner, login)
    return owner, login


@pytest.mark.parametrize(
    ("harm", "noticed"),
    [
        ("alter table messages disable row level security", "raw text SQL"),
        ("create policy oops on strategy_outputs for select to public using (true)", "raw text SQL"),
        ("create policy oops on clients for insert to public with check (true)", "existence probes"),
        ("create policy oops on usage for update to public using (true)", "bulk update and delete"),
    ],
)
async def test_a_broken_policy_is_noticed_on_postgres(
    harm: str, noticed: str, addresses: tuple[URL, URL]
) -> None:
    owner, login = addresses
    engine = create_async_engine(owner)
    async with engine.begin() as connection:
        await connection.execute(text(harm))
    await engine.dispose()
    async with await Database.open(login.render_as_string(hide_password=False)) as db:
        fallen = {outcome.name for outcome in await attack(db) if not outcome.held}
    assert noticed in fallen


class CallsAnything(GuardedConnection):
    callable = CALLABLE | {"abs"}


async def test_a_condition_that_is_asked_before_the_filter_is_noticed(tmp_path: Path) -> None:
    """SQLite asks what an index can answer first: a function that fails would tell the names of hidden rows."""
    url = make_url(await upgraded_file(tmp_path / "stratum.db"))
    async with Database(SqliteEngine(url, 4, 30, CallsAnything), utc_now) as db, planted(db) as field:
        assert "tried on a hidden row" in await PROBES["conditions before the filter"](field)


class Talkative(PostgresEngine):
    """Says a session's seal where others of its role may read it."""

    async def announce(self, connection: AsyncConnection, values: SessionValues) -> None:
        await super().announce(connection, values)
        raw = cast("Any", (await connection.get_raw_connection()).driver_connection)
        raw.announced = raw.announced.strip()


async def test_a_seal_that_others_can_read_is_noticed(addresses: tuple[URL, URL]) -> None:
    engine = Talkative(addresses[1], 4, 30)
    await engine.check()
    async with Database(engine, utc_now) as db:
        tenants = await plant(db)
        fault = await LIVE["overhearing other sessions"](db, tenants)
        await uproot(db, tenants)
    assert fault.startswith("heard:")


async def test_a_password_that_anybody_would_guess_is_noticed(postgres: Server) -> None:
    owner, login = await fresh_database(postgres)
    login = login.set(password="changeme")  # noqa: S106 - that is the point
    await bring_postgres_up(owner, login)
    async with await Database.open(login.render_as_string(hide_password=False)) as db, planted(db) as field:
        assert "'changeme'" in await PROBES["a guessed seal"](field)
