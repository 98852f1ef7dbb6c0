"""A workbook that comes into the chat: kept as the report's template where the words say so, else offered."""

import io
from typing import Any

import openpyxl
import pytest

from bot.turn import Turns
from bot.types import File, Heard, Reply
from memory.store import templates
from tests.bot.teamwork.conftest import SUMMER, Studio
from tests.journeys.chats import quiet


def workbook(text: str) -> bytes:
    book: Any = openpyxl.Workbook()
    book.active["A1"] = text
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


async def hand(agency: Studio, text: str, data: bytes, name: str = "ours.xlsx") -> Reply:
    async def fetch(_heard: Heard, _file: File) -> bytes:
        return data

    file = File(name, "F1", len(data))
    heard = agency.person("mia").heard(text, "C1", files=(file,))
    return await Turns(agency.house, fetch)(heard, quiet)


async def kept(agency: Studio) -> list[str]:
    async with agency.house.database.reading((await agency.tenants.at(SUMMER)).access) as unit:
        return [one.name for one in await templates.every(unit)]


@pytest.mark.parametrize("text", ["use this as our report template", "이 파일을 리포트 양식으로 써 줘"])
async def test_the_words_make_it_the_template(agency: Studio, text: str) -> None:
    told = await hand(agency, text, workbook("{{client}}"))
    assert await kept(agency) == ["ours.xlsx"]
    assert "ours.xlsx" in told.text
    assert told.outputs == ()


async def test_an_unknown_name_is_told_with_those_that_are_known(agency: Studio) -> None:
    told = await hand(agency, "use this as our report template", workbook("{{client}} {{mood}}"))
    assert "{{mood}}" in told.text
    assert "platforms.spend" in told.text
    assert await kept(agency) == []


async def test_without_a_word_it_is_offered_and_a_button_keeps_it(agency: Studio) -> None:
    told = await hand(agency, "", workbook("{{client}} {{spend}}"))
    [use] = [one for one in told.buttons if one.action.startswith("report template use")]
    assert await kept(agency) == []
    await agency.person("mia")("", "C1", action=use.action)
    assert await kept(agency) == ["ours.xlsx"]


async def test_another_workbook_is_what_it_was(agency: Studio) -> None:
    told = await hand(agency, "", workbook("hello"))
    assert not [one for one in told.buttons if one.action.startswith("report template")]
