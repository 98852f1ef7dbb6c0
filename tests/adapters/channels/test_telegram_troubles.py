"""Telegram on a bad day: nothing is lost, nothing is said twice."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from adapters.channels.telegram import CHANNEL
from bot.ports import Ambiguous, Rejected
from bot.types import Heard
from config.channels import Telegram as Settings
from tests.contracts.channel import REPLY, Spool, until
from tests.wires.telegram.server import TOKEN, BotApi, serving
from tests.wires.telegram.stage import SECRET, TelegramStage, painted, playing
from tests.wires.telegram.world import JOE

TO = Heard("telegram", "7000001", "501", "501", "안녕하세요", "update/1", reach={"message": "", "draft": "0"})


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with serving() as api:
        yield api


@pytest.fixture
async def stage(api: BotApi) -> AsyncIterator[TelegramStage]:
    async with playing(api=api) as stage:
        yield stage


async def test_the_offset_moves_only_when_the_inbox_has_it_even_over_a_crash(api: BotApi) -> None:
    """The first process dies between hearing and keeping; the second hears it."""
    async with playing(api=api) as first:
        first.inbox.open.clear()
        await first.say("잃으면 안 되는 말")
        await until(lambda: first.inbox.waiting == 1)
        assert first.inbox.taken == []
    assert api.updates
    async with playing(api=api) as second:
        assert (await second.inbox.until(1)).text == "잃으면 안 되는 말"
        await until(lambda: not api.updates)


async def test_what_came_before_a_trouble_is_not_brought_again(stage: TelegramStage) -> None:
    await stage.say("하나")
    await stage.inbox.until(1)
    stage.inbox.trouble = ConnectionError("away")
    await stage.say("둘")
    await stage.say("셋")
    await asyncio.sleep(0.1)
    stage.inbox.trouble = None
    await stage.inbox.until(3)
    assert [heard.text for heard in stage.inbox.offered] == ["하나", "둘", "셋"]


async def test_a_second_poller_takes_over_from_the_first(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(api=api) as first, playing(api=api) as second:
        await until(lambda: "another process polls" in caplog.text)
        await first.say("누구든 들으면 됩니다")
        await until(lambda: bool(first.inbox.taken or second.inbox.taken))
        assert first.platform.alone


@pytest.mark.parametrize("kind", ["cut", "garbage"])
async def test_polling_goes_on_after(stage: TelegramStage, kind: str) -> None:
    if kind == "cut":
        stage.api.trouble("cut", "getUpdates")
    else:
        stage.api.trouble("garbage", "getUpdates")
    stage.api.refuse(502, "Bad Gateway", "getUpdates")
    stage.api.refuse(429, "Too Many Requests: retry after 1", "getUpdates", retry_after=1)
    await stage.say("하나")
    await until(lambda: not stage.api.troubles)
    await stage.say("둘")
    assert (await stage.inbox.until(2)).text == "둘"


async def test_an_update_of_a_new_kind_does_not_stop_the_others(stage: TelegramStage) -> None:
    stage.api.world.push({"message": {"message_id": "no number", "date": "never", "chat": 3}})
    await stage.say("그다음 말")
    assert (await stage.inbox.until(1)).text == "그다음 말"
    await until(lambda: not stage.api.updates)


async def test_a_message_that_has_grown_beyond_the_sdk_is_read_by_what_matters(stage: TelegramStage) -> None:
    stage.api.world.say(stage.chat, "@stratum_bot 새 판", poll={"of": "another time"}, has_spoiler="perhaps")
    assert (await stage.inbox.until(1)).text == "새 판"


async def test_a_server_that_says_less_of_members_than_the_sdk_wants_is_understood(
    stage: TelegramStage,
) -> None:
    for was, now in (("left", "administrator"), ("administrator", "kicked")):
        members = {
            f"{side}_chat_member": {"user": stage.api.world.bot, "status": status}
            for side, status in (("old", was), ("new", now))
        }
        group = stage.api.world.group()
        stage.api.world.push({"my_chat_member": {"chat": group, "from": JOE, "date": 1, **members}})
    assert (await stage.inbox.until(1)).kind == "joined"
    assert (await stage.inbox.until(2)).kind == "left"


async def test_an_answer_that_has_grown_beyond_the_sdk_is_an_answer(stage: TelegramStage) -> None:
    stage.api.overlay = {"message_id": 77, "date": 1, "chat": {"id": 501, "type": "hologram", "photo": 3}}
    posted = await stage.platform.mouth.post(TO, REPLY, "k")
    assert posted.ids == ("77",)


async def test_a_token_that_is_revoked_ends_the_hearing(api: BotApi) -> None:
    platform = CHANNEL(Spool(), Settings("7000001:revoked", api.address), lambda: painted)
    with pytest.raises(Rejected) as raised:
        await platform.run()
    assert raised.value.reason == "revoked"
    [finding] = await platform.check()
    assert (finding.name, finding.ok) == ("telegram.token", False)
    await platform.aclose()


async def test_a_token_that_is_none_is_found(api: BotApi) -> None:
    platform = CHANNEL(Spool(), Settings("no token", api.address), lambda: painted)
    [finding] = await platform.check()
    assert (finding.name, finding.ok) == ("telegram.token", False)
    await platform.aclose()


async def test_a_server_that_is_not_there_takes_nothing_for_certain() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    platform = CHANNEL(Spool(), Settings(TOKEN, f"http://127.0.0.1:{port}"), lambda: painted)
    with pytest.raises(Rejected) as raised:
        await platform.mouth.post(TO, REPLY, "k")
    assert raised.value.reason == "unavailable"
    [finding] = await platform.check()
    assert (finding.name, finding.ok) == ("telegram.reached", False)
    await platform.aclose()


@pytest.mark.parametrize(("status", "said"), [(500, "Internal Server Error"), (502, "Bad Gateway")])
async def test_a_failing_server_is_ambiguous(stage: TelegramStage, status: int, said: str) -> None:
    stage.api.refuse(status, said)
    with pytest.raises(Ambiguous):
        await stage.platform.mouth.post(TO, REPLY, "k")
    assert len(stage.api.called("sendMessage")) == 1


@pytest.mark.parametrize("kind", ["drop", "cut", "garbage"])
async def test_a_post_is_made_once_whatever_becomes_of_its_answer(stage: TelegramStage, kind: str) -> None:
    stage.api.trouble(kind)  # type: ignore[arg-type]
    with pytest.raises(Ambiguous):
        await stage.platform.mouth.post(TO, REPLY, "k")
    assert len(stage.api.called("sendMessage")) == 1


@pytest.mark.parametrize(
    ("status", "said", "reason"),
    [
        (400, "Bad Request: chat not found", "gone"),
        (400, "Bad Request: message thread not found", "gone"),
        (400, "Bad Request: TOPIC_CLOSED", "archived"),
        (400, "Bad Request: not enough rights to send text messages to the chat", "forbidden"),
        (400, "Bad Request: have no rights to send a message", "forbidden"),
        (401, "Unauthorized", "revoked"),
        (403, "Forbidden: bot was kicked from the supergroup chat", "removed"),
        (403, "Forbidden: user is deactivated", "removed"),
        (403, "Forbidden: bot can't initiate conversation with a user", "forbidden"),
        (413, "Request Entity Too Large", "too_long"),
    ],
)
async def test_each_refusal_has_its_reason(stage: TelegramStage, status: int, said: str, reason: str) -> None:
    stage.api.refuse(status, said)
    with pytest.raises(Rejected) as raised:
        await stage.platform.mouth.post(TO, REPLY, "k")
    assert raised.value.reason == reason
    assert stage.posts() == []


@pytest.mark.parametrize("said", ["message thread not found", "TOPIC_CLOSED"])
async def test_a_topic_that_ended_ends_no_group(api: BotApi, said: str) -> None:
    async with playing(group=True, api=api) as stage:
        chat = str(stage.chat["id"])
        to = replace(TO, channel=chat, thread=f"{chat}:77", direct=False, reach={"message": "5"})
        api.refuse(400, f"Bad Request: {said}")
        await stage.platform.mouth.voice(to).final(REPLY, "k")
        [told] = [call for call in api.called("sendMessage") if "message_thread_id" not in call]
        assert "오전입니다" in told["text"]
        assert len(stage.posts()) == 1


async def test_a_group_that_moved_says_where(stage: TelegramStage) -> None:
    stage.api.refuse(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100777
    )
    with pytest.raises(Rejected) as raised:
        await stage.platform.mouth.post(TO, REPLY, "k")
    assert (raised.value.reason, raised.value.moved_to) == ("gone", "-100777")


async def test_what_has_begun_waits_instead_of_being_throttled(stage: TelegramStage) -> None:
    long = replace(REPLY, text="\n\n".join(f"문단 {number} " + "가" * 500 for number in range(20)))
    stage.api.refuse(429, "Too Many Requests: retry after 1", after=1, retry_after=1)
    posted = await stage.platform.mouth.post(TO, long, "k")
    assert len(posted.ids) == len(stage.posts()) == 3
    assert "".join(stage.posts()).count("문단") == 20


async def test_what_breaks_in_the_middle_is_ambiguous(stage: TelegramStage) -> None:
    long = replace(REPLY, text="\n\n".join(f"문단 {number} " + "가" * 500 for number in range(20)))
    stage.api.refuse(403, "Forbidden: bot was blocked by the user", after=2)
    with pytest.raises(Ambiguous):
        await stage.platform.mouth.post(TO, long, "k")
    assert len(stage.posts()) == 2


async def test_formats_that_are_refused_are_left_away_and_links_stay_readable(stage: TelegramStage) -> None:
    stage.api.refuse(400, "Bad Request: can't parse entities: unsupported", "sendMessage")
    reply = replace(REPLY, text="**굵게** [보고서](https://example.com/a_(b))")
    await stage.platform.mouth.post(TO, reply, "k")
    assert stage.posts() == ["굵게 보고서 (https://example.com/a_(b))"]
    assert "entities" not in stage.api.called("sendMessage")[-1]


async def test_the_clock_of_a_click_has_run_out(stage: TelegramStage) -> None:
    """Telegram does not take its answer any more, and the house hears it all the same."""
    own = stage.api.world.keep(stage.chat, {"from": stage.api.world.bot, "text": "?"})
    stage.api.world.press_data(stage.chat, own, "strategy swot")
    stage.api.world.clicks.clear()
    assert (await stage.inbox.until(1)).action == "strategy swot"
    await until(lambda: bool(stage.api.called("answerCallbackQuery")))
    await stage.say("아직 듣습니다")
    await stage.inbox.until(2)


async def test_a_webhook_is_nobody_elses() -> None:
    async with playing("webhook") as stage, ClientSession() as client:
        body = {"update_id": 1, "message": stage.api.world.keep(stage.chat, {"text": "나쁜 말"})}
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]}):
            async with client.post(stage.api.hook.url, json=body, headers=headers) as answer:
                assert answer.status == 401
        right = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with client.post(stage.api.hook.url, data=b"{", headers=right) as answer:
            assert answer.status == 400
        async with client.post(
            stage.api.hook.url, json={"update_id": 1, "message": 3}, headers=right
        ) as answer:
            assert answer.status == 200
        assert stage.inbox.offered == []
        assert stage.api.hook.secret == SECRET
        assert not stage.platform.alone


async def test_without_a_secret_there_is_no_webhook(api: BotApi) -> None:
    settings = Settings(TOKEN, api.address, webhook_secret="", public_url="https://bot.example")
    platform = CHANNEL(Spool(), settings, lambda: painted)
    assert platform.alone
    await platform.aclose()


async def test_polling_ends_a_webhook_that_was_left_and_keeps_what_waits(api: BotApi) -> None:
    api.hook.url = "http://127.0.0.1:9/gone"
    api.world.say(api.world.private(), "웹훅 때 한 말")
    async with playing(api=api) as stage:
        assert (await stage.inbox.until(1)).text == "웹훅 때 한 말"
    [left] = api.called("deleteWebhook")
    assert not left.get("drop_pending_updates")


async def test_a_throttled_edit_holds_all_previews_of_that_chat() -> None:
    async with playing(group=True) as stage:
        await stage.say("분석해 주세요")
        heard = await stage.inbox.until(1)
        one, two = (stage.platform.mouth.voice(heard) for _ in range(2))
        stage.throttle(60)
        await one.preview("하나, 둘, 셋, 넷, 다섯")
        calls = len(stage.api.calls)
        await two.preview("여섯, 일곱, 여덟, 아홉, 열")
        await two.status("하고 있습니다")
        assert len([call for call in stage.api.calls[calls:] if call[0] != "getUpdates"]) == 0
        await two.final(REPLY, "k")
        assert len(stage.posts()) == 1


async def test_a_hearing_server_without_an_answer_for_the_name_is_asked_again(api: BotApi) -> None:
    api.trouble("garbage", "getMe")
    api.refuse(429, "Too Many Requests: retry after 1", "getMyCommands", retry_after=1)
    async with playing(api=api) as stage:
        await stage.say("이제 들립니다")
        await stage.inbox.until(1)


async def test_a_server_that_knows_only_the_old_methods_is_enough(api: BotApi) -> None:
    """As other people's emulators are: no menu, no drafts, no rich messages, no such JSON."""
    api.foreign = True
    api.unknown |= {"getMyCommands", "setMyCommands", "sendMessageDraft", "sendRichMessage", "getWebhookInfo"}
    api.methods.world.bot.pop("is_bot")
    async with playing(api=api) as stage:
        await stage.say("표로 보여 주세요")
        voice = stage.platform.mouth.voice(await stage.inbox.until(1))
        await voice.preview("표를 만들고 있습니다")
        await voice.final(replace(REPLY, text="| 가 | 나 |\n|---|---|\n| 1 | 2 |"), "k")
        assert stage.posts() == ["가 │ 나\n───┼───\n1  │ 2"]
        assert all(finding.ok for finding in await stage.platform.check())


async def test_a_server_that_nods_at_what_it_does_not_know_gets_words(stage: TelegramStage) -> None:
    stage.api.trouble("nod", "sendRichMessage")
    table = replace(REPLY, text="| 채널 | 비중 |\n|---|---|\n| 인스타그램 | 80% |")
    await stage.platform.mouth.post(TO, table, "k")
    assert len(stage.api.called("sendRichMessage")) == 1
    [post] = stage.posts()
    assert "인스타그램" in post


async def test_a_server_that_passes_over_a_rich_edit_gets_words(api: BotApi) -> None:
    async with playing(api=api, group=True) as stage:
        await stage.say("표로 보여 주세요")
        voice = stage.platform.mouth.voice(await stage.inbox.until(1))
        await voice.preview("표를 만들고 있습니다")
        api.overlay = {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -1001234, "type": "supergroup"},
            "text": "…",
        }
        await voice.final(replace(REPLY, text="| 가 | 나 |\n|---|---|\n| 1 | 2 |"), "k")
        assert [("가 │ 나" in post) for post in stage.posts()] == [True]
