"""The road itself: what it keeps, what it refuses, what it says when something goes wrong."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from agents.types import AgentResult, Ask
from bot.app import open_house
from bot.house import House
from bot.turn import STAGES, Turns
from bot.types import Heard
from config.errors import Locale
from config.settings import Settings
from memory.store import campaigns, messages, organizations
from memory.store.entrance import enter
from memory.types import CampaignPlan, Organization, OrgId, Output, Thread

PLACE = "nabi/may"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with open_house(Settings(home=tmp_path, locale="en")) as opened:
        new = Organization(OrgId(""), "nabi", "Nabi", "SME", "en", "Asia/Seoul", "KRW")
        await organizations.add(opened.database, new)
        async with opened.database.writing((await enter(opened.database, "nabi")).access) as unit:
            await campaigns.add(unit, "may", CampaignPlan(name="May"))
        yield opened


def heard(text: str, **more: str) -> Heard:
    return Heard("console", "local", PLACE, "owner", text, more.pop("event_id", uuid4().hex), **more)


async def quiet(_text: str) -> None:
    pass


async def said(house: House, thread: str) -> list[str]:
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        return [message.text for message in await messages.thread(unit, Thread(thread))]


class Broken:
    """An agent that fails."""

    id, command, aliases = "business_strategy", "broken", ()

    def name(self, locale: Locale) -> str:
        return f"Broken ({locale})"

    def has_verb(self, word: str) -> bool:
        return False

    def takes(self, word: str) -> bool:
        return False

    def called_by(self, text: str) -> bool:
        return False

    def verb(self, ask: Ask) -> str:
        return "run"

    async def answer(self, ask: Ask) -> AgentResult:
        raise ZeroDivisionError("inside the agent")

    def show(self, output: Output) -> AgentResult:
        raise NotImplementedError


def test_the_road_has_seven_stages() -> None:
    assert [stage.__name__ for stage in STAGES] == [
        "place", "admit", "route", "recall", "think", "learn", "render",
    ]  # fmt: skip


async def test_an_event_heard_twice_is_answered_once(house: House) -> None:
    turns, event = Turns(house), uuid4().hex
    first = await turns(heard("/where", event_id=event, thread="t"), quiet)
    second = await turns(heard("/where", event_id=event, thread="t"), quiet)
    assert first.message_id == second.message_id
    assert len(await said(house, "t")) == 2


async def test_a_message_with_a_key_is_refused_and_not_kept(house: House) -> None:
    key = "sk-ant-api03-" + "a1B2c3D4" * 8
    reply = await Turns(house)(heard(f"our key is {key}", thread="t"), quiet)
    assert reply.status == "refused"
    assert key not in reply.text
    assert await said(house, "t") == []


async def test_what_goes_wrong_is_said_and_what_was_heard_is_kept(house: House) -> None:
    broken = replace(house, load=lambda: {"business_strategy": Broken()})
    reply = await Turns(broken)(heard("/broken now", thread="t"), quiet)
    assert reply.status == "failed"
    assert "ZeroDivisionError" in reply.text
    assert "inside the agent" not in reply.text
    assert await said(house, "t") == ["/broken now"]


@pytest.mark.parametrize(
    ("text", "word"),
    [("/strategi swot", "/strategy"), ("/도움", "다섯"), ("/lang ko", "한국어"), ("/nonsense", "nonsense")],
)
async def test_tools_answer_and_unknown_commands_offer_the_nearest(
    house: House, text: str, word: str
) -> None:
    reply = await Turns(house)(heard(text), quiet)
    assert word in reply.text + "".join(button.label for button in reply.buttons)


async def test_a_chosen_language_stays(house: House) -> None:
    turns = Turns(house)
    await turns(heard("/lang ko"), quiet)
    assert "시간대" in (await turns(heard("/where"), quiet)).text


@pytest.mark.parametrize(("locale", "said"), [("ko", "다섯 가지"), ("en", "Five verbs")])
async def test_a_stranger_is_answered_in_the_language_of_their_platform(
    house: House, locale: Locale, said: str
) -> None:
    asked = Heard("telegram", "7000001", "9", "9", "/help", "e1", "9", locale=locale, direct=True)
    assert said in (await Turns(house)(asked, quiet)).text
