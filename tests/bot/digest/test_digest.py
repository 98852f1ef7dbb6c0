"""A digest from the chat to the chat: asked for, due, told, and to nobody else."""

from dataclasses import replace
from datetime import date

import pytest

from bot.digest.sender import Sender, heard
from bot.types import Reply
from memory.db import Database
from memory.schedule import Digest
from memory.store import bindings, digests, memberships, outputs, users
from memory.types import ChannelKey, Membership
from tests.bot.digest.conftest import Chat, Kept, Time
from tests.memory.tenants import draft


async def sender_of(chat: Chat, inbox: Kept) -> Sender:
    return Sender(chat.house, inbox, {"slack"})


async def tick(chat: Chat, inbox: Kept) -> list[Reply]:
    """What one look at the clock brings into the chat."""
    sender, before = await sender_of(chat, inbox), len(inbox.taken)
    for one in await sender.scheduled():
        await sender.hand_over(one)
    return [await chat.hear(each) for each in inbox.taken[before:]]


async def deliver(chat: Chat, path: str, title: str) -> None:
    async with chat.house.database.writing((await chat.tenants.at(path)).access) as unit:
        await outputs.save(
            unit, replace(draft(title), title=title, output_type="swot", summary=f"{title} in short")
        )


async def all_of(db: Database) -> tuple[Digest, ...]:
    return await digests.scheduled(db)


async def test_it_is_asked_for_in_the_chat_and_comes_every_morning(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    time.set("2026-11-02T12:00")
    added = await chat.say("/다이제스트 추가 평일 09:00")
    assert added.status == "ok"
    assert "11월 3일(화) 09:00" in added.text
    await deliver(chat, "acme/nike/summer", "Nike SWOT")
    time.set("2026-11-03T08:59")
    assert await tick(chat, inbox) == []
    time.set("2026-11-03T09:00")
    (told,) = await tick(chat, inbox)
    assert "Nike SWOT" in told.text
    assert "11월 3일(화) 09:00 (KST)" in told.text
    assert [button.action.split()[:2] for button in told.buttons][-1] == ["digest", "pause"]
    assert await tick(chat, inbox) == []
    time.set("2026-11-04T09:00")
    (nothing,) = await tick(chat, inbox)
    assert nothing.text.count("\n") == 0
    assert "11월 3일(화) 09:00(KST) 이후 새로운 소식이 없습니다." in nothing.text


async def test_it_speaks_english_to_who_speaks_english(chat: Chat, inbox: Kept, time: Time) -> None:
    async with chat.house.database.writing((await chat.tenants.at("acme")).access) as unit:
        await users.speak(unit, "en")
    await chat.say("/digest add daily 09:00 zone=America/New_York")
    await deliver(chat, "acme/nike", "Nike SWOT")
    time.set("2026-11-02T09:00", "America/New_York")
    (told,) = await tick(chat, inbox)
    assert "digest · Sun 1 Nov 09:00 – Mon 2 Nov 09:00 (EST)" in told.text
    assert "New: Nike SWOT (draft): Nike SWOT in short" in told.text
    time.set("2026-11-03T09:00", "America/New_York")
    (nothing,) = await tick(chat, inbox)
    assert nothing.text == "Acme › nike: nothing new since Mon 2 Nov 09:00 (EST)."


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
    from bot.digest import desk
    from bot.digest.errors import ChannelElsewhere
    from bot.digest.orders import order
    from memory.schedule import Target

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


async def test_downtime_is_made_up_for_once_and_said(chat: Chat, inbox: Kept, time: Time) -> None:
    await chat.say("/digest add daily 09:00")
    time.set("2026-11-03T09:00")
    await tick(chat, inbox)
    time.set("2026-11-03T10:00")
    await deliver(chat, "acme/nike", "Swoosh SWOT")
    time.set("2026-11-06T15:00")
    (late,) = await tick(chat, inbox)
    assert "11월 3일(화) 09:00 – 11월 6일(금) 15:00" in late.text
    assert "11월 6일(금) 09:00에 보낼 것이었으나" in late.text
    assert await tick(chat, inbox) == []
    assert [one.event_id.rpartition(":")[2] for one in inbox.taken] == ["2026-11-03", "2026-11-06"]


async def test_a_crash_between_turn_and_answer_tells_of_the_same_time(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    await chat.say("/digest add daily 09:00")
    await deliver(chat, "acme/nike", "Swoosh SWOT")
    time.set("2026-11-03T09:00")
    (told,) = await tick(chat, inbox)
    entrance = await chat.tenants.at("acme/nike")
    (digest,) = await all_of(chat.house.database)
    time.set("2026-11-03T09:07")
    async with chat.house.database.writing(entrance.access) as unit:
        since, until = await digests.begin(unit, digest, date(2026, 11, 3), time.now)
    assert until == time.set("2026-11-03T09:00")
    assert since == time.set("2026-11-02T09:00")
    assert "Swoosh" in told.text


async def test_pause_resume_and_remove(chat: Chat, inbox: Kept, time: Time) -> None:
    await chat.say("/digest add daily 09:00")
    paused = await chat.say("/digest pause")
    assert [button.action.split()[1] for button in paused.buttons] == ["resume"]
    time.set("2026-11-03T09:00")
    assert await tick(chat, inbox) == []
    time.set("2026-11-03T12:00")
    assert (await chat.say("/다이제스트 재개")).status == "ok"
    assert await tick(chat, inbox) == []
    time.set("2026-11-04T09:00")
    assert len(await tick(chat, inbox)) == 1
    await chat.say("/digest pause until=2026-11-06")
    time.set("2026-11-05T09:00")
    assert await tick(chat, inbox) == []
    time.set("2026-11-06T09:00")
    assert len(await tick(chat, inbox)) == 1
    assert (await chat.say("/digest remove")).status == "ok"
    assert await all_of(chat.house.database) == ()


async def test_a_preview_sends_nothing_and_takes_nothing_away(chat: Chat, inbox: Kept, time: Time) -> None:
    await chat.say("/digest add daily 09:00")
    await deliver(chat, "acme/nike", "Swoosh SWOT")
    assert "Swoosh SWOT" in (await chat.say("/digest preview")).text
    time.set("2026-11-03T09:00")
    (told,) = await tick(chat, inbox)
    assert "Swoosh SWOT" in told.text


async def test_a_direct_message_stops_when_the_account_is_somebody_elses(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    added = await chat.say("/digest add daily 09:00 dm")
    assert "direct message" in added.text
    (digest,) = await all_of(chat.house.database)
    assert (digest.target.channel, digest.target.account, digest.target.direct) == ("", "UOWNER", True)
    time.set("2026-11-03T09:00")
    assert len(await tick(chat, inbox)) == 1
    from sqlalchemy import delete

    from memory.tables import accounts

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


async def test_a_platform_that_does_not_run_here_is_left_to_others(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    await chat.say("/digest add daily 09:00")
    time.set("2026-11-03T09:00")
    assert await Sender(chat.house, inbox, {"telegram"}).scheduled() == ()


async def test_what_was_learnt_and_disputed_is_told_weekly(chat: Chat, inbox: Kept, time: Time) -> None:
    from datetime import UTC, datetime

    time.now = datetime.now(UTC)  # what is learnt is marked with the machine's own time
    await chat.say("/digest add weekly learnt 09:00")
    await chat.say("The media budget is 3,000,000 KRW for November.", account="UOWNER")
    (digest,) = await all_of(chat.house.database)
    day = digest.plan.next(time.now)
    time.now = digest.plan.moment(day)
    (told,) = await tick(chat, inbox)
    assert "3,000,000" in told.text
    assert "owner" in told.text
    assert told.text.startswith("Acme › nike · ") or "배운 것" in told.text or "what we learnt" in told.text


async def test_it_follows_a_channel_that_got_another_key(chat: Chat, inbox: Kept, time: Time) -> None:
    from memory.store import channels

    await chat.say("/digest add daily 09:00")
    await chat.say("/digest add daily 09:00", channel="C2")
    assert await channels.moved(chat.house.database, ChannelKey("slack", "T1", "C1"), "C9")
    assert sorted(one.target.channel for one in await all_of(chat.house.database)) == ["C2", "C9"]
    time.set("2026-11-03T09:00")
    assert [reply.status for reply in await tick(chat, inbox)] == ["ok", "ok"]


async def test_it_waits_while_the_bot_is_out_of_the_channel(chat: Chat, inbox: Kept, time: Time) -> None:
    from memory.store import channels
    from memory.store.entrance import binding_at

    await chat.say("/digest add daily 09:00")
    binding = await binding_at(chat.house.database, ChannelKey("slack", "T1", "C1"))
    assert binding
    await channels.mark_by_house(chat.house.database, binding, "rests", True)
    time.set("2026-11-03T09:00")
    assert await tick(chat, inbox) == []
    await channels.mark_by_house(chat.house.database, binding, "rests", False)
    time.set("2026-11-03T11:00")
    assert len(await tick(chat, inbox)) == 1


async def test_an_erased_client_and_an_erased_person_take_their_digests_along(
    chat: Chat, url: str, request: pytest.FixtureRequest
) -> None:
    from sqlalchemy import make_url

    from memory.erasure import erase
    from memory.erasure_people import erase_user

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


@pytest.mark.parametrize(
    "said",
    [
        "/다이제스트 추가 매일 9시",
        "/리포트 예약 매일 9시",
        "/리포트예약 매일 9시",
        "/digest daily 09:00",
        "/stratum digest add daily",
    ],
)
async def test_it_answers_to_each_of_its_names(chat: Chat, said: str) -> None:
    assert (await chat.say(said)).status == "ok"
    (digest,) = await all_of(chat.house.database)
    assert (f"{digest.plan.at:%H:%M}", digest.scope) == ("09:00", await chat.tenants.scope("acme/nike"))


async def test_the_form_makes_one(chat: Chat) -> None:
    listed = await chat.say("다이제스트")
    assert [button.action for button in listed.buttons] == ["form digest"]
    values = '{"days": "weekdays", "time": "08:30"}'
    assert (await chat.say(values, kind="form", action="form digest")).status == "ok"
    (digest,) = await all_of(chat.house.database)
    assert (f"{digest.plan.at:%H:%M}", len(digest.plan.days)) == ("08:30", 5)
