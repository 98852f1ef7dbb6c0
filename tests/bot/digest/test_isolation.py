"""A digest holds what its maker may see of its own place, and goes nowhere else."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, make_url

from bot.digest import desk
from bot.digest.errors import ChannelElsewhere
from bot.digest.orders import order
from bot.digest.sender import heard
from memory.erasure import erase
from memory.erasure_people import erase_user
from memory.schedule import Target
from memory.store import bindings, digests, memberships, users
from memory.tables.tenancy import accounts
from memory.types import ChannelKey, Membership
from tests.bot.digest.conftest import Chat, Kept, Time, all_of, deliver, tick


async def test_nothing_of_another_client_is_in_it(chat: Chat, inbox: Kept, time: Time) -> None:
    await chat.say("/digest add daily 09:00")
    for path, title in (
        ("acme/nike", "Swoosh"),
        ("acme/adidas", "Stripes"),
        ("acme", "Agency"),
        ("rival/puma", "Cat"),
    ):
        await deliver(chat, path, f"{title} SWOT")
    time.set("2026-11-03T09:00")
    (told,) = await tick(chat, inbox)
    assert "Swoosh" in told.text
    assert not {"Stripes", "Agency", "Cat"} & set(told.text.split())


async def test_the_agencys_own_channel_hears_of_all_clients(chat: Chat, inbox: Kept, time: Time) -> None:
    await chat.say("/digest add daily 09:00", channel="C3")
    for path, title in (("acme/nike", "Swoosh"), ("acme/adidas", "Stripes"), ("rival/puma", "Cat")):
        await deliver(chat, path, f"{title} SWOT")
    time.set("2026-11-03T09:00")
    (told,) = await tick(chat, inbox)
    assert "Swoosh SWOT (nike)" in told.text
    assert "Stripes SWOT (adidas)" in told.text
    assert "Cat" not in told.text


async def test_a_client_channel_takes_no_digest_of_the_agency(chat: Chat) -> None:
    agency = await chat.tenants.at("acme")
    for channel in ("C1", "CUNBOUND"):
        with pytest.raises(ChannelElsewhere):
            await desk.add(chat.house, agency, order("daily", "Asia/Seoul"), Target("slack", "T1", channel))


async def test_a_channel_that_was_given_to_another_client_hears_nothing(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    await chat.say("/digest add daily 09:00")
    await deliver(chat, "acme/nike", "Swoosh SWOT")
    async with chat.house.database.writing((await chat.tenants.at("acme")).access) as unit:
        await bindings.bind(unit, ChannelKey("slack", "T1", "C1"), await chat.tenants.scope("acme/adidas"))
    time.set("2026-11-03T09:00")
    assert await tick(chat, inbox) == []
    assert await all_of(chat.house.database) == ()


async def test_between_the_clock_and_the_turn_the_channel_may_change_hands(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    await chat.say("/digest add daily 09:00")
    await deliver(chat, "acme/nike", "Swoosh SWOT")
    (digest,) = await all_of(chat.house.database)
    async with chat.house.database.writing((await chat.tenants.at("acme")).access) as unit:
        await bindings.bind(unit, ChannelKey("slack", "T1", "C1"), await chat.tenants.scope("acme/adidas"))
    reply = await chat.hear(heard(digest, date(2026, 11, 3)))
    assert reply.status == "refused"
    assert "Swoosh" not in reply.text


async def test_it_ends_with_the_membership_of_who_made_it(chat: Chat, inbox: Kept, time: Time) -> None:
    added = await chat.say("/digest add daily 09:00", channel="C2", account="UADA")
    assert added.status == "ok"
    await deliver(chat, "acme/adidas", "Stripes SWOT")
    adidas = await chat.tenants.scope("acme/adidas")
    ada = (await chat.tenants.at("acme/adidas", "ada")).access.actor.user
    async with chat.house.database.writing((await chat.tenants.at("acme")).access) as unit:
        await memberships.revoke(unit, ada, adidas)
    time.set("2026-11-03T09:00")
    assert await tick(chat, inbox) == []
    assert await all_of(chat.house.database) == ()
    async with chat.house.database.reading((await chat.tenants.at("acme")).access) as unit:
        assert [one.state for one in await digests.every(unit)] == ["ended"]


async def test_it_tells_what_its_maker_sees_and_no_more(chat: Chat, inbox: Kept, time: Time) -> None:
    """A campaign's manager has it of one campaign; the client's other campaign is not theirs."""
    async with chat.house.database.writing((await chat.tenants.at("acme")).access) as unit:
        nina = next(one for one in await users.every(unit) if one.name == "nina")
        await users.link(unit, nina.user, "slack", "T1/UNINA")
        summer = await chat.tenants.scope("acme/nike/summer")
        await bindings.bind(unit, ChannelKey("slack", "T1", "C4"), summer)
    assert (await chat.say("/digest add daily 09:00", channel="C4", account="UNINA")).status == "ok"
    await deliver(chat, "acme/nike/summer", "Summer SWOT")
    await deliver(chat, "acme/nike/fall", "Fall SWOT")
    time.set("2026-11-03T09:00")
    (told,) = await tick(chat, inbox)
    assert "Summer SWOT" in told.text
    assert "Fall" not in told.text


async def test_who_may_not_set_up_digests_is_told_so(chat: Chat) -> None:
    async with chat.house.database.writing((await chat.tenants.at("acme")).access) as unit:
        vera = await users.add(
            unit, "vera", [Membership("client_viewer", await chat.tenants.scope("acme/nike"))]
        )
        await users.link(unit, vera.user, "slack", "T1/UVERA")
    assert (await chat.say("/digest add daily 09:00", account="UVERA")).status == "refused"
    assert (await chat.say("/digest", account="UVERA")).status == "ok"


async def test_a_direct_message_stops_when_the_account_is_somebody_elses(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    added = await chat.say("/digest add daily 09:00 dm")
    assert "direct message" in added.text
    (digest,) = await all_of(chat.house.database)
    assert (digest.target.channel, digest.target.account, digest.target.direct) == ("", "UOWNER", True)
    time.set("2026-11-03T09:00")
    assert len(await tick(chat, inbox)) == 1
    async with chat.house.database.writing((await chat.tenants.at("acme")).access) as unit:
        await unit.run(delete(accounts).where(accounts.c.account == "T1/UOWNER"))
    time.set("2026-11-04T09:00")
    assert await tick(chat, inbox) == []
    assert await all_of(chat.house.database) == ()


async def test_saying_what_the_clock_says_sends_nothing(chat: Chat, inbox: Kept, time: Time) -> None:
    await chat.say("/digest add daily 09:00")
    (digest,) = await all_of(chat.house.database)
    reply = await chat.say(f"/digest send {digest.id} 2026-11-03")
    assert "새로운 소식이 없습니다" in reply.text
    time.set("2026-11-03T09:00")
    assert len(await tick(chat, inbox)) == 1
    forged = replace(heard(digest, date(2026, 11, 4)), channel="C2")
    assert (await chat.hear(forged)).status == "refused"


async def test_an_erased_client_and_an_erased_person_take_their_digests_along(
    chat: Chat, url: str, request: pytest.FixtureRequest
) -> None:
    await chat.say("/digest add daily 09:00")
    await chat.say("/digest add daily 09:00", channel="C2", account="UADA")
    await chat.say("/digest add daily 09:00", channel="C3")
    owner = url
    if url.startswith("postgresql"):
        server = request.getfixturevalue("postgres")
        owner = server.owner(make_url(url).database).render_as_string(hide_password=False)
    actor = (await chat.tenants.at("acme")).access.actor.user
    nike = await chat.tenants.scope("acme/nike")
    erased = await erase(owner, nike, actor)
    assert erased.counts["digests"] == 1
    assert (await erase_user(owner, nike.org, "ada", actor)).counts["digests"] == 1
    assert [one.target.channel for one in await all_of(chat.house.database)] == ["C3"]
