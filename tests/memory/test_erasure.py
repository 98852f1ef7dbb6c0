"""After an erasure nothing is left: no row on either database, and on SQLite no byte in any file."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from config.errors import UnknownScope
from memory.context import get_enterprise_context
from memory.context_cache import ContextCache
from memory.db import Database
from memory.erasure import erase, finish, foreseen
from memory.guidelines import Own
from memory.owner import ErasureUnfinished
from memory.store import audit, bindings, guidelines, links, messages, outputs, spool, usage, users
from memory.tables.whole import metadata
from memory.types import ChannelKey, Membership, Usage
from tests.memory.tenants import Tenants, draft, said, settle

MARK = "swooshmark"


@dataclass(frozen=True, slots=True)
class House:
    """A filled database, and its owner's address."""

    tenants: Tenants
    owner: str

    @property
    def folder(self) -> Path | None:
        url = make_url(self.owner)
        return Path(url.database or "").parent if url.get_backend_name() == "sqlite" else None

    async def traces(self, *words: str) -> list[str]:
        """Where these words are found: files on SQLite, tables on PostgreSQL."""
        folder = self.folder
        if folder is not None:
            found = [p for p in folder.rglob("*") if p.is_file()]
            return [p.name for p in found if any(w.encode() in p.read_bytes() for w in words)]
        return [
            f"{table}:{word}" for table in metadata.tables for word in words if await self._holds(table, word)
        ]

    async def _holds(self, table: str, word: str) -> bool:
        engine = create_async_engine(self.owner)
        async with engine.connect() as connection:
            await connection.execute(text(f"alter table {table} no force row level security"))
            rows = (await connection.execute(text(f"table {table}"))).all()
            await connection.rollback()
        await engine.dispose()
        return any(word in str(row) for row in rows)


@pytest.fixture
async def house(request: pytest.FixtureRequest, url: str, tenants: Tenants) -> House:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        address = request.getfixturevalue("postgres").owner(address.database)
    made = House(tenants, address.render_as_string(hide_password=False))
    await fill(tenants)
    return made


async def fill(tenants: Tenants) -> None:
    """Nike's secrets in every table, beside the same of Adidas and Puma."""
    for path, word in (("acme/nike", MARK), ("acme/adidas", "stripes"), ("rival/puma", "catmark")):
        access = (await tenants.at(path)).access
        async with tenants.db.writing(access) as unit:
            await guidelines.put(unit, {"voice.tone": Own(f"{word} tone")})
            await messages.admit(unit, said(f"{word} talk", f"{word} " * 900))
            await usage.add(unit, Usage("content", f"{word} model", 1, 2, 3))
            await bindings.bind(unit, ChannelKey("slack", "T1", f"{word}channel"), unit.scope)
        async with tenants.db.writing((await tenants.at(f"{path}/summer")).access) as unit:
            for _ in range(3):
                await outputs.save(unit, draft(f"{word} body"))
    nike, adidas = await tenants.scope("acme/nike"), await tenants.scope("acme/adidas")
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        vera = await users.add(unit, f"vera{MARK}", [Membership("client_viewer", nike)])
        await users.link(unit, vera.user, "slack", f"U{MARK}")
        await users.add(unit, "shared", [Membership("creative", nike), Membership("creative", adidas)])
    async with tenants.db.writing((await tenants.at("acme/nike", f"vera{MARK}")).access) as unit:
        await links.issue(unit)


async def words_of(house: House, path: str) -> tuple[str, ...]:
    """Everything that a client is called by: its secret, its ids, those of its campaigns."""
    access = (await house.tenants.at(path)).access
    summer, fall = [(await house.tenants.scope(f"{path}/{slug}")).campaign for slug in ("summer", "fall")]
    assert access.scope.client
    assert summer
    assert fall
    return MARK, access.scope.client, summer, fall


async def test_an_erased_client_leaves_nothing_and_its_rival_everything(house: House) -> None:
    nike = (await house.tenants.at("acme/nike")).access
    words = (*await words_of(house, "acme/nike"), "Nike", "nike")
    assert await house.traces(MARK)
    expected = await foreseen(house.owner, nike.scope)
    erased = await erase(house.owner, nike.scope, nike.actor.user)
    assert erased.kind == "client"
    people = {"users": 2, "accounts": 1, "link_codes": 1}
    assert erased.counts == {name: rows for name, rows in expected.counts.items() if name != "audit"} | people
    assert await house.traces(*words) == []
    assert await house.traces("stripes", "catmark")
    with pytest.raises(UnknownScope):
        await house.tenants.at("acme/nike")
    async with house.tenants.db.reading((await house.tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None
        assert [member.name for member in await users.every(unit)] == [
            "ada",
            "anna",
            "frida",
            "owner",
            "shared",
        ]
    async with house.tenants.db.reading((await house.tenants.at("acme/adidas/summer")).access) as unit:
        assert len(await outputs.every(unit)) == 3


@pytest.mark.parametrize(("path", "left"), [("acme/nike", {"stripes", "direct"}), ("acme", set[str]())])
async def test_what_waits_in_its_channels_goes_too(house: House, path: str, left: set[str]) -> None:
    db = house.tenants.db
    told = {"stripes": ("stripeschannel", "U"), "direct": ("D1", f"U{MARK}"), MARK: (f"{MARK}channel", "U")}
    for word, (channel, account) in told.items():
        body = {"platform": "slack", "channel": channel, "account": account, "text": f"{word} waits"}
        await spool.take(db, spool.Arrival("slack", "T1", word, (word,), body), 9)
    scope = (await house.tenants.at(path)).access
    erased = await erase(house.owner, scope.scope, scope.actor.user)
    assert erased.counts["inbound_events"] == 3 - len(left)
    waiting = await spool.among(db, *spool.OPEN)
    bodies = [await spool.body_of(db, event.id) for event in waiting]
    assert {str(body["text"]).split()[0] for body in bodies if body} == left
    assert await house.traces(f"{MARK} waits") == []


async def test_an_erased_campaign_leaves_its_client(house: House) -> None:
    summer = (await house.tenants.at("acme/nike/summer")).access
    assert summer.scope.campaign
    erased = await erase(house.owner, summer.scope, summer.actor.user)
    assert erased.counts["strategy_outputs"] == 3
    assert await house.traces(summer.scope.campaign, f"{MARK} body") == []
    assert await house.traces(f"{MARK} tone")
    with pytest.raises(UnknownScope):
        await house.tenants.at("acme/nike/summer")
    async with house.tenants.db.reading((await house.tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None
    await house.tenants.at("acme/adidas/summer")


async def test_an_erased_organisation_leaves_only_the_last_hash(house: House) -> None:
    acme = (await house.tenants.at("acme")).access
    words = (*await words_of(house, "acme/nike"), acme.scope.org, acme.actor.user, "stripes", "frida", "Acme")
    erased = await erase(house.owner, acme.scope, acme.actor.user)
    assert erased.kind == "organization"
    assert len(erased.last_hash) == 64
    assert await house.traces(*words) == []
    assert await house.traces(erased.last_hash)
    with pytest.raises(UnknownScope):
        await house.tenants.at("acme")
    async with house.tenants.db.reading((await house.tenants.at("rival")).access) as unit:
        assert len(await outputs.every(unit)) == 3
        assert await audit.verify(unit) is None


async def test_what_does_not_exist_is_not_erased(house: House) -> None:
    scope = (await house.tenants.at("acme/nike")).access.scope
    other = await house.tenants.scope("rival")
    with pytest.raises(UnknownScope):
        await erase(
            house.owner, replace(scope, org=other.org), (await house.tenants.at("rival")).access.actor.user
        )
    assert await house.traces(MARK)


async def test_contexts_from_above_are_new_after_an_erasure(house: House) -> None:
    cache, acme = ContextCache(), (await house.tenants.at("acme")).access
    before = await get_enterprise_context(house.tenants.db, acme, "", cache)
    assert "acme/nike/summer" in str(before.sections)
    nike = (await house.tenants.at("acme/nike")).access
    await erase(house.owner, nike.scope, nike.actor.user)
    after = await get_enterprise_context(house.tenants.db, acme, "", cache)
    assert after.version != before.version
    assert "nike" not in str(after.sections)
    assert "acme/adidas/summer" in str(after.sections)


async def test_others_may_work_meanwhile(house: House) -> None:
    puma = (await house.tenants.at("rival/puma")).access

    async def work() -> None:
        for number in range(15):
            async with house.tenants.db.writing(puma) as unit:
                await messages.admit(unit, said("talk", f"during {number}"))

    nike = (await house.tenants.at("acme/nike")).access
    await asyncio.gather(work(), erase(house.owner, nike.scope, nike.actor.user))
    assert await house.traces(MARK) == []
    async with house.tenants.db.reading(puma) as unit:
        assert (
            sum(m.text.startswith("during") for m in await messages.thread(unit, said("talk", "").thread))
            == 15
        )


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncIterator[House]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'stratum.db'}"
    async with await Database.open(url) as db:
        made = House(await settle(db), url)
        await fill(made.tenants)
        yield made


def file_of(house: House) -> sqlite3.Connection:
    assert house.folder
    return sqlite3.connect(house.folder / "stratum.db", isolation_level=None)


async def test_an_audit_row_that_no_erasure_emptied_is_found(embedded: House) -> None:
    connection = file_of(embedded)
    connection.execute(
        "update rls_audit set action = 'erased', actor = '', subject = '', detail = '{}' where seq = 2"
    )
    connection.close()
    async with embedded.tenants.db.reading((await embedded.tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) == 2


async def test_while_a_reader_holds_the_file_it_says_that_it_is_not_finished(embedded: House) -> None:
    nike = (await embedded.tenants.at("acme/nike")).access
    reader = file_of(embedded)
    reader.execute("begin")
    reader.execute("select count(*) from rls_messages").fetchone()
    with pytest.raises(ErasureUnfinished):
        await erase(embedded.owner, nike.scope, nike.actor.user, busy_seconds=0.3)
    assert await embedded.traces(MARK)
    reader.close()
    await finish(embedded.owner)
    assert await embedded.traces(MARK) == []


async def test_rows_that_moved_between_pages_leave_no_copy(embedded: House) -> None:
    """`secure_delete` clears a deleted row where it lies, not where it once lay."""
    dice = random.Random(5)  # noqa: S311 - any disorder will do
    for _ in range(10):
        for path, word in (("acme/nike", MARK), ("acme/adidas", "stripes")):
            async with embedded.tenants.db.writing((await embedded.tenants.at(path)).access) as unit:
                for _ in range(40):
                    key = f"{dice.random()} {word * dice.randint(1, 60)}"
                    await messages.admit(unit, said("talk", f"{word} " * dice.choice([5, 60, 900]), key))
    nike = (await embedded.tenants.at("acme/nike")).access
    await erase(embedded.owner, nike.scope, nike.actor.user)
    assert await embedded.traces(MARK) == []


async def test_rows_keep_their_numbers_when_the_file_is_written_anew(embedded: House) -> None:
    """Full-text indexes point to rows by these numbers."""

    def numbers() -> list[tuple[str, int]]:
        connection = file_of(embedded)
        found = connection.execute(
            "select id, rowid from rls_messages where text like 'stripes%' order by id"
        )
        rows = found.fetchall()
        connection.close()
        return rows

    before, nike = numbers(), (await embedded.tenants.at("acme/nike")).access
    await erase(embedded.owner, nike.scope, nike.actor.user)
    assert numbers() == before != []
