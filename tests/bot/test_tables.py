"""A table of numbers sent in chat: looked at, and imported when its sender says so."""

from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app import open_house
from bot.facts import PlaceFacts
from bot.house import House
from bot.turn import Turns
from bot.types import File, Heard, Reply
from config.settings import Settings
from memory.metrics import Query
from memory.store import campaigns, organizations
from memory.store.entrance import enter
from memory.types import Organization, OrgId

PLACE = "nabi/may"
EXPORT = (
    '일,캠페인,통화 코드,노출수,비용\n2026-11-01,여름,KRW,"1,234","12,345"\n언젠가,여름,KRW,1,1\n'.encode(
        "cp949"
    )
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with open_house(Settings(home=tmp_path, locale="ko")) as opened:
        await organizations.add(
            opened.database, Organization(OrgId(""), "nabi", "나비", "SME", "ko", "Asia/Seoul", "KRW")
        )
        async with opened.database.writing((await enter(opened.database, "nabi")).access) as unit:
            await campaigns.add(unit, "may")
        yield opened


async def fetch(heard: Heard, file: File) -> bytes:
    del heard, file
    return EXPORT


async def say(house: House, text: str, *files: File) -> Reply:
    async def quiet(_: str) -> None:
        pass

    heard = Heard("console", "local", PLACE, "owner", text, uuid4().hex, files=files)
    return await Turns(house, fetch)(heard, quiet)


async def spent(house: House) -> list[tuple[str, int | None]]:
    answer = await PlaceFacts(house, await enter(house.database, PLACE)).query(Query())
    return [(row.currency, row.sums["spend"]) for row in answer.rows]


async def test_a_table_is_shown_first_and_imported_on_a_word(house: House) -> None:
    shown = await say(house, "이거 봐줘", File("g.csv", "g.csv", len(EXPORT)))
    assert "12,345 KRW" in shown.text
    assert "3번째 줄" in shown.text
    assert await spent(house) == []
    take, drop = shown.buttons
    assert (take.label, drop.label) == ("가져오기", "나중에")
    taken = await say(house, f"/{take.action}")
    assert "가져왔습니다" in taken.text
    assert await spent(house) == [("KRW", 12_345_000_000)]
    again = await say(house, f"/{take.action}")
    assert "하루만 보관" in again.text


async def test_a_table_can_be_thrown_away(house: House) -> None:
    shown = await say(house, "", File("g.csv", "g.csv", len(EXPORT)))
    await say(house, f"/{shown.buttons[1].action}")
    assert "하루만 보관" in (await say(house, f"/{shown.buttons[0].action}")).text
    assert await spent(house) == []


async def test_a_table_with_a_broken_header_says_so(house: House) -> None:
    async def broken(heard: Heard, file: File) -> bytes:
        del heard, file
        return "일,캠페인,비용, 원,노출수\n2026-11-01,여름,1000,10\n".encode()

    async def quiet(_: str) -> None:
        pass

    file = File("g.csv", "g.csv", 99)
    heard = Heard("console", "local", PLACE, "owner", "이거 봐줘", uuid4().hex, files=(file,))
    shown = await Turns(house, broken)(heard, quiet)
    assert "제목은 5칸인데 행은 4칸" in shown.text
    assert await spent(house) == []
