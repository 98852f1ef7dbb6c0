"""What strategy and plans say about money reaches the budget agent: from real outputs to its answers out of facts."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from agents.types import Bullets
from bot.digest.telling import told as digested
from memory.store import outputs
from memory.types import CampaignPlan, Json, Output
from tests.agents.kit.budgeting.asking import SCOPE, answered, stored
from tests.agents.kit.budgeting.counted import Counted, Told
from tests.journeys.flows import Crumb, bakery, rests_on, walks

FIRST = date(2026, 11, 1)
WEEKS = date(2026, 8, 10)
NOVEMBER = CampaignPlan("Spring", "active", None, "GBP", starts=FIRST, ends=date(2026, 11, 30))


def spending(currency: str = "GBP") -> Counted:
    """Thirteen weeks of two platforms."""
    told = [
        Told(
            platform, WEEKS + timedelta(days=day), 40_000 + 5_000 * (day % 13), 5 + day % 7, 90_000, currency
        )
        for day in range(91)
        for platform in ("google_ads", "meta")
    ]
    return Counted(told)


def spent(pounds: int) -> Counted:
    """The same every day of November until now, on Meta."""
    return Counted([Told("meta", FIRST + timedelta(days=day), pounds, currency="GBP") for day in range(10)])


@pytest.fixture
async def made(tmp_path: Path) -> dict[str, Output]:
    """What the strategist and the planner made, as the place where the facts are has it."""
    async with bakery(tmp_path) as house:
        crumb = Crumb(house)
        for text in (
            "/strategy bmc Customer segments: offices. Value propositions: fresh bread. Gross margin 40%.",
            "/strategy bcg Boxes: revenue £30,000, market growth 22%, our share 3%, largest rival 15%.",
            "/strategy blue_ocean Printed flyers: industry 6, we 5, target 0.",
            "/plan sme budget £10,000 for 8 weeks, for office workers",
        ):
            await crumb.say(text)
        return {name: replace(one, scope=SCOPE) for name, one in crumb.made.items()}


async def told(text: str, facts: Counted, *latest: Output) -> tuple[Json, Output]:
    result = await answered(text, facts, NOVEMBER, "en", latest)
    return result.outputs[0].body, stored(result.outputs[0])


@walks(
    "bmc.margin-budget.break_even",
    "bcg.quadrant-budget.guardrail",
    "bcg.question_mark-plan.experiment",
    "blue_ocean.dropped-budget.saving",
    "plan.allocation-budget.pacing",
    "plan.row-budget.platform",
)
async def test_margin_quadrants_savings_and_allocation_reach_the_budget(made: dict[str, Output]) -> None:
    body, returns = await told("roi", spending(), made["bmc"])
    assert (body["margin"], body["break_even_roas"]) == (0.4, 2.5)
    assert rests_on(returns, made["bmc"])

    body, moved = await told("where should we move money", spending(), made["bcg"], made["blue_ocean"])
    assert [
        name for name in ("Boxes", "Printed flyers") if not any(name in one for one in body["guards"])
    ] == []
    assert all(rests_on(moved, made[name]) for name in ("bcg", "blue_ocean"))

    plan = made["marketing_plan"]
    assert rests_on(plan, made["bcg"])
    assert [one for one in plan.draft.body["experiments"] if "Boxes" in one["hypothesis"]]
    body, pacing = await told("pacing 11/1~11/30", spent(100), plan)
    assert body["planned"] == sum(one["amount"] for one in plan.draft.body["allocation"]) == 1_000_000
    assert rests_on(pacing, plan)
    [meta] = body["platforms"]
    rows = [row for row in plan.draft.body["rows"] if row["channel"] == "instagram"]
    assert meta["planned"] == sum(row["budget"] for row in rows) > 0


@walks("lift-budget.roi")
async def test_a_lift_test_says_what_of_a_claim_is_revenue() -> None:
    _, lift = await told("메타 증분 계수 0.6, 2026-09-01 지역 테스트", spending())
    body, returns = await told("roi margin 25%", spending(), lift)
    [meta] = [one for one in body["platforms"] if one["id"] == "meta"]
    assert (meta["basis"], meta["factor"]) == ("incremental", 0.6)
    assert rests_on(returns, lift)


@walks("pacing.alert-digest.alert")
async def test_an_alert_of_pacing_stands_in_the_digest(tmp_path: Path) -> None:
    plan = replace(NOVEMBER, budget=100_000)
    paced = (await answered("are we on budget?", spent(300), plan, "en")).outputs[0]
    [alert, *_] = paced.body["alerts"]
    async with bakery(tmp_path) as house:
        here = await Crumb(house).here()
        async with house.database.writing(here.access) as unit:
            await outputs.save(unit, paced)
        now = house.now() + timedelta(minutes=1)
        span = now - timedelta(hours=1), now
        digest = await digested(house, here, "everything", span, "Europe/London", "en")
    sections = {one.title: one.blocks for one in digest.sections}
    _, bullets = sections["Needs a look"]
    assert isinstance(bullets, Bullets)
    assert bullets.items[0] == alert["text"]


@walks("wins.open-digest.win")
async def test_an_open_win_stands_in_the_digest(tmp_path: Path) -> None:
    async with bakery(tmp_path) as house:
        crumb = Crumb(house)
        await crumb.say("We have hardly any reviews.", "w")
        found = await crumb.say("What can I fix today?", "w")
        now = house.now() + timedelta(minutes=1)
        span = now - timedelta(hours=1), now
        digest = await digested(house, await crumb.here(), "everything", span, "Europe/London", "en")
    [win] = found.outputs[0].draft.body["wins"]
    assert win["rule"] == "no_reviews"
    assert f"wins accept {win['id']}" in {one.action for one in digest.buttons}
