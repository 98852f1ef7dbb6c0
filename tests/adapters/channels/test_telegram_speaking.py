"""What the bot says in Telegram, as its users see it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.channels.telegram import CHANNEL
from adapters.channels.telegram.pace import Pace
from agents.types import Button, Grid
from bot.ports import Ambiguous
from bot.types import Document, Heard, Reply
from config.channels import Telegram as Settings
from tests.contracts.channel import REPLY, Spool, until
from tests.wires.telegram.server import TOKEN
from tests.wires.telegram.stage import PNG, TelegramStage, painted, playing
from tests.wires.telegram.world import Json

TABLE = "| 항목 | ROAS |\n|---|---|\n| 리틀크럼 | 3.2 |\n| 하버 | 2.8 |"
GRIDS = tuple(Grid(f"SWOT {number}", f"네 칸 {number}", ()) for number in range(1, 4))


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


async def test_tables_are_tables(stage: TelegramStage) -> None:
    lists = "- 하나\n  1. 둘\n- 셋\n\n```sql\nselect 1\n```"
    source = f"### 비교\n\n**요약** [보고서](https://example.com)\n\n{TABLE}\n\n{lists}"
    await stage.platform.mouth.post(await asked(stage), said_with(source), "k")
    [call] = stage.api.called("sendRichMessage")
    heading, paragraph, table, items, code = call["rich_message"]["blocks"]
    assert heading == {"type": "heading", "text": "비교", "size": 3}
    assert paragraph["text"] == [
        {"type": "bold", "text": "요약"},
        " ",
        {"type": "url", "text": "보고서", "url": "https://example.com"},
    ]
    assert [[cell["text"] for cell in row] for row in table["cells"]] == [
        ["항목", "ROAS"],
        ["리틀크럼", "3.2"],
        ["하버", "2.8"],
    ]
    assert [cell.get("is_header") for cell in table["cells"][0]] == [True, True]
    assert items["items"][0]["blocks"][1]["items"][0]["value"] == 1
    assert (code["language"], code["text"]) == ("sql", "select 1")


@pytest.mark.parametrize("old", [True, False])
async def test_a_server_that_takes_no_tables_gets_columns(stage: TelegramStage, old: bool) -> None:
    if old:
        stage.api.unknown.add("sendRichMessage")
    else:
        stage.api.refuse(400, "Bad Request: RICH_MESSAGE_INVALID", "sendRichMessage")
    for _ in range(2):
        await stage.platform.mouth.post(await asked(stage), said_with(TABLE), "k")
    first, second = stage.api.world.seen(stage.chat)
    assert "리틀크럼 │ 3.2" in first["text"]
    assert first["entities"][0]["type"] == "pre"
    assert ("text" in second) is old
    assert len(stage.api.called("sendRichMessage")) == (1 if old else 2)


async def test_a_table_takes_the_place_of_a_preview(group: TelegramStage) -> None:
    voice = group.platform.mouth.voice(await asked(group))
    await voice.preview("표를 만들고 있습니다")
    await voice.final(said_with(TABLE), "k")
    [post] = group.posts()
    assert post.split("\n") == ["항목", "ROAS", "리틀크럼", "3.2", "하버", "2.8"]


async def test_charts_are_photos_with_their_words(stage: TelegramStage) -> None:
    text = "SWOT입니다.\n\n_네 칸 1_"
    await stage.platform.mouth.post(await asked(stage), replace(REPLY, text=text, charts=GRIDS[:1]), "k")
    words, photo = stage.api.world.seen(stage.chat)
    assert words["text"] == "SWOT입니다."
    assert (photo["caption"], stage.api.world.files[photo["photo"][0]["file_id"]][1]) == ("네 칸 1", PNG)


async def test_several_charts_are_an_album_and_documents_are_files(stage: TelegramStage) -> None:
    reply = replace(REPLY, charts=GRIDS, documents=(Document("표.csv", "text/csv", "달,매출".encode()),))
    posted = await stage.platform.mouth.post(await asked(stage), reply, "k")
    _, *photos, document = stage.api.world.seen(stage.chat)
    assert [photo["caption"] for photo in photos] == ["네 칸 1", "네 칸 2", "네 칸 3"]
    assert document["document"]["file_name"] == "표.csv"
    assert stage.api.world.files[document["document"]["file_id"]][1] == "달,매출".encode()
    assert len(posted.ids) == 5


async def test_words_too_long_for_a_caption_stay_in_the_text(stage: TelegramStage) -> None:
    grid = Grid("SWOT", "가" * 1025, ())
    reply = replace(REPLY, text=f"SWOT입니다.\n\n_{grid.alt}_", charts=(grid,))
    await stage.platform.mouth.post(await asked(stage), reply, "k")
    words, photo = stage.api.world.seen(stage.chat)
    assert grid.alt in words["text"]
    assert photo["caption"] == "SWOT"


async def test_pictures_and_files_that_are_not_taken_are_told_in_words(stage: TelegramStage) -> None:
    stage.api.refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "sendPhoto")
    reply = replace(REPLY, text="본문\n\n_네 칸 1_", charts=GRIDS[:1])
    await stage.platform.mouth.post(await asked(stage), reply, "k")
    stage.api.refuse(413, "Request Entity Too Large", "sendDocument")
    filed = replace(REPLY, documents=(Document("big.zip", "application/zip", b"PK"),))
    await stage.platform.mouth.post(await asked(stage), filed, "k")
    assert stage.posts() == [
        "본문",
        "네 칸 1",
        "답변 매출의 80%가 오전입니다.",
        "파일 big.zip: 여기로 보낼 수 없었습니다.",
    ]


async def test_without_the_extra_pictures_the_words_do(stage: TelegramStage) -> None:
    def none() -> object:
        raise ModuleNotFoundError("vl_convert")

    platform = CHANNEL(Spool(), Settings(TOKEN, stage.api.address), none)  # type: ignore[arg-type]
    await platform.mouth.post(
        await asked(stage), replace(REPLY, text="본문\n\n_네 칸 1_", charts=GRIDS[:1]), "k"
    )
    assert stage.posts() == ["본문\n\n네 칸 1"]
    await platform.aclose()


async def test_a_picture_whose_answer_was_lost_is_ambiguous(stage: TelegramStage) -> None:
    stage.api.trouble("drop", "sendPhoto")
    with pytest.raises(Ambiguous):
        await stage.platform.mouth.post(await asked(stage), replace(REPLY, charts=GRIDS[:1]), "k")
    assert len(stage.api.called("sendPhoto")) == 1


async def test_what_is_asked_in_a_group_is_answered_by_a_reply(group: TelegramStage) -> None:
    asking = replace(REPLY, expects="start agency:")
    await group.platform.mouth.voice(await asked(group)).final(asking, "k")
    [call] = group.api.called("sendMessage")
    assert call["reply_markup"] == {"force_reply": True, "selective": True}


async def test_in_private_nobody_has_to_reply(stage: TelegramStage) -> None:
    await stage.platform.mouth.voice(await asked(stage)).final(replace(REPLY, expects="start agency:"), "k")
    assert "reply_markup" not in stage.api.called("sendMessage")[0]


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


async def test_the_menu_is_told_once_and_again_only_when_it_changes() -> None:
    async with playing() as first:
        told = first.api.called("setMyCommands")
        assert [call.get("language_code", "") for call in told] == ["", "ko"]
        names = [one["command"] for one in told[0]["commands"]]
        assert (names[0], names[-1]) == ("help", "stop")
        assert "strategy" in names
        korean: list[Json] = told[1]["commands"]
        assert {one["command"]: one["description"] for one in korean}["help"] == "할 수 있는 일"
        async with playing(api=first.api):
            assert len(first.api.called("setMyCommands")) == 2
        first.api.methods.commands["ko"] = korean[1:]
        async with playing(api=first.api):
            assert [call.get("language_code") for call in first.api.called("setMyCommands")[2:]] == ["ko"]


async def test_a_stopped_turn_without_a_preview_says_so(group: TelegramStage) -> None:
    voice = group.platform.mouth.voice(await asked(group))
    group.refuse("removed")
    await voice.stopped("멈췄습니다.")
    again = group.platform.mouth.voice(await asked(group))
    await again.stopped("멈췄습니다.")
    assert group.posts() == ["멈췄습니다."]


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
    assert painted(GRIDS[0]) == PNG
