"""A marketing plan from a brief and a SWOT: in both languages, through the whole road."""

from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app import open_house
from bot.house import House
from bot.turn import Turns
from bot.types import Heard, Reply
from config.errors import Locale
from config.settings import Settings
from memory.store import outputs
from memory.store.entrance import enter
from memory.types import CampaignPlan, Output
from tests.journeys.chats import quiet
from tests.journeys.conftest import Talk
from tests.journeys.flows import rests_on, walks
from tests.journeys.personas import settle
from tests.journeys.plans import HERE, SAYS, open_shop, spent, told

both = pytest.mark.parametrize("locale", ["en", "ko"])


@pytest.fixture
async def local(tmp_path: Path) -> AsyncGenerator[House]:
    """A house on SQLite: what does not depend on the database needs one of them."""
    async with open_house(Settings(home=tmp_path, locale="en")) as opened:
        yield opened


@pytest.fixture
def chat(local: House) -> Talk:
    turns = Turns(local)

    async def say(text: str, scope: str, thread: str = "", action: str = "") -> Reply:
        heard = Heard("console", "local", scope, "owner", text, uuid4().hex, thread, action=action)
        return await turns(heard, quiet)

    return say


async def again(house: House, made: Output) -> Output:
    async with house.database.reading((await enter(house.database, HERE)).access) as unit:
        return await outputs.get(unit, made.id)


@walks("swot.opportunity-plan.tactic", "swot.strength-plan.proof")
@both
async def test_a_plan_from_a_brief_to_its_edits(house: House, talk: Talk, locale: Locale) -> None:
    says, reads = SAYS[locale], SAYS[locale].reads
    await open_shop(house, locale)
    await told(talk, says, locale)
    first = await talk(says.plan, HERE, thread="p")
    body = first.outputs[0].draft.body
    assert (body["mode"], spent(body)) == ("bootstrapped", 0)
    assert reads["free"] in first.lines[0]
    assert reads["unknown"] in first.lines[0]
    assert body["hours"]["planned"] <= body["hours"]["available"] == 5
    assert all(row["persona"] and row["proof_ref"] for row in body["rows"])
    assert {one.field for one in first.questions} >= {"budget", "hours"}
    assert {row["from"]["item"][0] for row in body["rows"] if row["from"]} == {"O"}

    paid = await talk(says.budget, HERE, thread="p")
    body = paid.outputs[0].draft.body
    assert body["mode"] == "sme"
    assert spent(body) + body["budget"]["reserve"] == body["budget"]["total"] == 4_500_000
    assert [one["planned"] for one in body["allocation"]] == [3_150_000, 900_000, 450_000]
    assert reads["proven"] in paid.text
    assert [type(one).__name__ for one in paid.charts] == ["Bars", "Timeline"]

    shorter = await talk(says.drop, HERE, thread="p")
    gone = body["rows"][1]["key"]
    assert gone not in [row["key"] for row in shorter.outputs[0].draft.body["rows"]]
    busy = await talk(says.hours, HERE, thread="p")
    assert busy.outputs[0].draft.body["hours"] == {"available": 6.0, "planned": 6.0, "assumed": False}
    assert gone not in [row["key"] for row in busy.outputs[0].draft.body["rows"]]
    owned = await talk(says.media, HERE, thread="p")
    assert [one["id"] for one in owned.outputs[0].draft.body["allocation"]] == ["owned", "earned", "paid"]
    refused = await talk(says.unproved, HERE, thread="p")
    assert reads["unproved"] in (refused.error or "")


@both
async def test_what_is_asked_of_a_plan_changes_nothing(local: House, chat: Talk, locale: Locale) -> None:
    says, reads = SAYS[locale], SAYS[locale].reads
    await open_shop(local, locale)
    await told(chat, says, locale)
    made = (await chat(says.plan, HERE)).outputs[0]
    supposed = await chat(says.suppose, HERE)
    assert (supposed.outputs, reads["supposed"] in supposed.text) == ((), True)
    taken = await chat("", HERE, action=supposed.buttons[0].action)
    assert taken.outputs[0].draft.body["budget"]["total"] == 9_000_000
    why = await chat(says.why, HERE)
    assert reads["weight"] in why.text
    assert why.outputs == ()
    assert why.lesson.learned == ()
    for verb in ("calendar", "backlog", "tactics", "show", "write", "why"):
        reply = await chat(f"{says.plan} {verb}", HERE)
        assert (reply.error, reply.outputs) == (None, ()), verb
        assert reply.text
    assert (await again(local, made)).status == "superseded"


@both
async def test_a_rule_that_was_learnt_takes_a_channel_out_and_says_so(
    local: House, chat: Talk, locale: Locale
) -> None:
    says = SAYS[locale]
    await open_shop(local, locale)
    await told(chat, says, locale)
    before = (await chat(says.big, HERE)).outputs[0]
    assert "instagram" in before.draft.body["channels"]
    learnt = await chat(says.forbid, HERE)
    after = await chat(says.plan, HERE)
    body = after.outputs[0].draft.body
    assert "instagram" not in body["channels"]
    [constraint] = body["constraints"]
    assert constraint["ref"] == learnt.lesson.learned[0].id
    assert constraint["ref"] in [
        one.ref for one in after.outputs[0].draft.inputs_used if one.kind == "insight"
    ]
    assert says.reads["out"] in after.text


@both
async def test_a_campaign_gives_its_money_and_days_and_a_large_one_has_gates(
    local: House, chat: Talk, locale: Locale
) -> None:
    says = SAYS[locale]
    frame = CampaignPlan(
        "Spring", budget=7_000_001, currency="KRW", starts=date(2199, 3, 4), ends=date(2199, 5, 26)
    )
    await open_shop(local, locale, frame)
    await told(chat, says, locale)
    small = (await chat(says.plan, HERE)).outputs[0].draft.body
    assert (small["mode"], small["period"]["starts"], small["period"]["ends"]) == (
        "sme",
        "2199-03-04",
        "2199-05-26",
    )
    assert spent(small) + small["budget"]["reserve"] == 7_000_001
    large = await chat(says.big, HERE)
    body = large.outputs[0].draft.body
    assert [one["id"] for one in body["phases"]] == ["prepare", "test", "scale"]
    assert [one["depends_on"] for one in body["phases"]] == ["", "prepare", "test"]
    assert sum(one["budget"] for one in body["phases"]) == spent(body)
    assert says.reads["gate"] in large.text
    [sized, *_] = body["experiments"]
    assert (sized["status"], sized["per_arm"], sized["duration_days"]) == ("ready", 10_317, 70)


@both
async def test_few_won_are_asked_about(local: House, chat: Talk, locale: Locale) -> None:
    await open_shop(local, locale)
    await told(chat, SAYS[locale], locale)
    asked = await chat(f"{SAYS[locale].plan} 월 300", HERE)
    assert (asked.status, asked.outputs) == ("needs_input", ())
    assert [one.label[-5:] for one in asked.buttons[:2]] == ["300만원", " 300원"]
    taken = await chat("", HERE, action=asked.buttons[0].action)
    assert taken.outputs[0].draft.body["budget"]["rate"] == 3_000_000


@walks("persona.attributes-plan.persona", "persona.channels-plan.channel")
@both
async def test_rows_are_for_personas_where_they_are(local: House, chat: Talk, locale: Locale) -> None:
    says = SAYS[locale]
    await open_shop(local, locale)
    await told(chat, says, locale)
    alone = await chat(says.plan, HERE)
    assert "persona" in [one.action for one in alone.buttons]
    persona = await settle(local.database, HERE, locale)
    made = await chat(says.plan, HERE)
    body = made.outputs[0].draft.body
    assert {row["persona"] for row in body["rows"]} == {persona.draft.title}
    assert body["rows"][0]["persona_ref"].startswith(persona.id)
    assert body["personas"][0]["channels"] == ["instagram"]
    parts = {
        one["part"]: one["value"]
        for row in body["rows"]
        for one in row["fit_parts"]
        if row["channel"] == "instagram"
    }
    assert parts["channels"] == 1
    assert rests_on(made.outputs[0], persona)
    assert "persona" not in [one.action for one in made.buttons]
    assert not (await again(local, made.outputs[0])).stale
    await settle(local.database, HERE, locale, name="Robin")
    assert (await again(local, made.outputs[0])).stale


async def test_another_swot_makes_the_plan_stale_and_low_scores_wait(local: House, chat: Talk) -> None:
    says = SAYS["en"]
    await open_shop(local, "en")
    swot = await told(chat, says, "en")
    plan = (await chat(says.plan, HERE)).outputs[0]
    assert rests_on(plan, swot)
    tactics = [row["from"] for row in plan.draft.body["rows"] if row["from"]]
    assert {one["content_hash"] for one in tactics} == {swot.content_hash}
    assert all(one["score"] >= 8 for one in tactics)
    await chat("O1 impact 1", HERE, thread="s")
    assert (await again(local, plan)).stale
    renewed = (await chat(says.plan, HERE)).outputs[0].draft.body
    waiting = [one for one in renewed["backlog"] if one["from"]]
    assert [one["missing"] for one in waiting] == [["score"]]
    accepted = await chat(f"/plan accept {waiting[0]['id']}", HERE)
    assert "O1" in [row["from"]["item"] for row in accepted.outputs[0].draft.body["rows"] if row["from"]]


async def test_without_a_proof_there_is_no_row(local: House, chat: Talk) -> None:
    await open_shop(local, "en")
    reply = await chat("/plan", HERE)
    body = reply.outputs[0].draft.body
    assert (reply.status, body["rows"]) == ("needs_input", [])
    assert {tuple(one["missing"]) for one in body["backlog"]} == {("proof",)}
    assert "proof" in [one.field for one in reply.questions]
    assert reply.outputs[0].draft.confidence == 0
