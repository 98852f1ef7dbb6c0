"""What flows out of figures, and beside them: through real turns, from an export to its effect."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.digest.telling import told as digested
from bot.house import House
from bot.okrs import as_it_stands
from bot.reports.filing import files
from memory.insight import PATTERN, Insight
from memory.recall import recall_in
from memory.store import insight_writes, insights, outputs
from memory.store.entrance import enter
from memory.types import Json, Output
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
    queries = {one.ref for one in draft.inputs_used if one.kind == "metric"}
    assert {roas["measured_ref"], sessions["measured_ref"]} == queries
    grades = {one.path: one.grade for one in draft.evidence if one.kind == "metric"}
    assert grades == dict.fromkeys(
        ("objectives.O1.key_results.KR1.current", "objectives.O1.key_results.KR2.current"), 0.95
    )
    await figures.load(house, "google_ads", figures.google(figures.today(house), now=30))
    again = await crumb.say("O1 is committed", "o")
    renewed = results(again.outputs[0].draft.body)["Google ROAS last 7 days"]
    assert (renewed["current"], renewed["progress"]) == (3.0, 1.0)


async def test_figures_that_arrive_later_are_seen_wherever_the_key_result_is_looked_at(house: House) -> None:
    """In an export, on the bot's own page and in a digest of the place above; what is kept stays as it was."""
    crumb = Crumb(house)
    kept = (await crumb.say(OKR.format(now=""))).outputs[0]
    await figures.load(house, "google_ads", figures.google(figures.today(house), now=30))
    here, above = await crumb.here(), await enter(house.database, "crumb")
    now = await as_it_stands(house, here, kept)
    roas = results(now.draft.body)["Google ROAS last 7 days"]
    assert (roas["current"], roas["measured"], roas["progress"]) == (3.0, 3.0, 1.0)
    [document] = await files(house, above, kept, "md", client=False)
    assert "| 3 x |" in document.content.decode()
    line = "Google ROAS last 7 days: 3 of 3 x (100 %)"
    assert line in (await crumb.say("home")).text
    span = house.now() - timedelta(days=1), house.now()
    told = await digested(house, above, "everything", span, "Europe/London", "en")
    assert line in str(told.sections)
    async with house.database.reading(here.access) as unit:
        assert (await outputs.get(unit, kept.id)).draft == kept.draft


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


async def asked(crumb: Crumb, text: str) -> tuple[Json, Output, str]:
    told = await crumb.say(text)
    return told.outputs[0].draft.body, told.outputs[0], told.text


@walks("okr.key_result-analytics.metric", "plan.kpi-analytics.goal")
async def test_targets_stand_beside_the_metric(house: House) -> None:
    crumb = Crumb(house)
    okr = (await crumb.say(OKR.format(now=""))).outputs[0]
    await crumb.say(
        "/strategy bmc Customer segments: offices. Value propositions: fresh bread. Channels: Instagram ads."
    )
    plan = (await crumb.say("/plan sme budget £10,000 for 8 weeks, for office workers")).outputs[0]
    body, made, text = await asked(crumb, "/stats last 7 days")
    goals = {(one["from"], one["metric"]): one for one in body["goals"]}
    assert (goals["okr", "roas"]["value"], goals["okr", "roas"]["progress"]) == (2.0, 0.5)
    rates = [one for (by, _), one in goals.items() if by == "marketing_plan"]
    rows = {row["target"]: row for row in plan.draft.body["rows"]}
    assert rates
    assert all(rows[one["target"]]["kpi_name"] == one["name"] for one in rates)
    assert all(one["value"] and one["ref"] for one in rates)
    assert rests_on(made, okr)
    assert rests_on(made, plan)
    assert "| Google ROAS last 7 days | 2 x | 3 x | 50.0% |" in text
    other, *_ = await asked(crumb, "/stats impressions last 7 days")
    assert other["goals"] == []


@walks("plan.aim-analytics.goal")
async def test_what_a_plan_is_to_reach_in_a_month_is_held_against_that_month(house: House) -> None:
    """Sales are what was counted, not what several platforms claim; and a month that goes on is not missed yet."""
    crumb = Crumb(house)
    until = figures.today(house) - timedelta(days=1)
    plan = (await crumb.say("/plan Goal: 310 leads a month, £99,000 revenue a month. Budget £3,000")).outputs[
        0
    ]
    assert [one["per"] for one in plan.draft.body["success_metrics"]] == ["month", "month"]
    body, made, text = await asked(crumb, "/stats conversions and revenue last 7 days")
    leads, revenue = body["goals"]
    assert (leads["value"], leads["target"]) == (10 * until.day, 310)
    assert (revenue["value"], revenue["unit"]) == (100 * until.day, "GBP")
    assert (leads["since"], leads["until"]) == (until.replace(day=1).isoformat(), until.isoformat())
    assert rests_on(made, plan)
    assert f"£{100 * until.day:,}" in text
    again = (await crumb.say("/plan Goal: 400 leads a month", "other")).outputs[0]
    kept = {one["metric"]: one["target"] for one in again.draft.body["success_metrics"]}
    assert kept == {"conversions": 400, "revenue": 99_000}
    report = (await crumb.say("/report weekly")).outputs[0]
    found = next(one for one in report.draft.body["targets"] if one["metric"] == "revenue")
    last = date.fromisoformat(report.draft.body["until"])
    goes_on = (last + timedelta(days=1)).month == last.month
    assert (found["met"], found["share"]) == (
        (None, round(100 * last.day / 99_000, 4)) if goes_on else (False, None)
    )


@walks("reconciliation-analytics.column")
async def test_what_was_reconciled_stands_beside_what_is_claimed(house: House) -> None:
    crumb = Crumb(house)
    done = (await crumb.say("/budget reconcile last 28 days")).outputs[0]
    channels = {one["id"]: one for one in done.draft.body["channels"]}
    body, made, text = await asked(crumb, "/stats conversions last 7 days")
    assert {one["platform"]: one["reconciled"] for one in body["reconciled"]} == {
        name: one["reconciled"] for name, one in channels.items()
    }
    assert rests_on(made, done)
    assert "Reconciled beside claimed" in text
    meta, *_ = await asked(crumb, "/stats meta conversions last 7 days")
    assert [one["platform"] for one in meta["reconciled"]] == ["meta"]
    assert (await asked(crumb, "/stats spend last 7 days"))[0]["reconciled"] == []


@walks("content.utm-analytics.join")
async def test_visits_are_joined_to_the_content_whose_links_brought_them(house: House) -> None:
    crumb = Crumb(house)
    await crumb.say("/content instagram post for fresh bread at noon")
    await crumb.say("/content instagram post for office breakfasts")
    await crumb.say("/content linkedin post for office breakfasts")
    body, made, text = await asked(crumb, "/stats sessions last 7 days")
    [row] = body["contents"]
    assert (row["sessions"], row["conversions"]) == (7 * 200, 7 * 4_000_000)
    posts = [one for one in crumb.pieces if one.draft.body["utm"]["utm_source"] == "instagram"]
    assert sorted(row["titles"]) == sorted(one.draft.title for one in posts)
    assert all(rests_on(made, one) for one in posts)
    assert "1,400" in text


@walks("metric-digest.numbers")
async def test_a_digest_tells_the_numbers(house: House) -> None:
    crumb = Crumb(house)
    await crumb.say(OKR.format(now=""))
    await figures.load(house, "google_ads", figures.google(figures.today(house), now=30))
    now = house.now() + timedelta(minutes=1)
    span = now - timedelta(days=1), now
    digest = await digested(house, await crumb.here(), "everything", span, "Europe/London", "en")
    text = {
        one.title: "\n".join(line for block in one.blocks for line in getattr(block, "items", ()))
        for one in digest.sections
    }
    assert "Google ROAS last 7 days: 3 of 3 x (100 %), figures of" in text["Where the key results stand"]
    assert "Spend £1,050 (+0.0%)" in text["Numbers"]
    assert "Google Ads: Conversions 210 (-25.0%)" in text["Numbers"]
    assert "Sessions 3,500 (+0.0%)" in text["Numbers"]
    assert "Mostly Rate: conversion rate (-70)" in text["What changed, and why"]


async def seen(house: House) -> list[Insight]:
    async with house.database.reading((await Crumb(house).here()).access) as unit:
        return list(await insights.of_categories(unit, [PATTERN], [unit.scope.level]))


@walks("finding-insight.pattern")
async def test_a_finding_that_is_hardly_chance_is_remembered_as_a_pattern(house: House) -> None:
    crumb = Crumb(house)
    told = await crumb.say("/stats google conversions last 7 days")
    [pattern] = await seen(house)
    assert (pattern.subject_key, pattern.value) == ("figures:conversions:google_ads", "down")
    assert (pattern.kind, pattern.grade) == ("pattern", 0.95)
    assert pattern.text.startswith("Google Ads Conversions: 280 → 140 (-50.0%); hardly chance (p < 0.001) · ")
    last = figures.today(house) - timedelta(days=1)
    assert pattern.valid_to == last + timedelta(days=28)
    assert "Remembered" in told.text
    await crumb.say("/stats google conversions last 7 days")
    assert [one.id for one in await seen(house)] == [pattern.id]
    assert "-50.0%" in (await crumb.say("/memory what do you know about conversions?")).text
    await figures.load(house, "google_ads", figures.google(figures.today(house), now=90))
    await crumb.say("/stats google conversions last 7 days")
    [other] = await seen(house)
    assert (other.value, other.subject_key) == ("up", pattern.subject_key)


async def test_what_figures_have_shown_is_nobodys_words(house: House) -> None:
    """A pattern is no clause of a SWOT, and its two numbers are no baseline and target."""
    crumb = Crumb(house)
    await crumb.say("Compare Google Ads over the last 7 days with the 7 days before", "n")
    [pattern] = await seen(house)
    assert "280 → 140" in pattern.text
    for text in ("/strategy swot We sell 80% before noon.", "/strategy okr Objective: Fuller mornings"):
        made = (await crumb.say(text)).outputs[0]
        assert "280" not in str(made.draft.body), text
        assert pattern.id not in {one.ref for one in made.draft.inputs_used}


async def test_what_is_no_matter_of_chance_is_a_pattern_when_it_is_found_again(house: House) -> None:
    crumb = Crumb(house)
    last = figures.today(house)
    head, *rows = figures.google(last)
    raised = (row.replace(",100,", f",{100 + 60 * (at // 7)},", 1) for at, row in enumerate(rows))
    await figures.load(house, "google_ads", [head, *raised])
    weeks = [(last - timedelta(days=back), last - timedelta(days=back - 6)) for back in (14, 7)]
    for count, (since, until) in enumerate(weeks):
        await crumb.say(f"/stats google spend {since} ~ {until} compared with the previous period")
        assert len(await seen(house)) == count


async def test_a_pattern_lapses_by_itself(house: House) -> None:
    crumb = Crumb(house)
    await crumb.say("/stats google conversions last 7 days")
    [pattern] = await seen(house)
    access = (await crumb.here()).access
    later = replace(pattern, valid_to=figures.today(house) - timedelta(days=1))
    async with house.database.reading(access) as unit:
        assert pattern.id in {one.id for one in await insights.every(unit)}
        assert pattern.id in {one.id for one in await recall_in(unit, "hardly chance")}
    async with house.database.writing(access) as unit:
        await insight_writes.prolong(unit, later)
    async with house.database.reading(access) as unit:
        assert pattern.id not in {one.id for one in await insights.every(unit)}
        assert pattern.id not in {one.id for one in await recall_in(unit, "hardly chance")}
        assert await insights.holding(unit, [unit.scope.level], 9) == ()


@walks("metric-persona.channels")
async def test_a_persona_of_whom_no_channel_is_told_is_where_visits_come_from(house: House) -> None:
    crumb = Crumb(house)
    told = await crumb.say("/persona create Office workers buy bread before work. They hate queues.")
    draft = told.outputs[0].draft
    channels = draft.body["attributes"]["channels"]
    assert channels["value"] == ["google_search", "instagram"]
    assert (channels["assumed"], channels["grade"], channels["source"]["n"]) == (True, 0.3, 28 * 500)
    [used] = [one for one in draft.inputs_used if one.kind == "metric"]
    assert channels["source"]["ref"] == used.ref
    assert "Google search 60.0%, Instagram 40.0% of 14,000 visits" in channels["source"]["quote"]
    await crumb.say("/strategy brief Nurses find us on TikTok, and nurses buy bread at night.", "n")
    said = await crumb.say("/persona create nurses", "n")
    [nurses] = [one.draft.body["attributes"] for one in said.outputs]
    assert nurses["channels"]["value"] == ["tiktok"]
