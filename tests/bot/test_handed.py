"""Files that come with a message: read into the place, or said to be what they are."""

from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app import open_house
from bot.house import House
from bot.ports import Rejected
from bot.turn import Turns
from bot.types import File, Heard, Reply
from config.settings import Settings
from memory.store import campaigns, insights, messages, organizations
from memory.store.entrance import enter
from memory.types import CampaignPlan, Organization, OrgId

PLACE = "nabi/may"
BRIEF = "우리는 제주 감귤 농장입니다. 매출의 60%가 겨울에 나옵니다. 이번 봄 예산은 3천만 원입니다."
KEY = "sk-ant-" + "a1b2c3d4" * 5
SENT = {
    "brief.md": BRIEF.encode(),
    "old.txt": BRIEF.encode("cp949"),
    "deck.pdf": b"%PDF-1.7",
    "keys.txt": f"our key is {KEY} and nothing else".encode(),
    "empty.txt": b"   ",
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with open_house(Settings(home=tmp_path, locale="ko")) as opened:
        new = Organization(OrgId(""), "nabi", "Nabi", "SME", "ko", "Asia/Seoul", "KRW")
        await organizations.add(opened.database, new)
        async with opened.database.writing((await enter(opened.database, "nabi")).access) as unit:
            await campaigns.add(unit, "may", CampaignPlan(name="May"))
        yield opened


async def fetch(_: Heard, file: File) -> bytes:
    if file.ref not in SENT:
        raise Rejected("gone")
    return SENT[file.ref]


async def send(house: House, *names: str, text: str = "") -> Reply:
    files = tuple(File(name, name, len(SENT.get(name, b""))) for name in names)

    async def quiet(_: str) -> None:
        pass

    heard = Heard("console", "local", PLACE, "owner", text, uuid4().hex, files=files)
    return await Turns(house, fetch)(heard, quiet)


async def briefs(house: House) -> list[str]:
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        return [one.text for one in await messages.briefs(unit)]


async def test_a_brief_is_read_and_its_facts_wait_for_a_member(house: House) -> None:
    reply = await send(house, "brief.md")
    assert reply.status == "ok"
    assert "brief.md: 읽었습니다." in reply.text
    assert await briefs(house) == [BRIEF]
    assert [button.action for button in reply.buttons] == ["strategy swot", "strategy auto"]
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        waiting = await insights.every(unit, ("pending",))
        assert [one.category for one in waiting if one.category == "budget"]
        assert await insights.every(unit) == ()


async def test_words_that_come_along_are_answered_from_the_file(house: House) -> None:
    reply = await send(house, "brief.md", text="SWOT 분석해줘")
    assert reply.agent == "business_strategy"
    assert "매출의 60%" in reply.text
    assert "brief.md: 읽었습니다." in reply.text


async def test_an_old_korean_file_is_read_and_the_same_again_changes_nothing(house: House) -> None:
    await send(house, "old.txt")
    again = await send(house, "old.txt")
    assert "바뀐 것이 없습니다" in again.text
    assert await briefs(house) == [BRIEF]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("deck.pdf", "마크다운"),
        ("keys.txt", "키"),
        ("empty.txt", "글이 없습니다"),
        ("lost.txt", "한 번 더 보내 주세요"),
    ],
)
async def test_what_cannot_be_read_says_why_and_keeps_nothing(house: House, name: str, said: str) -> None:
    reply = await send(house, name)
    assert said in reply.text
    assert await briefs(house) == []


async def test_one_bad_file_does_not_stop_the_other(house: House) -> None:
    reply = await send(house, "deck.pdf", "brief.md")
    assert "마크다운" in reply.text
    assert await briefs(house) == [BRIEF]
