"""What people and Slack do, as the house hears it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from agents.types import Button
from bot.ports import Rejected
from bot.types import Heard
from tests.contracts.channel import REPLY, until
from tests.wires.slack.server import Fate, Trouble
from tests.wires.slack.stage import OnSlack, by_request, on_socket


@pytest.fixture
async def stage() -> AsyncIterator[OnSlack]:
    async with on_socket() as made:
        yield made


async def first(stage: OnSlack, count: int = 1) -> Heard:
    return await stage.inbox.until(count)


async def test_a_mention_is_heard_with_who_and_where(stage: OnSlack) -> None:
    await stage.person.mentions("SWOT &lt;리틀크럼&gt; &amp; 봄 <https://crumb.example|crumb.example>")
    heard = await first(stage)
    assert heard.text == "SWOT <리틀크럼> & 봄 https://crumb.example"
    assert (heard.platform, heard.workspace, heard.channel, heard.account) == (
        "slack",
        "T0STUDIO",
        "C0CRUMB",
        "U0MINA",
    )
    assert (heard.name, heard.direct, heard.overheard, heard.outsider) == ("민아", False, False, False)
    assert stage.person.last
    assert heard.thread == stage.person.last["ts"]
    assert heard.event_id == f"C0CRUMB:{heard.thread}"
    assert heard.keys[0].startswith("Ev")


async def test_a_direct_message_needs_no_mention(stage: OnSlack) -> None:
    stage.person.channel = "D0MINA"
    await stage.person.says("우리 가게 좀 봐 주세요")
    heard = await first(stage)
    assert (heard.direct, heard.overheard, heard.text) == (True, False, "우리 가게 좀 봐 주세요")


async def test_words_in_a_channel_that_are_not_for_the_bot_are_only_overheard(stage: OnSlack) -> None:
    await stage.person.says("점심 뭐 먹을까요")
    assert (await first(stage)).overheard


@pytest.mark.parametrize(
    ("said", "text"), [("!stratum swot", "swot"), ("!스트라텀 도움말", "도움말"), ("!Stratum", "")]
)
async def test_a_call_by_name_works_where_slash_commands_do_not(stage: OnSlack, said: str, text: str) -> None:
    root = await stage.person.says("시작")
    await stage.person.says(said, root["ts"])
    heard = await first(stage, 2)
    assert (heard.overheard, heard.text, heard.thread) == (False, text, root["ts"])
    assert heard.action == ("" if text else "hello")


@pytest.mark.parametrize("seen", [True, False])
async def test_what_is_said_in_a_thread_that_began_with_the_bot_is_said_to_it(
    stage: OnSlack, seen: bool
) -> None:
    root = stage.server.workspace.said("C0CRUMB", "U0JUN", "<@U0BOT> SWOT")
    if seen:
        await stage.person.tells(root)
    await stage.person.says("네, 맞아요", root["ts"])
    assert not (await first(stage, 2 if seen else 1)).overheard
    assert len(stage.server.sent("conversations.replies")) == (0 if seen else 1)


async def test_a_thread_of_others_stays_theirs_though_the_bot_was_called_in_it(stage: OnSlack) -> None:
    root = stage.server.workspace.said("C0CRUMB", "U0JUN", "점심 뭐 먹을까요")
    await stage.person.mentions("메뉴 추천", root["ts"])
    await stage.person.says("김밥?", root["ts"])
    assert [heard.overheard for heard in [await first(stage), await first(stage, 2)]] == [False, True]
    assert len(stage.server.sent("conversations.replies")) == 1


async def test_where_slack_does_not_tell_whose_a_thread_is_only_the_bots_own_words_count(
    stage: OnSlack,
) -> None:
    root = stage.server.workspace.said("C0CRUMB", "U0BOT", "다이제스트")
    other = stage.server.workspace.said("C0CRUMB", "U0JUN", "<@U0BOT> SWOT")
    stage.server.fates += [Fate("throttled", 1.0, method="conversations.replies")] * 2
    await stage.person.says("좋네요", root["ts"])
    await stage.person.says("네", other["ts"])
    assert [heard.overheard for heard in [await first(stage), await first(stage, 2)]] == [False, True]


async def test_an_exclamation_in_a_thread_keeps_its_words(stage: OnSlack) -> None:
    root = await stage.person.says("시작")
    await stage.person.says("!swot", root["ts"])
    assert ((await first(stage, 2)).text, (await first(stage, 2)).overheard) == ("!swot", True)


async def test_a_bare_mention_is_a_hello(stage: OnSlack) -> None:
    await stage.person.mentions("")
    assert ((await first(stage)).text, (await first(stage)).action) == ("", "hello")


async def test_bots_and_notices_are_not_heard(stage: OnSlack) -> None:
    await stage.person.says("from a bot", bot_id="B0OTHER")
    await stage.person.says("joined", subtype="channel_join")
    stage.person.user = "U0BOT"
    await stage.person.says("what I said myself")
    stage.person.user = "U0MINA"
    await stage.person.mentions("from a person")
    assert (await first(stage)).text == "from a person"
    await until(stage.delivery.acknowledged)
    assert len(stage.inbox.offered) == 1


@pytest.mark.parametrize("user", ["U0GUEST", "U0OTHER", "U0UNKNOWN"])
async def test_guests_and_people_of_other_companies_are_noticed(stage: OnSlack, user: str) -> None:
    stage.person.user = user
    await stage.person.mentions("hello")
    assert (await first(stage)).outsider


async def test_the_payload_alone_gives_away_another_company(stage: OnSlack) -> None:
    await stage.person.mentions("hello", user_team="T0OTHER")
    assert (await first(stage)).outsider


async def test_a_person_is_asked_for_once(stage: OnSlack) -> None:
    for _ in range(3):
        await stage.person.mentions("hello")
    await first(stage, 3)
    assert len(stage.server.sent("users.info")) == 1


async def test_a_channel_is_heard_in_its_order(stage: OnSlack) -> None:
    for number in range(30):
        stage.person.user = ("U0MINA", "U0JUN", "U0GUEST")[number % 3]
        await stage.person.mentions(f"word {number}")
    await first(stage, 30)
    assert [heard.text for heard in stage.inbox.taken] == [f"word {number}" for number in range(30)]


async def test_a_change_of_words_and_a_deletion_name_their_message(stage: OnSlack) -> None:
    await stage.person.mentions("처음")
    await first(stage)
    assert stage.person.last
    await stage.person.edits("<@U0BOT> 고침")
    edited = await first(stage, 2)
    await stage.person.deletes()
    deleted = await first(stage, 3)
    ts = stage.person.last["ts"]
    assert (edited.kind, edited.text, edited.target, edited.thread) == ("edited", "고침", ts, ts)
    assert (deleted.kind, deleted.text, deleted.target, deleted.thread) == ("deleted", "", ts, ts)


async def test_a_preview_of_a_link_is_no_edit(stage: OnSlack) -> None:
    await stage.person.mentions("보세요")
    before = stage.person.last or {}
    event = {
        "type": "message", "subtype": "message_changed", "channel": "C0CRUMB", "channel_type": "channel",
        "message": before | {"attachments": [{"title": "a page"}]}, "previous_message": before,
    }  # fmt: skip
    await stage.person.event(event)
    await until(stage.delivery.acknowledged)
    assert len(stage.inbox.offered) == 1


@pytest.mark.parametrize("command", ["/stratum", "/스트라텀"])
async def test_a_slash_command_is_heard_once_and_answered_at_once(stage: OnSlack, command: str) -> None:
    await stage.person.commands("swot 리틀크럼", command)
    heard = await first(stage)
    assert (heard.text, heard.action, heard.channel) == ("/stratum swot 리틀크럼", "", "C0CRUMB")
    await until(stage.delivery.acknowledged)
    await stage.delivery.again()
    await until(lambda: len(stage.inbox.offered) == 2)
    assert len(stage.inbox.taken) == 1


async def test_the_thread_below_the_answer_to_a_command_is_the_commands_own(stage: OnSlack) -> None:
    await stage.person.commands("swot")
    heard = await first(stage)
    posted = await stage.platform.mouth.voice(heard).final(REPLY, "key-1")
    await stage.person.says("더 자세히", posted.ids[0])
    assert (await first(stage, 2)).thread == heard.thread


async def test_another_process_learns_the_thread_from_the_answer_itself() -> None:
    async with on_socket() as here:
        await here.person.commands("swot")
        heard = await first(here)
        await here.platform.mouth.voice(heard).final(REPLY, "key-1")
        [root] = here.server.workspace.of_bot("C0CRUMB")
        async with by_request() as there:
            there.server.workspace.channels["C0CRUMB"].messages.append(root)
            await there.person.says("더 자세히", root["ts"])
            assert (await first(there)).thread == heard.thread
            await there.person.says("그리고?", root["ts"])
            assert (await first(there, 2)).thread == heard.thread
            assert len(there.server.sent("conversations.replies")) == 1


async def test_a_button_below_the_answer_to_a_command_stays_in_its_thread(stage: OnSlack) -> None:
    await stage.person.commands("swot")
    heard = await first(stage)
    reply = REPLY.__class__("ok", "네", "", "m", buttons=(Button("맞아요", "strategy confirm"),))
    await stage.platform.mouth.voice(heard).final(reply, "key-1")
    await stage.person.presses("맞아요")
    pressed = await first(stage, 2)
    assert (pressed.thread, pressed.action) == (heard.thread, "strategy confirm")


async def test_files_come_along_and_are_fetched(stage: OnSlack) -> None:
    brief = stage.person.uploads("브리프.md", "# 리틀크럼".encode())
    await stage.person.mentions("", files=[brief], subtype="file_share")
    heard = await first(stage)
    [file] = heard.files
    assert (file.name, file.media, heard.action) == ("브리프.md", "text/markdown", "")
    assert await stage.platform.mouth.fetch(heard, file) == "# 리틀크럼".encode()


@pytest.mark.parametrize("trouble", ["throttled", "broken"])
async def test_a_file_that_is_not_reached_is_a_refusal_and_no_doubt(stage: OnSlack, trouble: Trouble) -> None:
    brief = stage.person.uploads("brief.md", b"x")
    await stage.person.mentions("", files=[brief])
    heard = await first(stage)
    stage.server.fates.append(Fate(trouble, 1.0, method="files.info"))
    with pytest.raises(Rejected, match="unavailable"):
        await stage.platform.mouth.fetch(heard, heard.files[0])


async def test_that_another_company_reads_along_is_told_once_in_a_while(stage: OnSlack) -> None:
    for text in ("SWOT", "계획"):
        message = stage.server.workspace.said("C0CRUMB", "U0MINA", f"<@U0BOT> {text}")
        event = message | {"type": "app_mention", "channel": "C0CRUMB", "event_ts": message["ts"]}
        await stage.person.event(event, is_ext_shared_channel=True)
    await first(stage, 3)
    assert sorted((one.kind, one.text) for one in stage.inbox.taken) == [
        ("message", "SWOT"), ("message", "계획"), ("shared", ""),
    ]  # fmt: skip
    shared = next(one for one in stage.inbox.taken if one.kind == "shared")
    assert (shared.account, shared.outsider) == ("", False)


async def test_an_edit_keeps_the_call_by_name_out_of_the_words(stage: OnSlack) -> None:
    await stage.person.says("!stratum swot")
    await stage.person.edits("!stratum swot 봄")
    edited = await first(stage, 2)
    assert (edited.kind, edited.text, edited.overheard) == ("edited", "swot 봄", False)


async def test_a_file_that_is_gone_is_refused(stage: OnSlack) -> None:
    brief = stage.person.uploads("brief.md", b"x")
    await stage.person.mentions("", files=[brief])
    heard = await first(stage)
    del stage.server.workspace.uploads[brief["id"]]
    with pytest.raises(Rejected, match="gone"):
        await stage.platform.mouth.fetch(heard, heard.files[0])


async def test_the_bot_comes_and_goes(stage: OnSlack) -> None:
    await stage.person.event({"type": "member_joined_channel", "user": "U0MINA", "channel": "C0CRUMB"})
    joined = {"type": "member_joined_channel", "user": "U0BOT", "channel": "C0CRUMB", "inviter": "U0MINA"}
    await stage.person.event(joined)
    await stage.person.event({"type": "channel_left", "channel": "C0CRUMB"})
    left = await first(stage, 2)
    assert [(one.kind, one.channel, one.account) for one in stage.inbox.taken] == [
        ("joined", "C0CRUMB", "U0MINA"),
        ("left", "C0CRUMB", ""),
    ]
    assert stage.inbox.taken[0].text == "리틀크럼"
    assert left.event_id != stage.inbox.taken[0].event_id


async def test_a_channel_that_is_opened_again_or_shared_is_told(stage: OnSlack) -> None:
    await stage.person.event({"type": "channel_unarchive", "channel": "C0CRUMB", "user": "U0MINA"})
    await stage.person.event({"type": "channel_shared", "channel": "C0CRUMB", "connected_team_id": "T0OTHER"})
    await first(stage, 2)
    assert [(one.kind, one.channel, one.account, one.text) for one in stage.inbox.taken] == [
        ("joined", "C0CRUMB", "U0MINA", "리틀크럼"),
        ("shared", "C0CRUMB", "", ""),
    ]


async def test_a_channel_that_gets_another_id_is_told(stage: OnSlack) -> None:
    event = {"type": "channel_id_changed", "old_channel_id": "C0CRUMB", "new_channel_id": "C0SHARED"}
    await stage.person.event(event)
    moved = await first(stage)
    assert (moved.kind, moved.channel, moved.target) == ("moved", "C0CRUMB", "C0SHARED")


async def test_a_request_with_a_wrong_or_old_signature_is_not_heard() -> None:
    for wrong in ({"secret": "0" * 32}, {"skew": -600.0}):
        async with by_request(**wrong) as stage:
            await stage.person.mentions("hello")
            await until(lambda stage=stage: stage.delivery.posts[0].status != 0)  # type: ignore[attr-defined]
            assert stage.delivery.posts[0].status == 401  # type: ignore[attr-defined]
            assert stage.inbox.offered == []


async def test_the_address_is_verified_as_slack_does() -> None:
    async with by_request() as stage:
        await stage.delivery.deliver(
            "events_api", {"type": "url_verification", "challenge": "abc", "token": "t"}
        )
        await until(stage.delivery.acknowledged)
        assert stage.delivery.answer() == {"challenge": "abc"}


async def test_a_retry_after_a_slow_answer_is_the_same_event() -> None:
    async with by_request() as stage:
        stage.inbox.open.clear()
        await stage.person.mentions("hello")
        await until(lambda: stage.inbox.waiting == 1)
        await stage.delivery.again()
        await asyncio.sleep(0.1)
        stage.inbox.open.set()
        await until(lambda: len(stage.inbox.offered) == 2)
        assert len(stage.inbox.taken) == 1


async def test_payloads_with_the_least_that_slack_may_send_are_heard_as_well(stage: OnSlack) -> None:
    event = {
        "type": "message",
        "user": "U0MINA",
        "channel": "D0MINA",
        "text": "hi",
        "ts": "1700000000.000100",
    }
    least = {"type": "event_callback", "team_id": "T0STUDIO", "event": event}
    await stage.delivery.deliver("events_api", least)
    heard = await first(stage)
    assert (heard.direct, heard.workspace, heard.text, heard.keys) == (True, "T0STUDIO", "hi", ())
    command = {
        "team_id": "T0STUDIO",
        "channel_id": "C0CRUMB",
        "user_id": "U0MINA",
        "command": "/stratum",
        "text": "help",
    }
    await stage.delivery.deliver("slash_commands", command)
    asked = await first(stage, 2)
    await stage.delivery.again()
    await until(lambda: len(stage.inbox.offered) == 3)
    assert (asked.text, len(stage.inbox.taken)) == ("/stratum help", 2)
