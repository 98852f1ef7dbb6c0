"""The main flows as they go over the wire, held against what was reviewed."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from agents.types import Button, Grid
from bot.ports import Ambiguous, Rejected, Throttled
from bot.types import Document
from tests.contracts.channel import REPLY, until
from tests.wires.telegram.stage import TelegramStage, playing
from tests.wires.telegram.trace import Tape
from tests.wires.telegram.world import JOE

TABLE = "| 항목 | ROAS |\n|---|---|\n| 리틀크럼 | 3.2 |"


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with playing() as stage:
        yield stage


@pytest.fixture
async def group() -> AsyncIterator[TelegramStage]:
    async with playing(group=True) as stage:
        yield stage


async def test_a_command_in_private_a_draft_an_answer_a_click(stage: TelegramStage) -> None:
    tape = Tape(stage)
    stage.api.world.say(stage.chat, "/전략 swot 리틀크럼")
    voice = stage.platform.mouth.voice(tape.heard(await stage.inbox.until(1)))
    await voice.preview("매출의 **80%**가")
    await voice.final(replace(REPLY, buttons=(Button("고치기", "strategy fix"),)), "k")
    await stage.press("고치기")
    clicked = await stage.inbox.until(2)
    await until(lambda: bool(stage.api.called("answerCallbackQuery")) and not stage.api.world.clicks)
    tape.heard(clicked)
    await stage.platform.mouth.voice(clicked).final(
        replace(REPLY, text="무엇을 고칠까요?", expects="fix:"), "k2"
    )
    tape.check("private")


async def test_a_mention_in_a_group_a_preview_and_its_answer(group: TelegramStage) -> None:
    tape = Tape(group)
    group.api.world.say(
        group.chat, "@stratum_bot 리틀크럼 어때요?", message_thread_id=7, is_topic_message=True
    )
    voice = group.platform.mouth.voice(tape.heard(await group.inbox.until(1)))
    await voice.status("자료를 읽고 있습니다")
    await voice.preview("매출의 80%가")
    await voice.final(REPLY, "k")
    group.api.world.say(group.chat, "점심 뭐 먹을까요", JOE)
    tape.heard(await group.inbox.until(2))
    tape.check("group")


async def test_a_file_in_and_a_table_a_picture_a_file_out(stage: TelegramStage) -> None:
    tape = Tape(stage)
    stage.api.world.hand_in(stage.chat, "매출.csv", b"a,b", "이 표를 봐 주세요")
    heard = tape.heard(await stage.inbox.until(1))
    await stage.platform.mouth.fetch(heard, heard.files[0])
    reply = replace(
        REPLY,
        text=f"표입니다.\n\n{TABLE}\n\n_네 칸_",
        charts=(Grid("SWOT", "네 칸", ()),),
        documents=(Document("표.csv", "text/csv", b"a,b"),),
    )
    await stage.platform.mouth.voice(heard).final(reply, "k")
    tape.check("files")


async def test_coming_going_moving_editing_and_stopping(stage: TelegramStage) -> None:
    tape = Tape(stage)
    small = stage.api.world.group(-77)
    stage.api.world.member(small, "left", "member")
    tape.heard(await stage.inbox.until(1))
    stage.api.world.migrate(small, -10077)
    tape.heard(await stage.inbox.until(2))
    said = stage.api.world.say(stage.chat, "첫 말")["message"]
    asked = tape.heard(await stage.inbox.until(3))
    stage.api.world.edit(stage.chat, said["message_id"], "다른 말")
    tape.heard(await stage.inbox.until(4))
    voice = stage.platform.mouth.voice(asked)
    await voice.preview("생각하고 있습니다")
    stage.api.world.stop(stage.chat)
    tape.heard(await stage.inbox.until(5))
    await voice.stopped("멈췄습니다.")
    tape.check("events")


async def test_a_bad_day(stage: TelegramStage) -> None:
    tape = Tape(stage)
    await stage.say("분석해 주세요")
    heard = tape.heard(await stage.inbox.until(1))
    voice = stage.platform.mouth.voice(heard)
    stage.throttle(7)
    with pytest.raises(Throttled):
        await voice.final(REPLY, "k")
    stage.refuse("removed")
    with pytest.raises(Rejected):
        await voice.final(REPLY, "k")
    stage.api.refuse(400, "Bad Request: can't parse entities")
    await voice.final(REPLY, "k")
    stage.drop()
    with pytest.raises(Ambiguous):
        await stage.platform.mouth.voice(heard).final(REPLY, "k2")
    await until(lambda: len(stage.posts()) == 2)
    tape.check("troubles")
