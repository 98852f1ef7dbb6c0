"""Interviews with personas through the whole road: on both databases, in both languages, over threads and restarts."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from agents.kit.llm import LLM
from bot.app import open_house
from bot.house import House
from bot.render import markdown
from bot.turn import STAGES, Turn, Turns
from bot.types import Heard, Reply
from config.errors import Locale
from config.settings import Settings
from memory.db import Writing
from memory.interview import SYNTHETIC, SYNTHETIC_CATEGORY
from memory.store import campaigns, insights, interviews, organizations, outputs, users
from memory.store.entrance import enter
from memory.types import CampaignPlan, Membership, Organization, OrgId, Output
from tests.journeys.chats import quiet
from tests.journeys.conftest import Talk
from tests.journeys.personas import HYPOTHESES, settle

PLACE = "nabi/may"
STRATUM = Path(sys.executable).with_name("stratum")
embedded = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""For what is the same on both databases; the store's own tests run on both."""
SAYS: dict[Locale, dict[str, str]] = {
    "en": {
        "begin": "interview Dana", "delivery": "What do you think of delivery?",
        "leading": "You'd love to have it delivered, wouldn't you?", "nobody": "Which football club do you follow?",
        "deeper": "deeper", "challenge": "challenge", "skip": "skip", "pause": "pause", "resume": "interview resume",
        "wrap": "wrap up", "accept": "accept 1", "synthetic": "synthetic", "none": "no recorded answer",
        "recorded": "only what is recorded", "of": " of ", "swot": "/strategy swot",
    },
    "ko": {
        "begin": "지민 인터뷰", "delivery": "배달은 어떻게 생각하십니까?",
        "leading": "집까지 배달해 드리면 당연히 좋으시겠죠?", "nobody": "좋아하는 축구팀은 어디입니까?",
        "deeper": "더 깊이", "challenge": "반박", "skip": "건너뛰기", "pause": "일시정지", "resume": "인터뷰 이어서",
        "wrap": "마무리", "accept": "1 채택", "synthetic": "합성", "none": "기록된 답이 없습니다",
        "recorded": "기록된 것만", "of": "0분/", "swot": "/전략 swot",
    },
}  # fmt: skip


async def found(house: House, locale: Locale = "en") -> None:
    """A shop with a campaign, and a persona in it."""
    new = Organization(OrgId(""), "nabi", "Nabi", "SME", locale, "Asia/Seoul", "KRW")
    await organizations.add(house.database, new)
    async with house.database.writing((await enter(house.database, "nabi")).access) as unit:
        await campaigns.add(unit, "may", CampaignPlan(name="May"))
    await settle(house.database, PLACE, locale)


def labels(reply: Reply) -> list[str]:
    return [one.action for one in reply.buttons]


@pytest.mark.parametrize("locale", ["en", "ko"])
async def test_an_interview_from_its_guide_to_its_insights(house: House, talk: Talk, locale: Locale) -> None:
    await found(house, locale)
    says = SAYS[locale]
    begun = await talk(says["begin"], PLACE, thread="i")
    assert HYPOTHESES[locale] in begun.text
    assert says["synthetic"] in begun.lines[0]
    told = await talk(says["delivery"], PLACE, thread="i")
    assert (told.agent, told.command) == ("persona", "persona interview")
    assert says["recorded"] in told.text
    assert says["synthetic"] in told.lines[0]
    assert says["of"] in told.text
    assert told.outputs == ()
    assert told.lesson.learned == ()
    leading = await talk(says["leading"], PLACE, thread="i")
    nobody = await talk(says["nobody"], PLACE, thread="i")
    assert says["none"] in nobody.text
    further = [await talk(says[one], PLACE, thread="i") for one in ("deeper", "challenge", "skip")]
    assert {one.status for one in (leading, *further)} == {"ok"}
    asked = await talk("", PLACE, thread="i", action="persona interview next")
    assert asked.lines[0].startswith("_")
    wrapped = await talk(says["wrap"], PLACE, thread="i")
    whole(wrapped.outputs[0], says)
    await accepted(house, talk, says, wrapped.outputs[0].id)


def whole(output: Output, says: dict[str, str]) -> None:
    """What an interview delivers, with its envelope."""
    body = output.draft.body
    stances = {one["question"]: one["stance"] for one in body["answers"]}
    assert stances[says["delivery"]] == stances[says["leading"]] == "against"
    assert stances[says["nobody"]] == "unknown"
    assert body["themes"][0]["subject"] == "delivery"
    assert all(one["synthetic"] for one in body["answers"])
    assert {used.kind for used in output.draft.inputs_used} == {"output", "turn"}
    assert len(body["real_guide"]["questions"]) > 5
    assert output.draft.confidence < 0.5


async def accepted(house: House, talk: Talk, says: dict[str, str], output: str) -> None:
    """An insight that is accepted is synthetic for ever: in its grade, its words, and where it is not used."""
    reply = await talk(says["accept"], PLACE, thread="i")
    again = await talk(says["accept"], PLACE, thread="i")
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        [insight] = await insights.of_categories(unit, [SYNTHETIC_CATEGORY], [unit.scope.level])
        [source] = await insights.sources(unit, [insight.id])
        stored = await outputs.get(unit, output)
    assert (insight.grade, source.kind) == (SYNTHETIC, "reply")
    assert says["synthetic"].casefold() in insight.text.casefold()
    assert insight.text in reply.text
    assert insight.text in again.text
    swot = await talk(says["swot"], PLACE, thread="s")
    assert insight.id not in {used.ref for one in swot.outputs for used in one.draft.inputs_used}
    shown = house.agents["persona"].show(stored)
    exported = markdown("", shown.lines, shown.sections, ())
    assert says["synthetic"] in exported
    assert all(question in exported for question in stored.draft.body["real_guide"]["questions"])


async def test_it_goes_on_in_another_thread_and_the_old_one_says_so(house: House, talk: Talk) -> None:
    await found(house)
    await talk("interview Dana", PLACE, thread="here")
    await talk("What do you think of delivery?", PLACE, thread="here")
    paused = await talk("pause", PLACE, thread="here")
    assert labels(paused)[0] == "persona interview resume dana"
    await talk("/where", PLACE, thread="here")
    waiting = await talk("And the price?", PLACE, thread="here")
    assert waiting.lines[0] == paused.lines[0]
    resumed = await talk("interview resume", PLACE, thread="there")
    assert "the delivery fee is too high" in resumed.text
    moved = await talk("And the price?", PLACE, thread="here")
    assert "another thread" in moved.text
    asked = await talk("And the price?", PLACE, thread="there")
    assert "turn 2" in asked.text
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        assert [one.question for one in await interviews.history(unit, "dana")] == [
            "What do you think of delivery?",
            "And the price?",
        ]


@embedded
async def test_two_personas_at_once_are_two_interviews(house: House, talk: Talk) -> None:
    await found(house)
    await settle(house.database, PLACE, "en", "omar", "Omar")
    await talk("interview Dana", PLACE, thread="d")
    await talk("interview Omar", PLACE, thread="o")
    await talk("What do you think of delivery?", PLACE, thread="d")
    await talk("How often do you buy?", PLACE, thread="o")
    which = await talk("/interview resume", PLACE, thread="x")
    assert labels(which)[:2] == ["persona interview resume omar", "persona interview resume dana"]
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        assert [len(await interviews.history(unit, one)) for one in ("dana", "omar")] == [1, 1]


class Waits:
    """The outbox of an event whose turn is taken again."""

    async def keep(self, unit: Writing, reply: Reply) -> None: ...

    def remembering(self, llm: LLM) -> LLM:
        return llm


async def dies(turn: Turn, house: House) -> None:
    raise RuntimeError(f"{turn.heard.event_id} in {house.settings.language}")


@embedded
async def test_a_turn_that_is_taken_again_after_a_crash_asks_once(house: House, talk: Talk) -> None:
    await found(house)
    await talk("interview Dana", PLACE, thread="i")
    heard = Heard("console", "local", PLACE, "owner", "What do you think of delivery?", "e1", "i")
    lost = await Turns(house, stages=(*STAGES[:5], dies))(heard, quiet, Waits())
    assert lost.status == "failed"
    reply = await Turns(house)(heard, quiet, Waits())
    assert "the delivery fee is too high" in reply.text
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        assert [one.number for one in await interviews.history(unit, "dana")] == [1]


@embedded
async def test_a_colleague_in_the_thread_asks_no_question_of_this_interview(house: House, talk: Talk) -> None:
    await found(house)
    owner = await enter(house.database, "nabi")
    async with house.database.writing(owner.access) as unit:
        await users.add(unit, "mina", [Membership("marketing_manager", owner.place.scope)])
    await talk("interview Dana", PLACE, thread="i")
    reply = await talk("What do you pay?", PLACE, "mina", thread="i")
    assert "somebody else's" in reply.text
    closed = await talk("stop", PLACE, thread="i")
    assert (closed.outputs, "nothing is kept" in closed.text) == ((), True)
    over = await talk("And what do you pay?", PLACE, thread="i")
    assert labels(over)[0] == "persona interview new dana"
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        assert await interviews.history(unit, "dana") == ()


@embedded
async def test_nobody_to_interview_is_said_with_who_there_is(house: House, talk: Talk) -> None:
    await found(house)
    unknown = await talk("/interview the gardener", PLACE, thread="u")
    assert (unknown.status, labels(unknown)[0]) == ("needs_input", "persona interview dana")
    begun = await talk("Dana", PLACE, thread="u", action="persona interview dana")
    assert "Dana" in begun.lines[0]


async def ran(home: Path, *args: str) -> dict[str, Any]:
    """The real command line, in a process of its own."""
    env = {"PATH": os.defpath, "HOME": str(home), "STRATUM_HOME": str(home), "LANG": "C.UTF-8"}
    pipe = asyncio.subprocess.PIPE
    made = await asyncio.create_subprocess_exec(STRATUM, *args, "--json", env=env, stdout=pipe, stderr=pipe)
    out, wrong = await made.communicate()
    assert made.returncode == 0, wrong.decode()
    return json.loads(out)


async def test_every_turn_may_be_another_process(tmp_path: Path) -> None:
    async with open_house(Settings(home=tmp_path, locale="en")) as opened:
        await found(opened)

    async def ask(text: str, thread: str) -> dict[str, Any]:
        return await ran(tmp_path, "ask", text, "--scope", PLACE, "--thread", thread)

    await ask("interview Dana", "i")
    await ask("What do you think of delivery?", "i")
    challenged = await ask("challenge", "i")
    assert "turn 2" in challenged["text"]
    resumed = await ask("interview resume", "j")
    assert "the delivery fee is too high" in resumed["text"]
    wrapped = await ask("wrap up", "j")
    [output] = wrapped["outputs"]
    assert [one["id"] for one in output["body"]["answers"]] == ["T1", "T2"]
    assert output["output_type"] == "interview"
