"""The house on Slack, from a mention to the answer, with the durable inbox and the ledger between."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.channels.slack.channel import Slack
from adapters.channels.slack.voice import Voice
from adapters.engine.inline import Inline
from bot.app import open_house
from bot.delivery.outbox import Outbox
from bot.delivery.service import Parts, Service, opened
from bot.ports import Inbox, Say, unheard
from bot.types import Heard, Reply
from config.channels import Slack as Settings
from config.settings import Settings as House
from tests.contracts.channel import PATIENCE, until
from tests.wires.slack.delivery import BySocket
from tests.wires.slack.person import Person
from tests.wires.slack.server import Fate, Server, serving
from tests.wires.slack.stage import shown
from tests.wires.slack.workspace import APP_TOKEN, BOT_TOKEN, Workspace

BRIEF = (
    "리틀크럼은 빵집입니다. 매출의 80%가 오전에 나옵니다. 평일 오후는 한산합니다. "
    "봄에 300m 거리에 대형 프랜차이즈가 엽니다. 인스타그램 팔로워는 11,000명입니다."
)


@dataclass
class Running:
    service: Service
    server: Server
    mina: Person

    def seen(self) -> list[str]:
        return [shown(one) for one in self.server.workspace.of_bot(self.mina.channel) if not one.get("files")]

    async def answers(self, count: int) -> str:
        """The newest of so many answers."""
        await until(lambda: len(self.seen()) >= count)
        return self.seen()[-1]


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with serving(Workspace()) as server, open_house(House(home=tmp_path, locale="ko")) as house:
        settings = Settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.api_url)

        def slack(inbox: Inbox) -> Slack:
            return Slack(inbox, settings, lambda: lambda _chart: b"PNG", pace=0.0, soon=PATIENCE)

        async with opened(house, Parts(Inline(), {"slack": slack})) as service:
            await service.start()
            await server.sockets.connected()
            yield Running(service, server, Person(server, BySocket(server.sockets)))
            await service.drain(60)


@pytest.fixture
async def mapped(running: Running) -> Running:
    """Mina has begun her agency in a direct message, and mapped the channel into which she has let the bot."""
    mina = running.mina
    mina.channel = "D0MINA"
    first = await mina.says("안녕하세요")
    await running.answers(1)
    await mina.presses("시작")
    assert "리틀크럼 / 봄" in await running.answers(2)
    await mina.says("리틀크럼 / 봄", first["ts"])
    assert "어느 채널에서 쓸까요?" in await running.answers(3)
    mina.channel = "C0CRUMB"
    joined = {"type": "member_joined_channel", "user": "U0BOT", "channel": "C0CRUMB", "inviter": "U0MINA"}
    await mina.event(joined)
    await running.answers(1)
    await mina.presses("리틀크럼 › 봄")
    assert "사업을 세 문장이나 파일로 주세요" in await running.answers(2)
    return running


async def test_the_first_run_ends_in_a_swot_in_the_thread_of_its_brief(mapped: Running) -> None:
    message = await mapped.mina.mentions(BRIEF)
    assert "80%" in await mapped.answers(3)
    [*_, answer] = [one for one in mapped.server.workspace.of_bot("C0CRUMB") if one.get("blocks")]
    assert answer["thread_ts"] == message["ts"]
    assert mapped.mina.delivery.acknowledged()


async def test_a_redelivered_mention_and_its_twin_are_answered_once(running: Running) -> None:
    message = await running.mina.mentions("/help")
    await running.answers(1)
    await running.mina.tells(message)
    await running.mina.delivery.again()
    await running.mina.mentions("/where")
    await running.answers(2)
    assert len(running.seen()) == 2


async def test_an_answer_that_was_throttled_and_then_lost_arrives_once(running: Running) -> None:
    running.server.fates += [
        Fate("throttled", 1.0, method="chat.postMessage"),
        Fate("dropped", method="chat.postMessage"),
    ]
    await running.mina.mentions("/help")
    await running.answers(1)
    await asyncio.sleep(1.5)
    assert len(running.seen()) == 1
    assert len(running.server.sent("chat.postMessage")) == 2


async def test_small_talk_beside_the_bot_is_neither_answered_nor_kept(running: Running) -> None:
    await running.mina.says("점심 뭐 먹을까요")
    await running.mina.mentions("/help")
    await running.answers(1)
    await asyncio.sleep(0.1)
    assert len(running.seen()) == 1


async def test_a_command_and_the_button_below_its_answer(running: Running) -> None:
    running.mina.channel = "D0MINA"
    await running.mina.commands("help")
    await running.answers(1)
    await running.mina.commands("무엇을 할 수 있어요?")
    await running.answers(2)
    await running.mina.commands("")
    await running.answers(3)
    await running.mina.presses("시작")
    await running.answers(4)
    assert running.seen()[-1] != running.seen()[-2]


class OneOfThree(Inline):
    """An engine that two other processes share."""

    async def living(self) -> int:
        return 3


async def test_every_process_takes_its_part_of_what_previews_may_use_up(tmp_path: Path) -> None:
    async with serving(Workspace()) as server, open_house(House(home=tmp_path)) as house:
        settings = Settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.api_url)

        def slack(inbox: Inbox) -> Slack:
            return Slack(inbox, settings, lambda: lambda _chart: b"PNG", pace=10.0, soon=PATIENCE)

        async with opened(house, Parts(OneOfThree(), {"slack": slack})) as service:
            await service.start()
            await until(lambda: service.tally.gauges.get(("processes", ())) == 3)
            voice = service.platforms["slack"].mouth.voice(Heard("slack", "T0STUDIO", "C0CRUMB", "", "", ""))
            assert isinstance(voice, Voice)
            assert voice.pace == 30.0
            await service.drain(60)


@pytest.mark.parametrize("direct", [True, False])
async def test_a_stop_outside_of_any_thread_ends_what_its_author_has_running(
    running: Running, direct: bool
) -> None:
    if direct:
        running.mina.channel = "D0MINA"
    asked = running.service.delivery.road = Thinking()
    await running.mina.mentions("SWOT")
    await until(lambda: asked.running == 1)
    await (running.mina.says("중지") if direct else running.mina.commands("중지", "/스트라텀"))
    await until(lambda: asked.stopped == 1)
    assert "멈췄습니다" in await running.answers(1)


async def test_a_command_that_has_nothing_to_stop_is_answered_to_its_author_alone(running: Running) -> None:
    await running.mina.commands("stop")
    whispers = running.server.workspace.whispers
    await until(lambda: bool(whispers))
    [whisper] = whispers
    assert whisper["response_type"] == "ephemeral"
    assert "진행 중인 작업이 없습니다" in whisper["text"]
    await running.mina.mentions("/stop")
    assert "진행 중인 작업이 없습니다" in await running.answers(1)
    assert len(whispers) == 1


class Thinking:
    """A road on which every answer takes for ever."""

    running = stopped = 0

    async def __call__(
        self, heard: Heard, say: Say, outbox: Outbox | None = None, *, show: Say = unheard
    ) -> Reply:
        self.running += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped += 1
        raise AssertionError
