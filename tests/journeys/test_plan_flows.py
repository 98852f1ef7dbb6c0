"""What other agents' outputs do to a plan, each from the producer's own command to its effect."""

from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app import open_house
from bot.house import House
from bot.turn import Turns
from bot.types import Heard, Reply
from config.settings import Settings
from memory.store import messages
from memory.store.entrance import enter
from memory.types import Json, Output
from tests.journeys.chats import quiet
from tests.journeys.conftest import Talk
from tests.journeys.flows import made, rests_on, walks
from tests.journeys.plans import HERE, open_shop

PROOF = "Sourdough recipe: valuable yes, rare yes, hard to copy yes, organised yes"
VRIO = f"/strategy vrio {PROOF}; Parking lot: valuable yes, rare no"
BCG = (
    "/strategy bcg Bread revenue 100m market growth 12% share 10% largest rival 20%; "
    "Cakes revenue 50m market growth 3% share 5% largest rival 20%"
)
PLAN = "/plan budget 3,000,000 won a month"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncGenerator[House]:
    async with open_house(Settings(home=tmp_path, locale="en")) as opened:
        await open_shop(opened, "en")
        yield opened


@pytest.fixture
def chat(shop: House) -> Talk:
    turns = Turns(shop)

    async def say(text: str, scope: str, thread: str = "") -> Reply:
        return await turns(Heard("console", "local", scope, "owner", text, uuid4().hex, thread), quiet)

    return say


async def planned(chat: Talk, *commands: str) -> tuple[Json, Output, list[Output]]:
    """The plan's body and output, and the outputs that these commands deliver before it."""
    sources = [(await made(chat, one))[0] for one in commands]
    plan, _ = await made(chat, PLAN)
    assert all(rests_on(plan, one) for one in sources)
    return plan.draft.body, plan, sources


@walks("vrio.advantage-plan.proof", "vrio.parity-plan.avoid")
async def test_an_advantage_proves_and_parity_leads_nothing(chat: Talk) -> None:
    body, plan, [vrio] = await planned(chat, VRIO)
    assert {row["proof"] for row in body["rows"]} == {"Sourdough recipe"}
    assert body["rows"][0]["proof_ref"] == f"{vrio.id}#resources.R1"
    assert "Parking" not in str(body["rows"])
    assert ("rows.R1.proof", "output", 0.5) in [
        (one.path, one.kind, one.grade) for one in plan.draft.evidence
    ]


@walks("bcg.quadrant-plan.guardrail", "bcg.question_mark-plan.experiment")
async def test_quadrants_bound_the_plan_and_ask_questions(chat: Talk) -> None:
    body, _, [bcg, _] = await planned(chat, BCG, VRIO)
    [dog] = body["guardrails"]
    assert (dog["kind"], dog["said"], dog["ref"]) == ("dog", "Cakes", f"{bcg.id}#units.U2")
    asked = [one for one in body["experiments"] if one["from"]]
    assert [(one["from"]["item"], "Bread" in one["hypothesis"]) for one in asked] == [("U1", True)]
    assert body["experiments"][0]["status"] == "insufficient_data"


@walks("okr.key_result-plan.success")
async def test_a_key_result_is_a_rows_target(chat: Talk) -> None:
    okr = "/strategy okr Objective: Fuller mornings; KR: conversion rate from 4% to 6% by 2199-06-30"
    body, _, [source, _] = await planned(chat, okr, VRIO)
    [metric] = body["success_metrics"]
    assert (metric["kpi"], metric["target"], metric["ref"].split("#")[0]) == (
        "conversion_rate",
        6.0,
        source.id,
    )
    rows = [row for row in body["rows"] if row["kpi"] == "conversion_rate"]
    assert {(row["baseline"], row["target"]) for row in rows} == {(4.0, 6.0)}


@walks("jtbd.outcome-plan.row")
async def test_an_outcome_that_customers_miss_is_a_row(chat: Talk) -> None:
    jtbd = "/strategy jtbd minimise the time to get bread at lunch importance 9 satisfaction 2"
    body, _, [source, _] = await planned(chat, jtbd, VRIO)
    [row] = [row for row in body["rows"] if row["from"]]
    assert (row["from"]["output"], row["from"]["score"]) == (source.id, 16.0)
    assert "bread at lunch" in row["message"]


@walks("porter.buyers-plan.price_message", "porter.buyers-plan.retention")
async def test_buyers_that_press_hear_what_the_price_is_worth(chat: Talk) -> None:
    porter = "/strategy porter buyer power: three retailers buy most, pressure 5"
    body, plan, [source, _] = await planned(chat, porter, VRIO)
    [row] = [row for row in body["rows"] if row["from"]]
    assert (row["stage"], row["from"]["output"]) == ("conversion", source.id)
    assert row["message"].startswith("What the price is worth")
    assert body["retention_weight"] == 0.5
    assert "retention_weight" in [one.path for one in plan.draft.evidence]


@walks("horizons.allocation-plan.allocation")
async def test_the_horizons_part_the_budget(chat: Talk) -> None:
    horizons = "/strategy horizons Shop months to revenue 0 investment 60; Delivery months to revenue 20 investment 40"
    body, plan, _ = await planned(chat, horizons, VRIO)
    assert "three horizons" in body["basis_why"]
    assert [one["share_pct"] for one in body["allocation"]] == [70, 20, 10]
    assert "allocation" in [one.path for one in plan.draft.evidence]


@walks("bmc.value-plan.message", "bmc.channel-plan.whitelist")
async def test_the_business_model_gives_messages_and_channels(chat: Talk) -> None:
    bmc = "/strategy bmc value proposition: bread that is baked at noon (validated). Channel: Instagram page."
    body, _, [source] = await planned(chat, bmc)
    assert {row["proof_ref"].split("#")[0] for row in body["rows"]} == {source.id}
    own = [row for row in body["rows"] if row["channel"] == "instagram"]
    assert own
    assert next(one["value"] for one in own[0]["fit_parts"] if one["part"] == "channels") == 0.8


@walks("swot.opportunity-plan.backlog", "swot.threat-plan.risk")
async def test_small_opportunities_wait_and_threats_are_named(chat: Talk) -> None:
    brief = "Crumb is known for its sourdough. A food hall has offered us a counter. A chain opens next door in March."
    await chat(f"/strategy brief {brief}", HERE, thread="s")
    swot = (await chat("O1 impact 1", HERE, thread="s")).outputs[0]
    plan, _ = await made(chat, PLAN)
    [waits] = [one for one in plan.draft.body["backlog"] if one["from"]]
    assert (waits["from"]["output"], waits["from"]["score"], waits["missing"]) == (swot.id, 4.0, ["score"])
    assert [one["from"]["item"] for one in plan.draft.body["risks"]] == ["T1"]
    assert rests_on(plan, swot)


async def test_an_opportunity_is_for_whom_it_names_and_nothing_waits_for_an_offer_that_nobody_made(
    chat: Talk, shop: House
) -> None:
    async with shop.database.writing((await enter(shop.database, HERE)).access) as unit:
        await messages.keep_brief(
            unit,
            "people",
            "Commuters buy rolls before work. Commuters want lunch boxes by noon. Retirees come at ten and "
            "retirees like rye. Our bakers mill their own flour, which nobody else in town does.",
        )
    await chat("make personas", HERE)
    [swot, *_] = await made(chat, "/strategy swot")
    opportunity = next(one for one in swot.draft.body["items"] if "lunch boxes" in one["statement"])
    plan, _ = await made(chat, PLAN)
    [row] = [
        one for one in plan.draft.body["rows"] if one["from"] and one["from"]["item"] == opportunity["id"]
    ]
    assert ("rows." + row["id"] + ".persona", "Commuters") in [
        (one.path, one.quote) for one in plan.draft.evidence if one.path.endswith(".persona")
    ]
    assert "partner_trial" not in {one["tactic"] for one in plan.draft.body["rows"]}
