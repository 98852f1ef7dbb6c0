"""Everything that was told of one bakery flows into its persona, its plan, its copy, its tasks and its digest."""

import json
from collections.abc import AsyncGenerator, Iterable
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from agents.kit.flows import Flowing
from agents.types import Bullets
from bot.digest.telling import told
from bot.house import House
from memory.context import get_enterprise_context
from memory.store import messages, outputs, tasks
from memory.store.entrance import enter
from memory.types import Json, Output
from tests.journeys.flows import HERE, Crumb, bakery, rests_on, walks

BRIEF = (
    "Our office workers find us on Instagram and in the newsletter. They say the price is too high. "
    "They are in a hurry at noon."
)
SAID = (
    "/strategy swot We are known for slow-fermented sourdough made with local flour. We are known for card payment "
    "at every table. There is no online ordering. A nearby food hall has asked us to take a stall. "
    "Offices are returning to four days a week. A national chain is opening a branch 300 metres away in spring.",
    "/strategy vrio Sourdough recipe: valuable yes, rare yes, hard to copy, organised. "
    "Card payment at every table: valuable yes, rare no.",
    "/strategy porter Buyer power: offices pressure 5.",
    "/strategy bmc Customer segments: night nurses. Value propositions: warm rolls at dawn (validated). "
    "Channels: Instagram, own shop. Gross margin 60%.",
    "/strategy bcg Bread: revenue £120,000, market growth 4%, our share 20%, largest rival 10%. "
    "Boxes: revenue £30,000, market growth 22%, our share 3%, largest rival 15%.",
    "/strategy horizons Bread oven: months to revenue 3, investment £20,000. "
    "Subscription app: months to revenue 18, investment £10,000.",
    "/strategy blue_ocean Price: industry 6, we 6, target 6. Printed flyers: industry 6, we 5, target 0. "
    "Noon freshness: industry 2, we 4, target 9.",
    "/strategy okr Objective: double weekday visits. Key result: visits, baseline 1200, target 2400, current 1500, "
    "due 2027-06-30, source POS.",
    "/strategy jtbd Want: fresh bread without a queue; emotional: feel cared for; social: be the good colleague; "
    "pains: long queues. Outcome: minimise the time to order, importance 9, satisfaction 3, n 40, source survey.",
    "/persona create",
    "/plan sme budget £10,000 for 8 weeks",
    "/content brief R1 instagram",
    "/content instagram post for fresh bread at noon",
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with bakery(tmp_path) as opened:
        async with opened.database.writing((await enter(opened.database, HERE)).access) as unit:
            await messages.keep_brief(unit, "brief.md", BRIEF)
        yield opened


def parts(found: Iterable[Flowing]) -> list[str]:
    """What flows in single words: of a list each of its entries."""
    found_: list[str] = []
    for one in found:
        record: Json = cast("Json", one.value) if isinstance(one.value, dict) else {one.flow.text: one.value}
        value: object = record.get(one.flow.text)
        entries = cast("list[object]", value) if isinstance(value, list) else [value]
        found_ += [str(entry) for entry in entries]
    return found_


def lands(crumb: Crumb, flow_id: str, consumers: Iterable[Output]) -> str:
    """What keeps the flow from having arrived: an input that names it, and its words or its reference in the body."""
    found = crumb.flowing(flow_id)
    for consumer in consumers:
        body = json.dumps(consumer.draft.body, ensure_ascii=False)
        refs = {one.ref for one in consumer.draft.evidence}
        if not all(rests_on(consumer, one.output) for one in found):
            return f"{flow_id}: not among the inputs"
        if any(one.ref in refs for one in found) or any(text in body for text in parts(found)):
            return ""
    return f"{flow_id}: nothing of {parts(found)} is there"


INTO_PERSONA = (
    "swot.weakness-persona.objection",
    "bmc.segment-persona.seed",
    "jtbd.want-persona.job",
    "jtbd.pain-persona.pain",
    "jtbd.emotional-persona.motivation",
    "jtbd.social-persona.motivation",
)
INTO_PLAN = (
    "swot.opportunity-plan.tactic",
    "swot.strength-plan.proof",
    "swot.threat-plan.risk",
    "vrio.advantage-plan.proof",
    "porter.buyers-plan.price_message",
    "porter.buyers-plan.retention",
    "bmc.value-plan.message",
    "bmc.channel-plan.whitelist",
    "bcg.quadrant-plan.guardrail",
    "horizons.allocation-plan.allocation",
    "okr.key_result-plan.success",
    "jtbd.outcome-plan.row",
    "persona.attributes-plan.persona",
)
INTO_CONTENT = (
    "swot.strength-content.proof",
    "vrio.advantage-content.proof",
    "vrio.parity-content.avoid",
    "blue_ocean.added-content.angle",
    "blue_ocean.dropped-content.never",
    "jtbd.emotional-content.tone",
    "jtbd.social-content.tone",
    "jtbd.outcome-content.brief",
    "persona.objections-content.faq",
    "persona.language_style-content.voice",
)


@walks(
    *INTO_PERSONA,
    *INTO_PLAN,
    *INTO_CONTENT,
    "swot.opportunity-plan.backlog",
    "vrio.parity-plan.avoid",
    "persona.channels-plan.channel",
    "plan.row-content.brief",
    "okr.key_result-digest.header",
)
async def test_what_was_told_once_is_in_everything_that_follows(house: House) -> None:
    crumb = Crumb(house)
    for text in SAID:
        await crumb.say(text)
    persona, plan = crumb.made["persona"], crumb.made["marketing_plan"]
    faults = [
        *(lands(crumb, flow, [persona]) for flow in INTO_PERSONA),
        *(lands(crumb, flow, [plan]) for flow in INTO_PLAN),
        *(lands(crumb, flow, crumb.pieces) for flow in INTO_CONTENT),
    ]
    assert [fault for fault in faults if fault] == []
    _tactics(crumb, plan.draft.body)
    _reached(crumb, plan.draft.body)
    _briefed(crumb, crumb.pieces[0])
    await _digested(crumb)
    await _lowered(crumb)


def _tactics(crumb: Crumb, plan: Json) -> None:
    """Each opportunity of 8 points or more is a row that refers back to it; what is parity proves no row."""
    swot = crumb.made["swot"]
    rows = {row["from"]["item"]: row for row in plan["rows"] if row["from"] and row["from"]["type"] == "swot"}
    for one in crumb.flowing("swot.opportunity-plan.tactic"):
        came = rows[one.value["id"]]["from"]
        assert (came["output"], came["path"], came["content_hash"]) == (swot.id, one.path, swot.content_hash)
    assert not [row for row in plan["rows"] if "card payment" in str(row["proof"]).lower()]
    assert [one.text for one in crumb.flowing("vrio.parity-plan.avoid")] == ["Card payment at every table"]


def _reached(crumb: Crumb, plan: Json) -> None:
    """The plan goes where the persona is."""
    [one] = crumb.flowing("persona.channels-plan.channel")
    assert rests_on(crumb.made["marketing_plan"], one.output)
    assert set(one.value["value"]) & {row["channel"] for row in plan["rows"]}


def _briefed(crumb: Crumb, piece: Output) -> None:
    """The first piece was written from a row of the plan."""
    row = next(one for one in crumb.flowing("plan.row-content.brief") if one.path == "rows.R1")
    assert rests_on(piece, row.output)
    assert (piece.draft.body["brief"]["row"], piece.draft.body["origin"]) == (row.ref, "plan")


async def _digested(crumb: Crumb) -> None:
    now = crumb.house.now() + timedelta(minutes=1)
    span = now - timedelta(hours=1), now
    result = await told(crumb.house, await crumb.here(), "everything", span, "Europe/London", "en")
    first = result.sections[0]
    assert first.title == "Where the key results stand"
    assert first.blocks == (Bullets(("visits: 1,500 of 2,400 (25 %)",)),)


async def _lowered(crumb: Crumb) -> None:
    """An opportunity that lost its points waits in the backlog; plan and copy of before are stale."""
    plan, piece = crumb.made["marketing_plan"], crumb.pieces[-1]
    await crumb.say("O2 likelihood 1, impact 2", crumb.threads["swot"])
    low = crumb.flowing("swot.opportunity-plan.backlog")
    assert [one.path for one in low] == ["items.O2"]
    async with crumb.house.database.reading((await crumb.here()).access) as unit:
        assert [(await outputs.get(unit, one.id)).stale for one in (plan, piece)] == [True, True]
    await crumb.say("/plan sme budget £10,000 for 8 weeks")
    body = crumb.made["marketing_plan"].draft.body
    assert low[0].text in [one["title"] for one in body["backlog"]]


@walks("seven_s.gap-task.owner")
async def test_an_action_against_a_gap_becomes_a_task_with_its_owner(house: House) -> None:
    crumb = Crumb(house)
    first = await crumb.say("/strategy seven_s Systems: current 2, desired 4.")
    action = "strategy answer elements.systems.actions write the recipe down, owner Minji, due 2027-03-01"
    reply = await crumb.say("", first.thread, action)
    [button] = [one for one in reply.buttons if one.action.startswith("task add")]
    await crumb.say("", reply.thread, button.action)
    async with house.database.reading((await crumb.here()).access) as unit:
        [task] = await tasks.every(unit)
    assert (task.plan.title, str(task.plan.due)) == ("write the recipe down (Minji)", "2027-03-01")


@walks("insight-context.known")
async def test_what_was_learnt_is_known_to_every_agent(house: House) -> None:
    crumb = Crumb(house)
    await crumb.say("/memory Our media budget is 30,000 pounds.")
    for agent in house.agents:
        context = await get_enterprise_context(house.database, (await crumb.here()).access, agent)
        assert "30,000" in json.dumps(context.as_json()["insights"], ensure_ascii=False)
