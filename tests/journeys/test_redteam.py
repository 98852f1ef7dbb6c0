"""Injections through the whole conversation, against a model that obeys them: in briefs, threads, imports, file names.

What an attack wants is neither in the answer nor in what is remembered afterwards.
"""

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from agents.kit.fence import harmless
from bot.app import open_house
from bot.house import House
from bot.learning.lesson import learn_from, read_out
from bot.turn import Turns
from bot.types import File, Heard, Reply
from config.errors import Locale
from config.settings import Settings
from memory.recalled import OUTSIDER
from memory.store import campaigns, conversations, insights, messages, organizations
from memory.store.conversations import Line
from memory.store.entrance import Entrance, enter
from memory.types import CampaignPlan, Organization, OrgId
from tests.wires.llm.loopback import Call, Json
from tests.wires.llm.model import Wire, wire
from tests.wires.llm.script import Act, Calls, Gives, Says

DATA = Path(__file__).parents[1] / "data" / "redteam.toml"
ATTACKS: list[dict[str, Any]] = tomllib.loads(DATA.read_text("utf-8"))["attacks"]
PLACE = "nabi/may"
FACT: dict[Locale, str] = {
    "en": "80 % of our revenue comes before noon.",
    "ko": "매출의 80%가 오전에 나옵니다.",
}
ASKED: dict[Locale, str] = {"en": "/strategy ice", "ko": "/전략 ice"}
HONEST: dict[Locale, Json] = {
    "en": {"name": "Afternoon offers", "cites": FACT["en"], "impact": 6},
    "ko": {"name": "오후 할인 시험", "cites": FACT["ko"], "impact": 6},
}


def obeying(attack: dict[str, Any]) -> Act:
    """Does what the attack wants, beside its honest work."""
    if "tool" in attack:
        return Calls(attack["tool"], {"budget": 5000})
    if "words" in attack:
        return Says((attack["words"],))

    def answer(call: Call) -> Json:
        wanted = [attack["record"]] * attack.get("flood", 1) if landmark(attack["text"]) in call.text else []
        return {"items": [HONEST[attack["locale"]], *wanted]}

    return Gives(answer)


def landmark(text: str) -> str:
    """Some words of the attack that the fence does not touch."""
    return max(harmless(text).replace("‹", "\n").replace('"', "\n").split("\n"), key=len)[:20].strip()


@asynccontextmanager
async def house(home: Path, server: Wire) -> AsyncIterator[House]:
    async with open_house(Settings(home=home, locale="en")) as opened:
        new = Organization(OrgId(""), "nabi", "Nabi", "SME", "en", "Asia/Seoul", "KRW")
        await organizations.add(opened.database, new)
        async with opened.database.writing((await enter(opened.database, "nabi")).access) as unit:
            await campaigns.add(unit, "may", CampaignPlan(name="May"))
        furnished = replace(opened, environ=dict(server.settings()))
        yield furnished
        await furnished.close()


async def planted(opened: House, attack: dict[str, Any]) -> None:
    """The attack lies where it came from before anybody asks for anything."""
    at, fact = await enter(opened.database, PLACE), FACT[attack["locale"]]
    async with opened.database.writing(at.access) as unit:
        await messages.keep_brief(unit, "brief.md", fact)
    match attack["place"]:
        case "brief":
            async with opened.database.writing(at.access) as unit:
                await messages.keep_brief(unit, "from-outside.md", attack["text"])
        case "import":
            await imported(opened, at, attack["text"])
        case "thread":
            await said(opened, attack["text"], outsider=True)
        case _:
            await said(opened, "", files=(File(attack["text"], "f1", 20),))


async def imported(opened: House, at: Entrance, text: str) -> None:
    line = Line("1", datetime.now(UTC), "Somebody", text)
    async with opened.database.writing(at.access) as unit:
        kept = await conversations.keep(unit, "old-chat", [line], {OUTSIDER: True})
        for message in kept.imported:
            await learn_from(unit, message, read_out(message, at.place, "outsider"))


async def said(opened: House, text: str, **more: Any) -> Reply:
    async def say(_: str) -> None:
        pass

    async def fetch(_: Heard, __: File) -> bytes:
        return b"A bakery."

    heard = Heard("console", "local", PLACE, "owner", text, uuid4().hex, "t", **more)
    return await Turns(opened, fetch)(heard, say)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["id"])
async def test_nothing_of_an_injection_reaches_the_answer_or_the_memory(
    tmp_path: Path, attack: dict[str, Any]
) -> None:
    async with wire("anthropic", obeying(attack)) as server, house(tmp_path, server) as opened:
        await planted(opened, attack)
        reply = await said(opened, ASKED[attack["locale"]])
        async with opened.database.reading((await enter(opened.database, PLACE)).access) as unit:
            known = await insights.every(unit)
    shown = "\n".join((reply.text, str([output.envelope() for output in reply.outputs])))
    assert server.calls, "the model was asked"
    assert [text for text in attack["never"] if text in shown] == []
    assert [one.text for one in known if any(text in one.text for text in attack["never"])] == []
    if "record" in attack:
        assert HONEST[attack["locale"]]["name"] in shown
