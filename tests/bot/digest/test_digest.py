"""A digest from the chat to the chat: asked for, due, told."""

from datetime import UTC, date, datetime

import pytest

from bot.digest.sender import Sender
from memory.store import channels, digests, users
from memory.store.entrance import binding_at
from memory.types import ChannelKey
from tests.bot.digest.conftest import Chat, Kept, Time, all_of, deliver, tick


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


async def test_a_platform_that_does_not_run_here_is_left_to_others(
    chat: Chat, inbox: Kept, time: Time
) -> None:
    await chat.say("/digest add daily 09:00")
    time.set("2026-11-03T09:00")
    assert await Sender(chat.house, inbox, {"telegram"}).scheduled() == ()


async def test_what_was_learnt_and_disputed_is_told_weekly(chat: Chat, inbox: Kept, time: Time) -> None:
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
    await chat.say("/digest add daily 09:00")
    await chat.say("/digest add daily 09:00", channel="C2")
    assert await channels.moved(chat.house.database, ChannelKey("slack", "T1", "C1"), "C9")
    assert sorted(one.target.channel for one in await all_of(chat.house.database)) == ["C2", "C9"]
    time.set("2026-11-03T09:00")
    assert [reply.status for reply in await tick(chat, inbox)] == ["ok", "ok"]


async def test_it_waits_while_the_bot_is_out_of_the_channel(chat: Chat, inbox: Kept, time: Time) -> None:
    await chat.say("/digest add daily 09:00")
    binding = await binding_at(chat.house.database, ChannelKey("slack", "T1", "C1"))
    assert binding
    await channels.mark_by_house(chat.house.database, binding, "rests", True)
    time.set("2026-11-03T09:00")
    assert await tick(chat, inbox) == []
    await channels.mark_by_house(chat.house.database, binding, "rests", False)
    time.set("2026-11-03T11:00")
    assert len(await tick(chat, inbox)) == 1


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
