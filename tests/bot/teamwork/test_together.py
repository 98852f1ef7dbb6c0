"""Comments, mentions, tasks and notices in the chat: who is told, where, and that it is once."""

import asyncio
from dataclasses import replace
from functools import partial

from bot.delivery.astray import Astray
from bot.delivery.rejections import Mender
from bot.place import find
from bot.ports import Rejected
from bot.teamwork.courier import Courier, heard
from bot.turn import Turns
from memory.store import channels, notices, users
from memory.store.entrance import binding_at
from memory.types import ChannelKey
from tests.bot.digest.conftest import Chat as DigestChat
from tests.bot.digest.conftest import Time, tick
from tests.bot.teamwork.conftest import SUMMER, Studio
from tests.journeys.chats import Person, quiet

C1 = ChannelKey("slack", "T1", "C1")


async def safe(studio: Studio) -> None:
    binding = await binding_at(studio.house.database, C1)
    assert binding
    async with studio.house.database.writing((await studio.tenants.at(SUMMER)).access) as unit:
        await channels.mark(unit, binding, "client_safe", True)


async def test_whom_a_comment_calls_is_told_directly_and_answers_from_there(studio: Studio) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    await studio.deliver("one")
    said = await cora("/comment swot text Too loud for @UMIA and @nobody?", "C1")
    assert "I tell mia." in said.text
    [(to, told)] = await studio.tick()
    assert (to.account, to.direct) == ("UMIA", True)
    assert "cora writes on Title version 1, `text` (Acme › nike › summer):" in told.text
    assert "> Too loud for @UMIA and @nobody?" in told.text
    await mia.press("Answer cora", of=told)
    assert "I tell cora" not in (await mia("We keep it, @mia says so")).text
    [(to, told)] = await studio.tick()
    assert (to.account, "> We keep it" in told.text) == ("UCORA", True)
    shown = await cora("/댓글 목록 swot", "C1")
    assert [line for block in shown.sections[0].blocks for line in block.items if line.startswith("↳ mia")]  # type: ignore[union-attr]
    assert "no part 'text.more'" in (await cora("/comment swot text.more hm", "C1")).text


async def test_the_client_sees_only_what_calls_them(studio: Studio) -> None:
    cora, cleo = studio.person("cora"), studio.person("cleo")
    await studio.deliver("one")
    await cora("/comment swot the client will hate this", "C1")
    await cora("/comment swot what do you say, @cleo?", "C1")
    seen = (await cleo("/comments swot", "C1")).text
    assert ("what do you say" in seen, "hate" in seen) == (True, False)
    await cora("/task add tell the client nothing yet due today", "C1")
    await studio.person("mia")("/digest add daily 09:00", "C1")
    seen = [(await one("/digest preview", "C1")).text for one in (cora, cleo)]
    assert ["nothing yet" in text for text in seen] == [True, False]
    assert "nothing yet" not in (await cleo("/tasks", "C1")).text
    assert (await cleo("/task add do my homework", "C1")).status == "refused"
    await safe(studio)
    assert "hate" not in (await cora("/comments swot", "C1")).text


async def test_a_task_goes_to_its_owner_who_is_reminded_on_its_day(studio: Studio, time: Time) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    added = await cora('/task add "Send the copy to print" @mia due Friday check=2026-11-20', "C1")
    assert "Send the copy to print · mia · due 2026-11-06 · check 2026-11-20 · acme/nike/summer" in added.text
    [(to, told)] = await studio.tick()
    assert (to.account, "cora gives you a task" in told.text) == ("UMIA", True)
    time.set("2026-11-06T08:59")
    assert await studio.tick() == []
    time.set("2026-11-06T09:00")
    [(to, due)] = await studio.tick()
    assert (to.account, "Due today: Send the copy to print" in due.text) == ("UMIA", True)
    assert "Done: Send the copy to print" in (await mia.press("Done", of=due)).text
    time.set("2026-11-20T09:00")
    [(_, check)] = await studio.tick()
    assert "Time to check what came of it" in check.text
    assert "열린 할 일이 없습니다" in (await cora("/할일", "C1")).text


async def test_days_are_read_in_both_languages(studio: Studio) -> None:
    cora = studio.person("cora")
    for said, line in (
        ("/할일 추가 시안을 @mia 님께 다음 주 수요일까지 보내기", "시안을 보내기 · mia · 기한 2026-11-11"),
        ("/할 일 추가 통계 확인 기한 12월 3일", "통계 확인 · 담당자 미정 · 기한 2026-12-03"),
        ("/task add call the printer by 12 December", "call the printer · nobody yet · due 2026-12-12"),
        ("/task add check the ads tomorrow", "check the ads · nobody yet · due 2026-11-03"),
        ("/task add show the deck on Friday @me", "show the deck · cora · due 2026-11-06"),
        ("/task add a note by Anna", "a note by Anna · nobody yet · acme"),
    ):
        assert line in (await cora(said, "C1", thread=said)).text
    assert "no day" in (await cora("/task add x due someday", "C1")).text
    assert "Nobody at this place is called 'zoe'" in (await cora("/task add x @zoe", "C1")).text


async def test_who_has_no_account_is_told_in_the_channel_once_a_day(studio: Studio, time: Time) -> None:
    """nina has none: the channel hears it, with all else that waits for her, unless people from outside read along."""
    cora = studio.person("cora")
    await studio.deliver("one")
    await cora("/comment swot look, @nina", "C1")
    await cora("/task add check the number @nina", "C1")
    [(to, told)] = await studio.tick()
    assert (to.channel, to.direct) == ("C1", False)
    assert told.text.startswith("@nina cora 님이 Title 버전 1")
    assert "cora 님이 할 일을 맡겼습니다" in told.text
    await cora("/comment swot again, @nina", "C1")
    assert await studio.tick() == []
    time.set("2026-11-03T09:00")
    assert len(await studio.tick()) == 1
    await safe(studio)
    await cora("/comment swot only us, @nina", "C1")
    time.set("2026-11-04T09:00")
    assert await studio.tick() == []
    kept = await Turns(studio.house)(
        Person(studio.house, "console", "nina", "nina", workspace="local").heard("/notices", SUMMER), quiet
    )
    assert "only us, @nina" in kept.text


async def test_any_number_of_couriers_and_crashes_bring_a_notice_once(studio: Studio) -> None:
    await studio.deliver("one")
    await studio.person("cora")("/comment swot @mia see this", "C1")
    couriers = [Courier(studio.house, studio.inbox, {"slack"}) for _ in range(4)]
    await asyncio.gather(*(one.look() for one in couriers))
    assert len(studio.inbox.taken) == 1
    [due] = studio.inbox.taken
    notice = await notices.one(studio.house.database, due.event_id.removeprefix("notice:"))
    assert notice
    await notices.settle(studio.house.database, notice, "waiting")
    await Courier(studio.house, studio.inbox, {"slack"}).look()
    assert [one.event_id for one in studio.inbox.taken] == [due.event_id]
    forged = heard(notice)
    for change in ({"account": "UCORA"}, {"channel": "C2", "direct": False}):
        assert (await Turns(studio.house)(replace(forged, **change), quiet)).status == "refused"


async def test_a_wish_reaches_an_admin_as_a_direct_message_which_grants_it(studio: Studio) -> None:
    async with studio.house.database.writing((await studio.tenants.at("acme")).access) as unit:
        await users.link(unit, unit.actor.user, "slack", "T1/UOWNER")
        await users.speak(unit, "en")
    stranger, owner = Person(studio.house, "slack", "UNEW", "Newt"), studio.person("owner")
    await stranger("SWOT please", "C1")
    await stranger("/join", "C1")
    [(to, told)] = await studio.tick()
    assert (to.account, to.direct) == ("UOWNER", True)
    assert "Newt (Slack) asks to be let in at Acme › nike › summer." in told.text
    assert "Newt" in (await owner.press("Grant", of=told)).text
    assert (await stranger("/where", "C1")).scope == SUMMER
    await stranger("/join", "C1")
    assert await studio.tick() == []


async def test_the_own_page_and_the_digest_list_what_waits(studio: Studio, time: Time) -> None:
    cora, mia = studio.person("cora"), studio.person("mia")
    await studio.deliver("one")
    await cora("/approve request", "C1")
    await cora("/task add send it @mia due Friday", "C1")
    page = await mia.hears(mia.heard(kind="opened"))
    assert "Title version 1, round 1 · asked by cora" in page.text
    assert "send it · mia · due 2026-11-06" in page.text
    assert "News (2)" in [one.label for one in page.buttons]
    news = await mia.press("News", of=page)
    assert "News for you: 2" in news.text
    assert "Nothing new for you" in (await mia("/notices")).text
    assert await studio.tick() == []

    await mia("/digest add daily 09:00", "C1")
    other = await mia("/digest add daily 09:00", "C1")
    assert "one unasked post a day" in other.text
    time.set("2026-11-03T09:00")
    chat = DigestChat(studio.house, studio.tenants)
    first, second = await tick(chat, studio.inbox)
    assert ("Approvals and tasks due" in first.text, second.silent) == (True, True)
    assert "send it · mia · due 2026-11-06" in first.text
    await safe(studio)
    time.set("2026-11-04T09:00")
    told = "\n".join(one.text for one in await tick(chat, studio.inbox))
    assert "send it" not in told
    assert "asked by cora" not in told
    assert "nothing new" in told


async def test_a_refused_direct_message_is_called_out_once_a_day_and_says_nothing_of_the_matter(
    studio: Studio, time: Time
) -> None:
    mend = Mender(studio.house.database, {}, Astray(studio.house.database, partial(find, studio.house)))
    await studio.deliver("one")
    await studio.person("cora")("/comment swot for @mia only", "C1")
    [(due, _)] = await studio.tick()
    assert due.direct
    await safe(studio)
    there = await mend(Rejected("removed"), due)
    assert there
    assert there.reply
    assert (there.heard.channel, there.heard.direct, there.heard.account) == ("C1", False, "")
    assert there.reply.text.startswith("@mia something waits for you")
    assert not any(word in there.reply.text for word in ("cora", "only", "Title", "swot"))
    assert await mend(Rejected("forbidden"), due) is None, "the channel has had something unasked today"
    time.set("2026-11-03T09:00")
    assert await mend(Rejected("forbidden"), due)
    assert await mend(Rejected("forbidden"), there.heard) is None
    assert await mend(Rejected("revoked"), due) is None
