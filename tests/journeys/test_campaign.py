"""A campaign from its brief to approved copy: on both databases, in both languages, with a restart in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app import open_house
from bot.house import House
from bot.ports import unheard
from bot.turn import Turns
from bot.types import Heard, Reply
from config.errors import Locale
from config.settings import Settings
from memory.store import campaigns, organizations, outputs, users
from memory.store.entrance import enter
from memory.types import CampaignPlan, Membership, Organization, OrgId, Output

PLACE = "crumb/spring"


@dataclass(frozen=True)
class Words:
    """What is said, in one language."""

    brief: str
    swot: str
    personas: str
    interview: str
    question: str
    wrap: str
    plan: str
    fix: str


SAYS: dict[Locale, Words] = {
    "en": Words(
        "Crumb is a bakery with two shops and is known for its sourdough. Our customers are office workers who buy "
        "bread before noon and dislike the queue, and students who come after class and look at the price. Our "
        "Instagram account has 11,000 followers. A food hall nearby has offered us a counter.",
        "/strategy swot", "/persona make two personas", "interview {name}", "What do you think of delivery?",
        "wrap up", "/plan budget 1,500,000 won a month", "O1 impact 1",
    ),
    "ko": Words(
        "크럼은 천천히 발효한 사워도우로 유명한 동네 빵집입니다. 주요 고객은 출근길에 빵을 사는 직장인과 수업이 끝나고 "
        "들르는 대학생입니다. 직장인은 줄이 긴 것을 싫어합니다. 대학생은 가격을 먼저 봅니다. 인스타그램 팔로워는 "
        "11,000명입니다. 인근 푸드홀에서 입점을 제안했습니다.",
        "/전략 swot", "/페르소나 두 명 만들어줘", "{name} 인터뷰", "배달은 어떻게 생각하십니까?",
        "마무리", "/계획 예산 월 150만원", "O1 영향 1",
    ),
}  # fmt: skip


@dataclass
class Shop:
    """Mina works there, the owner decides; the house may be closed and opened again meanwhile."""

    settings: Settings

    async def found(self, locale: Locale) -> None:
        async with open_house(self.settings) as house:
            new = Organization(OrgId(""), "crumb", "Crumb", "SME", locale, "Asia/Seoul", "KRW")
            await organizations.add(house.database, new)
            root = await enter(house.database, "crumb")
            async with house.database.writing(root.access) as unit:
                await campaigns.add(unit, "spring", CampaignPlan(name="Spring"))
                await users.add(unit, "mina", [Membership("marketing_manager", root.place.scope)])

    async def say(self, house: House, text: str, thread: str, user: str = "mina", action: str = "") -> Reply:
        heard = Heard("console", "local", PLACE, user, text, uuid4().hex, thread, action=action)
        reply = await Turns(house)(heard, unheard)
        assert reply.status == "ok", reply.text
        return reply

    async def press(self, house: House, reply: Reply, action: str, thread: str, user: str = "mina") -> Reply:
        [button, *_] = [one for one in reply.buttons if one.action.startswith(action)]
        return await self.say(house, button.label, thread, user, button.action)


def uses(made: Output, *sources: Output) -> bool:
    """Whether these went into it, in the version that they were."""
    used = {(one.ref, one.content_hash) for one in made.draft.inputs_used}
    return used >= {(one.id, one.content_hash) for one in sources}


@pytest.mark.parametrize("locale", ["en", "ko"])
async def test_from_a_brief_to_approved_copy(url: str, tmp_path: Path, locale: Locale) -> None:
    says, shop = SAYS[locale], Shop(Settings(home=tmp_path, database_url=url, locale=locale))
    await shop.found(locale)
    async with open_house(shop.settings) as house:
        [swot] = (await shop.say(house, f"{says.swot} {says.brief}", "s")).outputs
        personas = (await shop.say(house, says.personas, "p")).outputs
        name = personas[0].draft.body["attributes"]["name"]["value"]
        await shop.say(house, says.interview.format(name=name), "i")
        await shop.say(house, says.question, "i")
    async with open_house(shop.settings) as house:
        [interview] = (await shop.say(house, says.wrap, "i")).outputs
        assert uses(interview, personas[0])
        assert says.question in str(interview.draft.body)
        planned = await shop.say(house, says.plan, "m")
        [plan] = planned.outputs
        rests_on_strategy(plan, swot, personas)
        copy = await written_and_approved(shop, house, planned)
        assert uses(copy, plan)
        await shop.say(house, says.fix, "s")
        async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
            now = {one.draft.output_type: one for one in await outputs.newest(unit)}
    assert (now["content_asset"].status, now["content_asset"].id) == ("approved", copy.id)
    assert (now["swot"].stale, now["marketing_plan"].stale, now["content_asset"].stale) == (False, True, True)


def rests_on_strategy(plan: Output, swot: Output, personas: Sequence[Output]) -> None:
    """A strong opportunity is a tactic that names it, for personas that were made, within the money."""
    assert uses(plan, swot, *personas)
    [opportunity] = [one for one in swot.draft.body["items"] if one["quadrant"] == "O"]
    assert opportunity["score"] >= 8
    cited = {one.ref for one in plan.draft.evidence if one.path.startswith("rows.")}
    assert f"{swot.id}#items.{opportunity['id']}" in cited
    body, budget = plan.draft.body, plan.draft.body["budget"]
    for parts in ([one["amount"] for one in body["allocation"]], [row["budget"] for row in body["rows"]]):
        assert sum(parts) + budget["reserve"] == budget["total"] > 0


async def written_and_approved(shop: Shop, house: House, planned: Reply) -> Output:
    """Copy for the plan's first row, asked for by one and approved by another."""
    written = await shop.press(house, planned, "content brief", "c")
    [copy] = written.outputs
    assert copy.draft.body["brand_check"]["score"] >= 80
    assert {one["proof_ref"] for one in copy.draft.body["variants"][0]["claims"]} - {None, ""}
    await shop.press(house, written, "approve request", "c")
    waiting = await shop.say(house, "/approvals", "a", "owner")
    card = await shop.press(house, waiting, "approve show", "a", "owner")
    await shop.press(house, card, "approve ", "a", "owner")
    return copy
