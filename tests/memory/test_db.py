"""Units of work: all or nothing, one scope each, however many at once."""

import asyncio
import sqlite3
import sys
from typing import cast

import pytest
from sqlalchemy import Delete, Update, delete, event, insert, make_url, select, text, update

from memory.db import Database, Unit, Writing
from memory.engine_sqlite import SqliteEngine
from memory.errors import DatabaseBusy, NotYours
from memory.store import clients, messages, outputs
from memory.tables.strategy import strategy_outputs as rows
from memory.tables.tenancy import clients as table
from memory.types import Thread
from tests.memory.tenants import Tenants, deliver, draft, said, say


class Stop(Exception):
    pass


async def test_a_unit_that_raises_saves_nothing(tenants: Tenants) -> None:
    access = (await tenants.at("acme")).access

    async def work() -> None:
        async with tenants.db.writing(access) as unit:
            await clients.add(unit, "puma")
            raise Stop

    with pytest.raises(Stop):
        await work()
    async with tenants.db.reading(access) as unit:
        assert [client.slug for client in await clients.every(unit)] == ["adidas", "nike"]


async def test_a_unit_for_reading_writes_nothing(tenants: Tenants) -> None:
    access = (await tenants.at("acme")).access
    row = insert(table).values(org_id=access.scope.org, slug="puma", name="Puma")
    with pytest.raises(NotYours):
        async with tenants.db.reading(access) as unit:
            await unit.all(row)
    async with tenants.db.reading(access) as unit:
        assert len(await clients.every(unit)) == 2


@pytest.mark.parametrize("change", [update(rows).values(title="harm"), delete(rows)])
async def test_what_is_seen_from_below_and_not_written_is_refused_not_passed_over(
    tenants: Tenants, change: Update | Delete
) -> None:
    top = await deliver(tenants, "acme", "of the agency")
    access = (await tenants.at("acme/adidas", "frida")).access
    mine = rows.c.org_id == access.scope.org, rows.c.id == top.id
    with pytest.raises(NotYours):
        async with tenants.db.writing(access) as unit:
            await unit.run(change.where(*mine))
    async with tenants.db.writing(access) as unit:
        await unit.run(change.where(rows.c.org_id == access.scope.org, rows.c.id == "none"))
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert (await outputs.get(unit, top.id)).draft.title == "Title"


async def test_a_unit_for_reading_sees_one_state(tenants: Tenants) -> None:
    access = (await tenants.at("acme")).access
    async with tenants.db.reading(access) as unit:
        before = await clients.every(unit)
        async with tenants.db.writing(access) as other:
            await clients.add(other, "puma")
        assert await clients.every(unit) == before
    async with tenants.db.reading(access) as unit:
        assert len(await clients.every(unit)) == 3


async def test_a_unit_has_the_scope_it_was_opened_with(tenants: Tenants) -> None:
    access = (await tenants.at("acme/nike")).access
    async with tenants.db.reading(access) as unit:
        assert type(unit) is Unit
        assert unit.scope == access.scope
        assert unit.actor == access.actor
        with pytest.raises(AttributeError):
            unit.scope = (await tenants.at("acme")).place.scope  # pyright: ignore[reportAttributeAccessIssue]


async def test_a_write_is_seen_by_the_next_read(tenants: Tenants) -> None:
    access = (await tenants.at("acme/nike")).access
    for number in range(5):
        async with tenants.db.writing(access) as unit:
            assert type(unit) is Writing
            await messages.admit(unit, said("t", f"{number}"))
        async with tenants.db.reading(access) as unit:
            assert len(await messages.thread(unit, Thread("t"))) == number + 1


async def test_writers_and_readers_wait_for_each_other(tenants: Tenants) -> None:
    nike, adidas = (await tenants.at("acme/nike")).access, (await tenants.at("acme/adidas")).access

    async def work(number: int) -> int:
        access = nike if number % 2 else adidas
        async with tenants.db.writing(access) as unit:
            await messages.admit(unit, said(f"{number}", "text"))
        async with tenants.db.reading(access) as unit:
            return len(await messages.thread(unit, Thread(f"{number}")))

    assert await asyncio.gather(*(work(number) for number in range(60))) == [1] * 60


async def test_the_scope_is_gone_when_a_connection_goes_back(tenants: Tenants) -> None:
    await say(tenants, "acme/nike", "secret")
    for _ in range(6):
        async with tenants.db.looking_up({}) as session:
            for name in ("messages", "organizations", "clients", "users", "memberships", "audit_heads"):
                assert await session.all(text(f"select * from {name}")) == []  # noqa: S608


async def test_the_same_statement_gives_each_its_own(tenants: Tenants) -> None:
    for path in ("acme/nike", "acme/adidas", "rival/puma"):
        await deliver(tenants, path, path)
    for _ in range(3):
        for path in ("acme/nike", "acme/adidas", "rival/puma"):
            async with tenants.db.reading((await tenants.at(path)).access) as unit:
                assert [output.place for output in await outputs.every(unit)] == [path]


ELSEWHERE = """
import asyncio, sys
from memory.db import Database
from memory.store import outputs
from memory.store.entrance import enter
from tests.memory.tenants import draft
async def main():
    async with await Database.open(sys.argv[1]) as db:
        for number in range(5):
            async with db.writing((await enter(db, "acme/nike")).access) as unit:
                await outputs.save(unit, draft(f"{sys.argv[2]} {number}"))
asyncio.run(main())
"""


async def test_several_processes_save_at_once(url: str, tenants: Tenants) -> None:
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", ELSEWHERE, url, str(n)) for n in range(3)
    ]
    assert [await process.wait() for process in processes] == [0, 0, 0]
    async with tenants.db.reading((await tenants.at("acme/nike")).access) as unit:
        versions = await outputs.versions(unit, draft().output_type)
    assert [output.version for output in versions] == list(range(15, 0, -1))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_cancelled_statement_does_not_keep_the_file_locked(url: str, tenants: Tenants) -> None:
    """The pool's connection is closed at once, whatever still holds its cursor."""
    del url
    access = (await tenants.at("acme")).access
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n limit 2000000) select i from n"

    async def hang() -> None:
        async with tenants.db.writing(access) as unit:
            await clients.add(unit, "lost")
            await unit.all(text(slow))

    task = asyncio.create_task(hang())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as kept:
        await task
    async with tenants.db.writing(access) as unit:
        await clients.add(unit, "found")
    assert kept.value is not None
    async with tenants.db.reading(access) as unit:
        assert "lost" not in [row.slug for row in await unit.all(select(table.c.slug))]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_who_is_cancelled_while_a_transaction_begins_leaves_none_behind(
    url: str, tenants: Tenants
) -> None:
    """The thread comes to `BEGIN` after whoever asked for it is gone; the connection is the next one's."""
    access = (await tenants.at("acme")).access
    async with await Database.open(url, pool_size=1) as db:
        elsewhere = sqlite3.connect(str(make_url(url).database), isolation_level=None)
        elsewhere.execute("begin exclusive")

        async def write(slug: str) -> None:
            async with db.writing(access) as unit:
                await clients.add(unit, slug)

        begins = asyncio.Event()
        engine = cast("SqliteEngine", db.engine).engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *_: begins.set())
        task = asyncio.create_task(write("lost"))
        await begins.wait()
        task.cancel()
        await asyncio.sleep(0)
        elsewhere.rollback()
        elsewhere.close()
        with pytest.raises(asyncio.CancelledError):
            await task
        await write("found")
        async with db.reading(access) as unit:
            found = [row.slug for row in await unit.all(select(table.c.slug))]
    assert "found" in found
    assert "lost" not in found


async def test_who_finds_no_connection_in_time_is_told_that_the_database_is_busy(
    url: str, tenants: Tenants
) -> None:
    access = (await tenants.at("acme")).access
    async with await Database.open(url, pool_size=1, busy_seconds=0.05) as db, db.reading(access):
        with pytest.raises(DatabaseBusy):
            async with db.reading(access):
                pass
