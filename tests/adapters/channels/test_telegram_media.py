"""Tables, pictures and files that the bot sends in Telegram."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.channels.telegram import CHANNEL
from agents.types import Grid
from bot.ports import Ambiguous
from bot.types import Document, Heard, Reply
from config.channels import Telegram as Settings
from tests.contracts.channel import REPLY, Spool
from tests.wires.telegram.server import TOKEN
from tests.wires.telegram.stage import PNG, TelegramStage, playing

TABLE = "| 항목 | ROAS |\n|---|---|\n| 리틀크럼 | 3.2 |\n| 하버 | 2.8 |"
GRIDS = tuple(Grid(f"SWOT {number}", f"네 칸 {number}", ()) for number in range(1, 4))


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with playing() as stage:
        yield stage


@pytest.fixture
async def group() -> AsyncIterator[TelegramStage]:
    async with playing(group=True) as stage:
        yield stage


async def asked(stage: TelegramStage) -> Heard:
    await stage.say("리틀크럼 분석해 주세요")
    return await stage.inbox.until(len(stage.inbox.taken) + 1)


def said_with(text: str) -> Reply:
    return replace(REPLY, text=text)


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
