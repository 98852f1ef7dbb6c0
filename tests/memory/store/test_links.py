"""Joining chat accounts by a code: once, in time, audited, and nothing told to whoever guesses."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from memory.db import Database
from memory.errors import Duplicate
from memory.store import audit, links, users
from memory.store.entrance import identify
from memory.store.links import BadLinkCode, LinkCode
from tests.memory.tenants import Tenants, settle

START = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def timed(url: str, clock: Clock) -> AsyncIterator[Tenants]:
    async with await Database.open(url, clock=clock) as db:
        yield await settle(db)


async def issue(tenants: Tenants, path: str, name: str) -> LinkCode:
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        return await links.issue(unit)


async def test_a_code_joins_a_second_account_to_the_same_user_once(tenants: Tenants) -> None:
    code = (await issue(tenants, "acme/adidas", "frida")).code
    assert "-" in code
    org, user = await links.redeem(tenants.db, code.lower().replace("-", " "), "telegram", "777")
    assert (org, user) in await identify(tenants.db, "telegram", "777")
    assert user == (await tenants.at("acme/adidas", "frida")).access.actor.user
    with pytest.raises(BadLinkCode):
        await links.redeem(tenants.db, code, "slack", "U1")
    assert await identify(tenants.db, "slack", "U1") == ()


async def test_a_code_ends_in_time_and_a_new_one_voids_it(timed: Tenants, clock: Clock) -> None:
    old = await issue(timed, "acme", "owner")
    new = await issue(timed, "acme", "owner")
    assert new.expires_at == START + timedelta(minutes=15)
    with pytest.raises(BadLinkCode):
        await links.redeem(timed.db, old.code, "telegram", "1")
    clock.time = new.expires_at
    with pytest.raises(BadLinkCode):
        await links.redeem(timed.db, new.code, "telegram", "1")
    clock.time = new.expires_at - timedelta(seconds=1)
    await links.redeem(timed.db, new.code, "telegram", "1")


async def test_unknown_used_and_late_codes_are_refused_in_the_same_words(tenants: Tenants) -> None:
    used = (await issue(tenants, "acme", "owner")).code
    await links.redeem(tenants.db, used, "telegram", "1")
    told: set[str] = set()
    for code in (used, "AAAA-BBBB-CCCC", "", "' or 1=1 --"):
        with pytest.raises(BadLinkCode) as refused:
            await links.redeem(tenants.db, code, "telegram", "2")
        told.add(refused.value.say("ko"))
    assert len(told) == 1


async def test_of_two_at_once_one_wins(tenants: Tenants) -> None:
    code = (await issue(tenants, "acme", "anna")).code
    tried = [links.redeem(tenants.db, code, "slack", f"U{n}") for n in range(4)]
    done = await asyncio.gather(*tried, return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["BadLinkCode"] * 3 + ["tuple"]


async def test_an_account_speaks_for_one_person_of_an_organisation(tenants: Tenants) -> None:
    await links.redeem(tenants.db, (await issue(tenants, "acme", "anna")).code, "slack", "U1")
    await links.redeem(tenants.db, (await issue(tenants, "acme", "anna")).code, "slack", "U1")
    code = (await issue(tenants, "acme/adidas", "frida")).code
    with pytest.raises(Duplicate):
        await links.redeem(tenants.db, code, "slack", "U1")
    await links.redeem(tenants.db, (await issue(tenants, "rival", "owner")).code, "slack", "U1")
    assert len(await identify(tenants.db, "slack", "U1")) == 2


async def test_the_code_itself_is_nowhere_and_the_link_is_audited(tenants: Tenants) -> None:
    code = (await issue(tenants, "acme/adidas", "frida")).code
    await links.redeem(tenants.db, code, "slack", "U9")
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None
        assert [member.name for member in await users.every(unit)] == [
            "ada",
            "anna",
            "frida",
            "nina",
            "owner",
        ]
