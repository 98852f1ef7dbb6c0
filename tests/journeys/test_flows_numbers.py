"""What flows out of figures, and beside them: through real turns, from an export to its effect."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.house import House
from memory.store import outputs
from memory.types import InputUsed, Json
from tests.journeys import figures
from tests.journeys.flows import Crumb, bakery, rests_on, walks


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with bakery(tmp_path) as opened:
        last = figures.today(opened)
        await figures.load(opened, "google_ads", figures.google(last))
        await figures.load(opened, "meta", figures.meta(last))
        await figures.load(opened, "ga4", figures.site(last))
        yield opened


OKR = (
    "/strategy okr Objective: Sell more online. Key result: Google ROAS last 7 days from 1 to 3, {now}unit x, "
    "due 2027-12-31, source Google Ads. Key result: weekly sessions from 2000 to 5000, unit visits, "
    "due 2027-12-31, source GA4"
)


def results(body: Json) -> dict[str, Json]:
    return {one["name"]: one for objective in body["objectives"] for one in objective["key_results"]}


@walks("metric-okr.current")
async def test_a_key_result_of_a_metric_stands_where_the_facts_say(house: House) -> None:
    crumb = Crumb(house)
    told = await crumb.say(OKR.format(now=""), "o")
    found = results(told.outputs[0].draft.body)
    roas, sessions = found["Google ROAS last 7 days"], found["weekly sessions"]
    assert (roas["current"], roas["progress"]) == (2.0, 0.5)
    assert (sessions["current"], sessions["progress"]) == (3500, 0.5)
    draft = told.outputs[0].draft
    queries = {one.ref for one in draft.inputs_used if isinstance(one, InputUsed) and one.kind == "metric"}
    assert {roas["measured_ref"], sessions["measured_ref"]} == queries
    grades = {one.path: one.grade for one in draft.evidence if one.kind == "metric"}
    assert grades == dict.fromkeys(
        ("objectives.O1.key_results.KR1.current", "objectives.O1.key_results.KR2.current"), 0.95
    )
    await figures.load(house, "google_ads", figures.google(figures.today(house), now=30))
    again = await crumb.say("O1 is committed", "o")
    renewed = results(again.outputs[0].draft.body)["Google ROAS last 7 days"]
    assert (renewed["current"], renewed["progress"]) == (3.0, 1.0)


async def test_what_was_stated_stays_and_the_difference_is_said(house: House) -> None:
    told = await Crumb(house).say(OKR.format(now="now 2.4, "))
    roas = results(told.outputs[0].draft.body)["Google ROAS last 7 days"]
    assert (roas["current"], roas["measured"], roas["progress"]) == (2.4, 2.0, 0.7)
    assert "you said 2.4 x" in told.text
    assert "say 2 x; yours is kept" in told.text


async def test_nothing_is_guessed_of_a_key_result(house: House) -> None:
    """Several platforms' claims have no sum, a unit must fit, and a till is no platform."""
    told = await Crumb(house).say(
        "/strategy okr Objective: Grow. Key result: weekly conversions from 10 to 20, metric conversions, "
        "unit orders, due 2027-12-31. Key result: weekly ad spend from 1 to 2, unit %, due 2027-12-31, source ads. "
        "Key result: weekly revenue from 100 to 200 GBP, due 2027-12-31, source the till"
    )
    found = results(told.outputs[0].draft.body)
    assert [one["current"] for one in found.values()] == [None, None, None]
    assert [one["unmeasured"] for one in found.values()] == ["claims", "unit", None]
    assert "insufficient data" in told.text


@walks("wins.measured-ice.calibration")
async def test_measured_wins_calibrate_the_confidence_of_ice(house: House) -> None:
    crumb = Crumb(house)
    idea = "/strategy ice Loyalty card: impact 8, confidence 8, ease 5, evidence measured"
    before = (await crumb.say(idea)).outputs[0].draft.body
    assert (before["items"][0]["ice"], before["measured_wins"]) == (320, None)
    await crumb.say("We have hardly any reviews.", "w")
    wins = (await crumb.say("What can I fix today?", "w")).outputs[0]
    measured = {"ratio": 0.0, "unit": "orders", "measured": 0}
    done: list[Json] = [
        one | {"status": "measured", "measured_result": measured} for one in wins.draft.body["wins"]
    ]
    async with house.database.writing((await crumb.here()).access) as unit:
        saved = await outputs.save(
            unit, replace(wins.draft, body=wins.draft.body | {"wins": done}, supersedes=None)
        )
    told = await crumb.say(idea)
    made = told.outputs[0]
    item, factor = made.draft.body["items"][0], made.draft.body["calibration"]
    assert made.draft.body["measured_wins"] == len(done)
    assert 0 < factor < 1
    assert item["confidence_used"] == round(8 * factor) < item["confidence"] == 8
    assert item["ice"] == 8 * item["confidence_used"] * 5
    assert rests_on(made, saved)
    assert f"{len(done)} measured quick wins" in told.text
