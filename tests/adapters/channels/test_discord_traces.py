"""The main flows as they go over the wire, held against recorded ones. REWRITE_TRACES=1 records them anew."""

import os
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from agents.types import Button, Grid
from tests.contracts.channel import REPLY, until
from tests.wires.discord.payloads import BOT, DM, TOWN
from tests.wires.discord.stage import Stage, stage

TRACES = Path(__file__).parents[2] / "data" / "traces" / "discord"
CONFIRM = replace(REPLY, buttons=(Button("맞아요", "strategy confirm"), Button("새 캠페인", "form campaign")))


@pytest.fixture
async def here() -> AsyncGenerator[Stage]:
    async with stage() as made:
        made.server.rest.trace.lines.clear()
        yield made


def held(here: Stage, name: str) -> None:
    path, text = TRACES / f"{name}.jsonl", here.server.rest.trace.text()
    if os.environ.get("REWRITE_TRACES"):
        path.write_text(text, "utf-8")
    assert text.splitlines() == path.read_text("utf-8").splitlines()


async def test_a_mention_a_preview_and_the_answer_in_its_thread(here: Stage) -> None:
    here.world.say(TOWN, f"<@{BOT}> 리틀크럼 SWOT 분석해 주세요")
    heard = await here.inbox.until(1)
    await until(lambda: here.world.typed == [TOWN])
    voice = here.platform.mouth.voice(heard)
    await voice.preview("매출의 80%가")
    await voice.final(replace(CONFIRM, charts=(Grid("SWOT", "네 칸", ()),)), "key-1")
    held(here, "mention")


async def test_a_command_its_acknowledgement_and_the_answer_in_its_place(here: Stage) -> None:
    asked = here.world.command("swot", TOWN)
    heard = await here.inbox.until(1)
    await until(lambda: asked.answered)
    voice = here.platform.mouth.voice(heard)
    await voice.status("자료를 읽고 있습니다")
    await until(lambda: len(here.world.seen(TOWN)) == 1)
    await voice.final(CONFIRM, "key-1")
    held(here, "command")


async def test_a_click_and_a_window(here: Stage) -> None:
    await here.say("시작")
    heard = await here.inbox.until(1)
    await until(lambda: here.world.typed == [DM])
    await here.platform.mouth.voice(heard).final(CONFIRM, "key-1")
    clicked = here.world.press(here.world.seen(DM)[-1], "맞아요")
    await until(lambda: clicked.answered)
    await here.platform.mouth.voice(await here.inbox.until(2)).final(REPLY, "key-2")
    opened = here.world.press(here.world.seen(DM)[0], "새 캠페인")
    await until(lambda: opened.answered)
    assert opened.modal is not None
    filled = here.world.fill(opened.modal, DM, {"name": "봄", "budget": "300"})
    await until(lambda: filled.answered)
    held(here, "click")


async def test_an_expired_command_is_answered_in_the_channel(here: Stage) -> None:
    here.world.command("swot", TOWN, age=5.0)
    heard = await here.inbox.until(1)
    await until(lambda: any("callback" in line.get("call", "") for line in here.server.rest.trace.lines))
    await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    held(here, "expired")
