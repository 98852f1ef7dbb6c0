"""Buttons, the menu of commands, and what the doctor sees of a bot in Telegram."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from agents.types import Button
from bot.types import Heard
from tests.contracts.channel import REPLY, until
from tests.wires.telegram.server import BotApi, serving
from tests.wires.telegram.stage import TelegramStage, playing
from tests.wires.telegram.world import Json


class Vault:
    """What outlives a process."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    async def get(self, kind: str, key: str) -> bytes | None:
        return self.kept.get((kind, key))

    async def put(self, kind: str, key: str, value: bytes) -> None:
        self.kept[kind, key] = value

    async def drop(self, kind: str, key: str) -> None:
        self.kept.pop((kind, key), None)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with serving() as api:
        yield api


@pytest.fixture
async def stage(api: BotApi) -> AsyncIterator[TelegramStage]:
    async with playing(api=api) as stage:
        yield stage


async def asked(stage: TelegramStage) -> Heard:
    await stage.say("리틀크럼 분석해 주세요")
    return await stage.inbox.until(len(stage.inbox.taken) + 1)


async def test_buttons_stand_in_rows_that_fit_a_phone(stage: TelegramStage) -> None:
    labels = ("네", "아니요", "나중에", "리틀크럼의 봄 캠페인 전체를 다시 보기", "끝")
    reply = replace(REPLY, buttons=tuple(Button(label, f"do {n}") for n, label in enumerate(labels)))
    await stage.platform.mouth.post(await asked(stage), reply, "k")
    rows = stage.api.called("sendMessage")[0]["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["네", "아니요", "나중에"],
        ["리틀크럼의 봄 캠페인 전체를 다시 보기"],
        ["끝"],
    ]


async def test_long_actions_outlive_the_process_and_stay_in_their_chat() -> None:
    vault, action = Vault(), "use 리틀크럼/" + "가" * 60
    async with playing(vault=vault) as first:
        reply = replace(REPLY, buttons=(Button("여기", action), Button("짧게", "#1")))
        await first.platform.mouth.post(await asked(first), reply, "k")
        api = first.api
        [message] = api.world.seen(first.chat)
        async with playing(vault=vault, api=api) as second:
            api.world.press(second.chat, "여기")
            await until(lambda: bool(first.inbox.taken[1:] or second.inbox.taken))
            assert action in [heard.action for heard in (*first.inbox.taken, *second.inbox.taken)]
        long, short = message["reply_markup"]["inline_keyboard"][0]
        assert len(long["callback_data"].encode()) <= 64
        assert short["callback_data"].startswith("#")
        assert short["callback_data"] != "#1"
    assert all(key.startswith("501/") for _, key in vault.kept)


async def test_a_button_that_is_not_known_any_more_says_so(stage: TelegramStage) -> None:
    own = stage.api.world.keep(stage.chat, {"from": stage.api.world.bot, "text": "?"})
    stage.api.world.press_data(stage.chat, own, "#nothing")
    await until(lambda: bool(stage.api.called("answerCallbackQuery")))
    [call] = stage.api.called("answerCallbackQuery")
    assert call["text"] == "더는 쓸 수 없는 버튼입니다. 원하는 것을 글로 보내 주세요."
    assert call["show_alert"] is True
    assert stage.inbox.offered == []


async def test_the_menu_is_told_once_and_again_only_when_it_changes(api: BotApi) -> None:
    async with playing(api=api):
        told = api.called("setMyCommands")
    assert [call.get("language_code", "") for call in told] == ["", "ko"]
    names = [one["command"] for one in told[0]["commands"]]
    assert (names[0], names[-1]) == ("help", "stop")
    assert {"strategy", "report"} <= {*names}
    korean: list[Json] = told[1]["commands"]
    said = {one["command"]: one["description"] for one in korean}
    assert (said["help"], said["report"]) == ("할 수 있는 일", "주간, 월간 리포트")
    async with playing(api=api):
        assert len(api.called("setMyCommands")) == 2
    api.methods.commands["ko"] = korean[1:]
    async with playing(api=api):
        assert [call.get("language_code") for call in api.called("setMyCommands")[2:]] == ["ko"]


async def test_the_doctor_finds_what_is_wrong(stage: TelegramStage) -> None:
    stage.api.world.bot |= {"can_read_all_group_messages": True, "can_join_groups": False}
    stage.api.hook.url = "https://old.example/hook"
    found = {finding.name: finding for finding in await stage.platform.check()}
    assert [name for name, finding in found.items() if not finding.ok] == [
        "telegram.groups",
        "telegram.privacy",
        "telegram.polling",
    ]
    assert found["telegram.token"].detail == "@stratum_bot"
    assert found["telegram.polling"].detail == "https://old.example/hook"
    assert found["telegram.clock"].ok


async def test_the_doctor_sees_why_a_webhook_gets_nothing() -> None:
    async with playing("webhook") as stage:
        stage.api.hook.error, stage.api.hook.error_at = "Connection timed out", int(stage.api.world.now())
        found = {finding.name: finding for finding in await stage.platform.check()}
        assert not found["telegram.webhook"].ok
        assert "Connection timed out" in found["telegram.webhook"].detail
        stage.api.hook.error_at -= 7200
        assert {finding.name: finding for finding in await stage.platform.check()}["telegram.webhook"].ok
