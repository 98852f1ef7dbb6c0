"""What flows between interviews, guidelines, approvals and everybody else, walked through real turns."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from agents.kit.registry import load_agents
from bot.house import House
from config.flows import flows
from memory.guidelines import Own
from memory.insight import Insight
from memory.interview import SYNTHETIC, SYNTHETIC_CATEGORY
from memory.store import guidelines, insights, users
from memory.store.entrance import enter
from memory.types import InputUsed, Membership
from tests.journeys import (
    test_budget,
    test_flows,
    test_flows_money,
    test_flows_numbers,
    test_flows_onward,
    test_interview_model,
    test_reports,
    test_wins,
)
from tests.journeys.flows import HERE, WALKED, Crumb, bakery, walks
from tests.journeys.personas import HYPOTHESES, settle

WALKS = (
    test_budget,
    test_flows,
    test_flows_money,
    test_flows_numbers,
    test_flows_onward,
    test_interview_model,
    test_reports,
    test_wins,
)
"""Where flows are walked besides here."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with bakery(tmp_path) as opened:
        yield opened


async def learnt(house: House) -> list[Insight]:
    async with house.database.reading((await enter(house.database, HERE)).access) as unit:
        return list(await insights.of_categories(unit, [SYNTHETIC_CATEGORY], [unit.scope.level]))


@walks("bmc.hypothesis-persona.guide", "persona_interaction-insight.synthetic")
async def test_an_interview_asks_hypotheses_and_leaves_insights(house: House) -> None:
    await settle(house.database, HERE, "en")
    crumb = Crumb(house)
    begun = await crumb.say("interview Dana", "i")
    assert HYPOTHESES["en"] in begun.text
    await crumb.say("What do you think of delivery?", "i")
    wrapped = await crumb.say("wrap up", "i")
    assert {used.kind for used in wrapped.outputs[0].draft.inputs_used} == {"output", "turn"}
    assert await learnt(house) == []
    await crumb.say("accept 1", "i")
    [insight] = await learnt(house)
    assert insight.grade == SYNTHETIC


@walks("guideline-content.voice", "guideline-persona.test")
async def test_guidelines_bound_copy_and_wordings_that_are_tested(house: House) -> None:
    await settle(house.database, HERE, "en")
    crumb = Crumb(house)
    async with house.database.writing((await enter(house.database, "crumb")).access) as unit:
        await guidelines.put(unit, {"content.prohibited_words": Own(("miracle",))})
    checked = await crumb.say("/content check Our miracle bread is baked at dawn.")
    assert "miracle" in checked.text
    tested = await crumb.say(
        '/persona pretest "Miracle bread for everybody" vs "Bread before work, no queue"'
    )
    assert "A may not be used: the guidelines prohibit miracle" in tested.lines
    kinds = {used.kind for used in tested.outputs[0].draft.inputs_used}
    assert "guideline" in kinds
    assert InputUsed("guideline", "", "") not in tested.outputs[0].draft.inputs_used


@walks("approval.reason-guideline.suggestion")
async def test_the_reason_of_a_rejection_is_offered_as_a_guideline(house: House) -> None:
    here = await enter(house.database, HERE)
    async with house.database.writing((await enter(house.database, "crumb")).access) as unit:
        await users.add(unit, "mia", [Membership("owner", here.place.scope)])
    crumb = Crumb(house)
    await crumb.say("/content instagram post for fresh bread at noon")
    piece = crumb.pieces[0]
    asked = await crumb.say(f"/approve request {piece.id} @mia")
    ref = next(one.action.split()[-1] for one in asked.buttons if one.action.startswith("approve"))
    rejected = await crumb.say(f"/approve reject {ref} No numbers of followers, please", user="mia")
    [keep] = [one for one in rejected.buttons if one.action.startswith("approve learn")]
    which = await crumb.say("", action=keep.action)
    await crumb.say("", action=which.buttons[0].action)
    async with house.database.reading(here.access) as unit:
        kept = (await guidelines.in_force(unit)).guidelines
    assert [name for name, field in kept.fields.items() if "followers" in str(field.value)]


def test_every_flow_whose_agents_are_on_duty_is_walked() -> None:
    assert all(module.__name__ for module in WALKS)
    on_duty = load_agents().keys()
    assert {one.id for one in flows().values() if one.on_duty(on_duty)} - WALKED == set()
    assert flows().keys() >= WALKED
