"""What a report says of the figures that there are, and does not say of those that there are not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from agents.analytics import AGENT
from agents.types import AgentResult, Command, Table
from bot.render import outward
from memory.reports import Billing, Terms
from memory.types import CampaignPlan, OrgId, Scope
from tests.agents.kit.budgeting.asking import NO_PLAN, SCOPE, ask
from tests.agents.kit.budgeting.counted import Counted, Told, each_day

SINCE = date(2026, 10, 19)
TERMS = Billing("b1", SCOPE, Terms(1000, 1000), "hash")


@dataclass(frozen=True, slots=True)
class Held:
    billing: Billing | None

    async def in_force(self) -> Billing | None:
        return self.billing


async def reported(
    told: Sequence[Told],
    plan: CampaignPlan = NO_PLAN,
    billing: Billing | None = None,
    scope: Scope | None = None,
) -> AgentResult:
    asked = ask("/report weekly", Counted(told, scope=scope), plan, "en")
    command = Command("analytics", rest="report weekly")
    return await AGENT.answer(replace(asked, command=command, billing=Held(billing)))


def words(result: AgentResult, *, client: bool = False) -> str:
    sections = outward(result.sections) if client else result.sections
    cells = [
        cell
        for one in sections
        for block in one.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    return "\n".join([*result.lines, *(one.title for one in sections), *cells])


async def test_currencies_stand_apart_and_have_no_sum() -> None:
    told = [
        *each_day("meta", SINCE, [1000] * 22),
        *(replace(one, currency="USD") for one in each_day("tiktok", SINCE, [7] * 22)),
    ]
    result = await reported(told, billing=TERMS)
    body = result.outputs[0].body
    assert [(one["currency"], one["billed"], one["vat"]) for one in body["bills"]] == [
        ("KRW", 7700, 770), ("USD", 5390, 539),
    ]  # fmt: skip
    totals = {row["currency"]: row["now"]["spend"] for row in body["numbers"]["totals"]}
    assert totals == {"KRW": 7_700_000_000, "USD": 53_900_000}


async def test_figures_of_the_place_above_are_not_billed_here() -> None:
    result = await reported(each_day("meta", SINCE, [1000] * 22), billing=TERMS, scope=Scope(OrgId("acme")))
    assert result.outputs[0].body["bills"] == []
    assert "₩7,700" in words(result)


async def test_what_begins_within_the_time_before_is_not_compared() -> None:
    body = (await reported(each_day("meta", date(2026, 10, 28), [1000] * 13))).outputs[0].body
    assert (body["since"], body["until"], body["before"]) == ("2026-11-02", "2026-11-08", None)
    assert "Nothing is compared" in body["caveats"][0]


async def test_figures_that_end_too_early_are_said_to() -> None:
    body = (await reported(each_day("meta", SINCE, [1000] * 18))).outputs[0].body
    assert body["measured_until"] == "2026-11-05"
    assert "The figures end on 5 Nov" in body["caveats"][0]


async def test_the_campaigns_kpi_is_held_against_the_days() -> None:
    told = [replace(one, conversions=2, value=4000) for one in each_day("meta", SINCE, [1000] * 22)]
    for kpi, met in (
        ("ROAS 3", True),
        ("ROAS 400%", True),
        ("ROAS 5", False),
        ("CPA 400", False),
        ("CPA 600 won", True),
    ):
        body = (await reported(told, CampaignPlan(kpi=kpi))).outputs[0].body
        assert [(one["basis"], one["met"]) for one in body["targets"]] == [("campaign", met)], kpi
    body = (await reported(told, CampaignPlan(kpi="conversions 100"))).outputs[0].body
    assert [(one["met"], one["share"]) for one in body["targets"]] == [(None, 0.14)]


async def test_the_clients_copy_tells_neither_net_nor_mark_up_nor_the_share_of_the_budget() -> None:
    plan = CampaignPlan("Spring", "active", 100_000, "KRW", starts=date(2026, 11, 1), ends=date(2026, 11, 30))
    result = await reported(each_day("meta", SINCE, [1000] * 22), plan, TERMS)
    inside, outside = words(result), words(result, client=True)
    assert "₩7,000" in inside
    assert "₩7,700" in outside
    assert not [net for net in ("₩7,000", "₩700", "9%", "Internal", "Mark-up") if net in outside]
