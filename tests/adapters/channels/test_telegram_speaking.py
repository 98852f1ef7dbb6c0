"""What the bot says in Telegram, as its users see it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.channels.telegram.buttons import Buttons
from adapters.channels.telegram.line import BEAT, Line
from adapters.channels.telegram.mouth import Mouth
from adapters.channels.telegram.pace import Pace
from adapters.channels.telegram.posting import Posting
from agents.types import Button
from bot.types import Heard, Reply
from tests.contracts.channel import REPLY, until
from tests.wires.telegram.server import TOKEN
from tests.wires.telegram.stage import TelegramStage, painted, playing


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with playing() as stage:
        yield stage


@pytest.fixture
async def group() -> AsyncIterator[TelegramStage]:
    async with playing(group=True) as stage:
        yield stage


async def asked(stage: TelegramStage, text: str = "리틀크럼 분석해 주세요") -> Heard:
    await stage.say(text)
    return await stage.inbox.until(len(stage.inbox.taken) + 1)


def said_with(text: str) -> Reply:
    return replace(REPLY, text=text)


async def test_in_private_an_answer_grows_as_a_draft_with_a_stop(stage: TelegramStage) -> None:
    voice = stage.platform.mouth.voice(await asked(stage))
    await voice.status("자료를 읽고 있습니다")
    await asyncio.sleep(0.75)
    await voice.preview("매출의 **80%**가")
    thinking, growing = stage.api.called("sendMessageDraft")
    assert (thinking["text"], growing["text"]) == ("자료를 읽고 있습니다", "매출의 80%가")
    assert growing["can_stop"] is True
    assert growing["draft_id"] == thinking["draft_id"] != "0"
    assert growing["entities"] == [{"type": "bold", "offset": 4, "length": 3}]
    await voice.final(REPLY, "k")
    assert stage.api.world.drafts == {}
    assert stage.posts() == ["답변 매출의 80%가 오전입니다."]


async def test_a_server_without_drafts_has_its_message_edited(stage: TelegramStage) -> None:
    stage.api.unknown.add("sendMessageDraft")
    voice = stage.platform.mouth.voice(await asked(stage))
    await voice.preview("매출의 80%가")
    assert stage.posts() == ["매출의 80%가"]
    await voice.final(REPLY, "k")
    assert stage.posts() == ["답변 매출의 80%가 오전입니다."]


async def test_in_a_group_the_preview_becomes_the_answer_by_an_edit(group: TelegramStage) -> None:
    heard = await asked(group)
    voice = group.platform.mouth.voice(heard)
    await voice.status("자료를 읽고 있습니다")
    await voice.preview("매출의 80%가")
    posted = await voice.final(replace(REPLY, buttons=(Button("좋아요", "strategy confirm"),)), "k")
    [message] = group.api.world.seen(group.chat)
    assert posted.ids == (str(message["message_id"]),)
    assert message["reply_to_message"]["message_id"] == int(heard.reach["message"])
    assert message["reply_markup"]["inline_keyboard"] == [
        [{"text": "좋아요", "callback_data": "strategy confirm"}]
    ]
    assert [call["action"] for call in group.api.called("sendChatAction")] == ["typing"]


async def test_the_same_words_are_not_sent_again_and_not_modified_is_well(group: TelegramStage) -> None:
    voice = group.platform.mouth.voice(await asked(group))
    await voice.preview("매출의 80%가 오전입니다.")
    await voice.preview("매출의 80%가 오전입니다.")
    assert group.api.called("editMessageText") == []
    await voice.final(said_with("매출의 80%가 오전입니다."), "k")
    assert group.posts() == ["매출의 80%가 오전입니다."]


async def test_an_edit_whose_answer_was_lost_is_made_again(group: TelegramStage) -> None:
    voice = group.platform.mouth.voice(await asked(group))
    await voice.preview("매출의 80%가")
    group.drop()
    await voice.final(REPLY, "k")
    assert group.posts() == ["답변 매출의 80%가 오전입니다."]


async def test_a_preview_that_its_reader_deleted_is_no_hindrance(group: TelegramStage) -> None:
    voice = group.platform.mouth.voice(await asked(group))
    await voice.preview("매출의 80%가")
    [message] = group.api.world.seen(group.chat)
    del group.api.world.messages[group.chat["id"]][message["message_id"]]
    await voice.final(REPLY, "k")
    assert group.posts() == ["답변 매출의 80%가 오전입니다."]


async def test_a_preview_whose_answer_was_lost_is_the_last_one(group: TelegramStage) -> None:
    voice = group.platform.mouth.voice(await asked(group))
    group.drop()
    await voice.preview("매출의 80%가")
    await voice.preview("매출의 80%가 오전")
    assert len(group.posts()) == 1
    await voice.final(REPLY, "k")
    assert group.posts()[-1] == "답변 매출의 80%가 오전입니다."


async def test_in_a_topic_the_answer_stays_in_it(group: TelegramStage) -> None:
    group.api.world.say(group.chat, "/help", message_thread_id=7, is_topic_message=True)
    heard = await group.inbox.until(1)
    await group.platform.mouth.voice(heard).final(REPLY, "k")
    await group.platform.mouth.post(replace(heard, reach={}, text=""), said_with("다이제스트"), "d")
    answer, digest = group.api.world.seen(group.chat)
    assert answer["message_thread_id"] == digest["message_thread_id"] == 7
    assert "reply_to_message" not in digest


async def test_what_is_asked_in_a_group_is_answered_by_a_reply(group: TelegramStage) -> None:
    asking = replace(REPLY, expects="start agency:")
    await group.platform.mouth.voice(await asked(group)).final(asking, "k")
    [call] = group.api.called("sendMessage")
    assert call["reply_markup"] == {"force_reply": True, "selective": True}


async def test_in_private_nobody_has_to_reply(stage: TelegramStage) -> None:
    await stage.platform.mouth.voice(await asked(stage)).final(replace(REPLY, expects="start agency:"), "k")
    assert "reply_markup" not in stage.api.called("sendMessage")[0]


async def test_a_stopped_turn_without_a_preview_says_so(group: TelegramStage) -> None:
    voice = group.platform.mouth.voice(await asked(group))
    group.refuse("removed")
    await voice.stopped("멈췄습니다.")
    again = group.platform.mouth.voice(await asked(group))
    await again.stopped("멈췄습니다.")
    assert group.posts() == ["멈췄습니다."]


def test_previews_leave_room_for_the_answer() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    allowed = 0
    for second in range(60):
        now = float(second)
        if pace.may_preview(-1, private=False):
            allowed += 1
            pace.wrote(-1)
    assert allowed == 14
    pace.hold(1, 5)
    assert not pace.may_preview(1, private=True)
    now += 5
    assert pace.may_preview(1, private=True)
    assert not pace.may_preview(1, private=True)
    for chat in range(10, 30):
        pace.wrote(chat)
    assert not pace.may_preview(2, private=True)
    now += 1
    assert pace.may_preview(2, private=True)


async def test_while_it_thinks_a_group_sees_it_type_until_it_answers(group: TelegramStage) -> None:
    """A sign fades after five seconds, and is shown again before."""
    assert BEAT < 5
    line = Line(TOKEN, group.api.address, beat=0.05)
    voice = Mouth(line, Posting(line, Buttons(None), lambda: painted)).voice(await asked(group))
    await voice.status("자료를 읽고 있습니다")
    await until(lambda: len(group.api.called("sendChatAction")) >= 3)
    assert line.pulses.beating == 1
    await voice.final(REPLY, "k")
    await until(lambda: line.pulses.beating == 0)
    assert [name for name, _ in group.api.calls if name != "getUpdates"][-1] == "sendMessage"
    await line.aclose()


async def test_a_draft_is_shown_again_before_it_fades(stage: TelegramStage) -> None:
    line = Line(TOKEN, stage.api.address, beat=0.8)
    line.draft_again = 0.8
    mouth = Mouth(line, Posting(line, Buttons(None), lambda: painted))
    voice = mouth.voice(await asked(stage))
    await voice.preview("매출의 80%가")
    await until(lambda: len(stage.api.called("sendMessageDraft")) >= 2)
    first, again, *_ = stage.api.called("sendMessageDraft")
    assert first == again
    await line.aclose()


def test_each_of_several_processes_takes_its_part_of_the_previews() -> None:
    now = [1000.0]
    pace = Pace(lambda: now[0])
    pace.among = 7
    for _ in range(2):
        now[0] += 5
        assert pace.may_preview(-1, private=False)
        pace.wrote(-1)
    now[0] += 5
    assert not pace.may_preview(-1, private=False)
    now[0] += 60
    assert pace.may_preview(-1, private=False)
