"""Every declared flow whose agents are on duty, walked through real turns: from an output to its effect."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.house import House
from memory.store import outputs
from memory.store.entrance import enter
from memory.types import Output
from tests.journeys.conftest import Talk
from tests.journeys.flows import HERE, bakery, made, quoted, rests_on, walks


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with bakery(tmp_path) as opened:
        yield opened


async def again(house: House, output: Output) -> Output:
    async with house.database.reading((await enter(house.database, HERE)).access) as unit:
        return await outputs.get(unit, output.id)


VRIO = "/strategy vrio Sourdough recipe: valuable yes, rare yes, hard to copy, not organised"


@walks("vrio.unused-seven_s.gap")
async def test_an_unused_advantage_is_a_finding_of_7s(talk: Talk) -> None:
    vrio, told = await made(talk, VRIO)
    assert [one.action for one in told.buttons if one.action == "strategy seven_s"]
    seven_s, _ = await made(talk, "/strategy seven_s")
    assert rests_on(seven_s, vrio)
    [path] = quoted(seven_s, vrio, "resources.R1")
    systems = next(one for one in seven_s.draft.body["elements"] if one["id"] == "systems")
    assert [f"elements.systems.findings.{one['id']}.text" for one in systems["findings"]] == [path]
    assert "Sourdough recipe" in systems["findings"][0]["text"]


async def test_what_rests_on_an_output_is_stale_when_that_changes(house: House, talk: Talk) -> None:
    await made(talk, VRIO)
    seven_s, _ = await made(talk, "/strategy seven_s")
    await made(talk, VRIO)
    assert not (await again(house, seven_s)).stale
    await made(talk, VRIO.replace("not organised", "organised"))
    assert (await again(house, seven_s)).stale
    renewed, _ = await made(talk, "/strategy seven_s")
    systems = next(one for one in renewed.draft.body["elements"] if one["id"] == "systems")
    assert systems["findings"] == []


@walks("ice.rank-okr.candidate")
async def test_what_ice_ranks_first_is_offered_as_an_objective(talk: Talk) -> None:
    ice, told = await made(
        talk,
        "/strategy ice Food hall stand: impact 8, confidence 6, ease 7. Office pickup: impact 6, confidence 5, "
        "ease 8. Delivery app: impact 5, confidence 4, ease 3. Loyalty card: impact 2, confidence 2, ease 2.",
    )
    assert [one.action for one in told.buttons if one.action == "strategy okr"]
    okr, asked = await made(talk, "/strategy okr")
    assert rests_on(okr, ice)
    assert asked.questions[0].options == ("Food hall stand", "Office pickup", "Delivery app")
    [pressed] = [one.action for one in asked.buttons if one.action.endswith("Office pickup")]
    chosen = await talk("", HERE, thread=asked.thread, action=pressed)
    assert [one["text"] for one in chosen.outputs[0].draft.body["objectives"]] == ["Office pickup"]
    assert rests_on(chosen.outputs[0], ice)


async def test_an_objective_that_was_stated_needs_no_candidates(talk: Talk) -> None:
    await made(talk, "/strategy ice Food hall stand: impact 8, confidence 6, ease 7.")
    okr, asked = await made(talk, "/strategy okr We plan to double weekday sales by June.")
    assert okr.draft.body["objectives"]
    assert not [one for one in asked.questions if "ICE" in one.text]
    assert {used.kind for used in okr.draft.inputs_used} == {"turn"}


@walks("porter.entrants-horizons.option")
async def test_rising_entry_asks_for_what_comes_after_h1(talk: Talk) -> None:
    porter, _ = await made(talk, "/strategy porter New entrants: trend rising, delivery kitchens pressure 4.")
    horizons, asked = await made(talk, "/strategy horizons")
    assert rests_on(horizons, porter)
    assert "delivery kitchens" in asked.questions[0].text
    stable, _ = await made(talk, "/strategy porter New entrants: trend stable, delivery kitchens pressure 4.")
    later, asked = await made(talk, "/strategy horizons")
    assert not rests_on(later, stable)
    assert not [one for one in asked.questions if "delivery kitchens" in one.text]
