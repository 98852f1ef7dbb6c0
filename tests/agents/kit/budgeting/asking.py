"""An ask of the budget agent at a campaign, with facts in memory."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from agents.kit.given import Brand
from agents.roi_budget import AGENT
from agents.types import AgentResult, Ask, Command, Context, Question
from config.errors import Locale
from memory.guidelines import Guidelines
from memory.types import (
    Campaign,
    CampaignId,
    CampaignPlan,
    Draft,
    OrgId,
    Output,
    OutputId,
    Place,
    Scope,
)
from tests.agents.kit.budgeting.counted import Counted

SCOPE = Scope(OrgId("acme"), campaign=CampaignId("spring"))
NO_PLAN = CampaignPlan()
NOW = datetime(2026, 11, 11, 1, tzinfo=UTC)
"""Ten in the morning of 11 November in Seoul."""


@dataclass(frozen=True, slots=True)
class Framed:
    """`agents.kit.given.Given` with one campaign."""

    plan: CampaignPlan

    async def brand(self) -> Brand:
        return Brand(Guidelines({}))

    async def campaign(self) -> Campaign:
        return Campaign(CampaignId("spring"), OrgId("acme"), None, "spring", self.plan)


def ask(
    text: str,
    facts: Counted,
    plan: CampaignPlan = NO_PLAN,
    locale: Locale = "ko",
    latest: tuple[Output, ...] = (),
    asked: tuple[Question, ...] = (),
) -> Ask:
    place = Place(SCOPE, "acme/spring", ("Acme", "Spring"), "SME", locale, "Asia/Seoul", "KRW")
    context = Context(place, latest=latest, asked=asked)
    found = replace(facts, scope=facts.scope or SCOPE)
    return Ask(
        text, Command("roi_budget", rest=text), locale, context, NOW, _quiet, given=Framed(plan), facts=found
    )


async def answered(
    text: str,
    facts: Counted,
    plan: CampaignPlan = NO_PLAN,
    locale: Locale = "ko",
    latest: tuple[Output, ...] = (),
) -> AgentResult:
    return await AGENT.answer(ask(text, facts, plan, locale, latest))


def stored(draft: Draft) -> Output:
    return Output(OutputId(f"o-{draft.output_type}"), SCOPE, 1, "draft", draft, "owner", NOW, "hash")


async def _quiet(_text: str) -> None:
    pass
